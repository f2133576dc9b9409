import { expect, test, vi } from 'vitest';
import { attach } from '../../src/blocks/gate';
import type { LessonBlock } from '../../src/course';
import { get, open, section, text } from '../player';

const BEFORE: LessonBlock = { id: 'before', slot: 2, kind: 'text' };
const HELD: LessonBlock = { id: 'held', slot: 4, kind: 'text' };
const gate = (rule: Partial<LessonBlock>): LessonBlock => ({
  id: 'gate',
  slot: 3,
  kind: 'gate',
  holds: [4],
  ...rule,
});
const NOTICE = '<div class="gate-notice"><p>Opens on <time datetime="2026-01-06">2026-01-06</time></p></div>';

function page(block: LessonBlock) {
  const opened = open(section(BEFORE, '') + section(block, NOTICE) + section(HELD, 'Behind'), [
    BEFORE,
    block,
    HELD,
  ]);
  attach(get('#gate'), block, opened.context);
  return opened;
}
const closed = () => [get('#held').hidden, get('.gate-notice').hidden, get('.gate-open').hidden];

test('a gate opens when the block that it waits for is done, and says so', () => {
  const { context, said } = page(gate({ after: 2 }));
  expect([closed(), said]).toEqual([[true, false, true], []]);
  context.session.change((draft) => draft.seen.add(2), { commit: false });
  expect([closed(), said]).toEqual([[false, true, false], ['A new part of the lesson has opened.']]);
});

test('a gate opens on its day, also while the page is open', () => {
  vi.stubEnv('TZ', 'UTC');
  const { context } = page(gate({ day: '2026-01-06' }));
  expect([closed(), text('time')]).toEqual([[true, false, true], 'January 6, 2026']);
  Object.assign(context, { now: () => Date.UTC(2026, 0, 6) });
  document.dispatchEvent(new Event('visibilitychange'));
  // The clock was taken when the page was built; a page built on that day is open from the first.
  page({ ...gate({ day: '2026-01-05' }) });
  expect(closed()).toEqual([false, true, false]);
});

test('a gate that waits for what no longer exists, or for the LMS alone, is open', () => {
  page(gate({ after: 99 }));
  expect(closed()).toEqual([false, true, false]);
  page(gate({}));
  expect(closed()).toEqual([false, true, false]);
});

test('a gate of which the server sends nothing stays closed', () => {
  page(gate({ holds: [], closed: true, day: '2020-01-01' }));
  expect(closed().slice(1)).toEqual([false, true]);
});

test('an open gate that was given no title says no longer that it opens later', () => {
  const look = (title: string) => {
    const opened = open(section(BEFORE, '') + section(gate({}), title + NOTICE) + section(HELD, 'Behind'), [
      BEFORE,
    ]);
    attach(get('#gate'), gate({ after: 2, holds: [4] }), opened.context);
    return opened.context.session;
  };
  const heading = (words: string) => `<h2 class="block-title" id="gate_title"><svg></svg>${words}</h2>`;
  const name = () => [get('.block-title').hidden, text(`#${get('#gate').getAttribute('aria-labelledby')}`)];
  const session = look(heading('Opens later'));
  expect(name()).toEqual([false, 'Opens later']);
  session.change((draft) => draft.seen.add(2), { commit: false });
  expect(name()).toEqual([true, 'This part is open.']);
  look(heading('Further'));
  expect(get('.block-title').hidden).toBe(false);
});
