import { afterEach, expect, test, vi } from 'vitest';
import { attach as glossary } from '../../src/blocks/glossary';
import type { LessonBlock } from '../../src/course';
import { attachBlocks } from '../../src/lesson';
import { followTerms } from '../../src/terms';
import { get, open, press, section, text, type } from '../player';

const block: LessonBlock = { id: 'b', slot: 5, kind: 'glossary' };
const WORDS = ['Ärmel', 'Arm', 'Bend', 'Delta', 'End', 'Fall', 'Gap', 'Hill', 'Ice', 'Jet', 'Kin', 'Lake'];

const term = (name: string, at: number) =>
  `<div class="term" id="b_term_${at}"><dt>${name} <span class="aliases">also: <span class="alias">${name}s</span></span></dt>
   <dd class="prose"><p>A ${name.toLowerCase()} and a <a class="term-link" href="#b_term_0">sleeve</a>.</p></dd></div>`;
const PAGE = section(
  block,
  `<p><a class="term-link" href="#b_term_3">deltas</a> and <a class="term-link" href="#away_term_1">far</a></p>
   <dl class="terms">${WORDS.map(term).join('')}</dl>`,
);
const AWAY = `<details class="elsewhere"><dl><div class="term" id="away_term_1"><dt>Far</dt><dd><p>Not near.</p></dd>
  <dd class="small"><a href="lesson-two.html#words">Two</a></dd></div></dl></details>`;
const key = (name: string, shiftKey = false) =>
  document.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, shiftKey, bubbles: true, cancelable: true }),
  );
const soon = () => vi.waitFor(() => get('.term-popover'));
const link = (at: number) => get<HTMLAnchorElement>(`p > .term-link[href$="term_${at}"]`);
/** happy-dom knows no pointer events of its own. */
const point = (name: string, element: Element) => {
  const event = new Event(name, { bubbles: true });
  element.dispatchEvent(Object.assign(event, { pointerType: 'mouse' }));
};

function openPage() {
  const opened = open(PAGE + AWAY, [block]);
  attachBlocks(get('main'), opened.context);
  followTerms(get('main'), opened.context);
  return opened;
}

afterEach(() => {
  vi.useRealTimers();
  document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }));
});

test('a term opens its definition, which takes the focus and gives it back', async () => {
  openPage();
  link(3).focus();
  link(3).click();
  await soon();
  expect([document.activeElement?.className, link(3).getAttribute('aria-expanded')]).toEqual([
    'term-popover no-print',
    'true',
  ]);
  expect(text('.term-popover')).toContain('Delta also: Deltas');
  expect(get('.term-foot a').getAttribute('href')).toBe('#b_term_3');
  key('Escape');
  expect([document.querySelector('.term-popover'), document.activeElement]).toEqual([null, link(3)]);
  expect(link(3).hasAttribute('aria-expanded')).toBe(false);
});

test('a term inside a definition opens in its place, and tabbing out goes on from the first term', async () => {
  openPage();
  link(3).click();
  await soon();
  press('.term-popover .term-link');
  expect(text('.term-name')).toContain('Ärmel');
  get('.term-close').focus();
  key('Tab');
  expect([document.querySelector('.term-popover'), document.activeElement]).toEqual([null, link(3)]);
});

test('a term of another lesson leads there', async () => {
  openPage();
  link(1).click();
  await soon();
  expect([text('.term-popover .prose'), get('.term-foot a').getAttribute('href')]).toEqual([
    'Not near.',
    'lesson-two.html#words',
  ]);
});

test('a pointer that rests opens a definition, and one that leaves closes it, unless it was pressed', async () => {
  openPage();
  vi.useFakeTimers();
  point('pointerover', link(3));
  await vi.advanceTimersByTimeAsync(1000);
  expect([text('.term-name'), document.activeElement]).toEqual(['Delta also: Deltas', document.body]);
  point('pointerleave', link(3));
  point('pointerenter', get('.term-popover'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(document.querySelector('.term-popover')).not.toBeNull();
  point('pointerleave', get('.term-popover'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(document.querySelector('.term-popover')).toBeNull();
  link(3).click();
  await vi.advanceTimersByTimeAsync(0);
  point('pointerleave', link(3));
  await vi.advanceTimersByTimeAsync(1000);
  expect(document.activeElement).toBe(document.querySelector('.term-popover'));
  document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }));
  expect(document.querySelector('.term-popover')).toBeNull();
});

test('a definition goes with its lesson', async () => {
  const { leaving } = openPage();
  link(3).click();
  await soon();
  leaving.abort();
  expect(document.querySelector('.term-popover')).toBeNull();
});

test('letters lead to the first term that they begin, accents left aside', () => {
  const { context } = open(PAGE, [block]);
  glossary(get('#b'), block, context);
  const letters = [...document.querySelectorAll('.letters a')].map((one) => one.textContent);
  expect(letters).toEqual([...'ABDEFGHIJKL']);
  expect(get('.letters a').getAttribute('href')).toBe('#b_term_0');
  type('#filter_5', 'delta');
  expect(get('.letters').hidden).toBe(true);
});

test('the drill hides the words, asks for them by definitions that do not name them, and takes every form', async () => {
  const { context } = openPage();
  press('#b > .actions button');
  await vi.waitFor(() => get('.task-input'));
  expect([get('.terms').hidden, get('.filter').hidden]).toEqual([true, true]);
  expect(text('.task-prompt')).toBe('A … and a sleeve.');
  const asked = () => Number(/\d+/.exec(text('.game-count'))?.[0]);
  expect(asked()).toBe(10);
  for (const word of WORDS) {
    type('.task-input', `${word}s`);
    press('.task-form .primary');
    if (asked() < 10) break;
  }
  expect([asked(), text('.task-verdict')]).toEqual([9, expect.stringContaining('Right')]);
  press('.terms-drill > .actions:last-child button');
  expect([get('.terms').hidden, document.activeElement?.textContent]).toEqual([
    false,
    'Quiz me on these words',
  ]);
  expect(context.session.state.seen.has(5)).toBe(false);
});

test('the drill asks for the words that the filter leaves, and is away where it leaves none', async () => {
  openPage();
  const drill = get('.terms + .actions');
  type('.filter input', 'zzz');
  expect(drill.hidden).toBe(true);
  type('.filter input', 'lake');
  expect([drill.hidden, text('.filter-count')]).toEqual([false, '1 term found']);
  press('.terms + .actions button');
  await vi.waitFor(() => get('.task-input'));
  expect([text('.task-prompt'), text('.game-count')]).toEqual(['A … and a sleeve.', '1 to go']);
});
