import { afterEach, expect, test, vi } from 'vitest';
import { ATTACH } from '../src/blocks';
import type { LessonBlock } from '../src/course';
import { partsAround, withParts } from '../src/late';
import { attachBlocks } from '../src/lesson';
import { get, open, press, runs, section, text } from './player';

const block = (part: string): LessonBlock => ({ id: 'b', slot: 5, kind: 'text', parts: [part] });

afterEach(() => {
  delete ATTACH.text;
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A page with blocks whose part is not here, one for each id; scripts are held back. */
function openLate(part: string, ...ids: string[]) {
  vi.useFakeTimers();
  const asked: HTMLScriptElement[] = [];
  vi.spyOn(document.head, 'append').mockImplementation((script) => {
    asked.push(script as HTMLScriptElement);
  });
  const attached = vi.fn();
  ATTACH.text = attached;
  const blocks = (ids.length > 0 ? ids : ['b']).map((id, at) => ({ ...block(part), id, slot: at + 5 }));
  const { context, leaving, said } = open(
    blocks.map((each) => section(each, '<p>Readable.</p>')).join(''),
    blocks,
  );
  attachBlocks(get('main'), context);
  return { asked, attached, leaving, said };
}

test('a block waits for its part, and is brought to life when it is there', async () => {
  const { asked, attached } = openLate('one');
  expect([asked.length, get('#b').dataset.late]).toEqual([0, '']);
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked[0]?.src).toContain('player-one.js');
  expect(attached).not.toHaveBeenCalled();
  runs(asked[0]);
  await vi.advanceTimersByTimeAsync(0);
  expect(attached).toHaveBeenCalledOnce();
  expect(get('#b').dataset.late).toBeUndefined();
});

test('a block that waits says after a moment that it is being loaded, once for all that wait', async () => {
  vi.useFakeTimers();
  vi.spyOn(document.head, 'append').mockImplementation(() => {});
  const blocks = ['nine', 'eleven'].map((part, at) => ({ ...block(part), id: part, slot: at }));
  const html = blocks.map((each) => section(each, '<p>Readable.</p>')).join('');
  const { context, said } = open(html, blocks);
  attachBlocks(get('main'), context);
  await vi.advanceTimersByTimeAsync(4000);
  expect([get('#nine').dataset.late, said]).toEqual(['', []]);
  await vi.advanceTimersByTimeAsync(1000);
  const words = 'This part of the page is being loaded.';
  expect([get('#nine').dataset.late, get('#eleven').dataset.late, said]).toEqual([words, words, [words]]);
});

test('a part that cannot be loaded is said, and asked for again', async () => {
  const { asked, attached } = openLate('two');
  await vi.advanceTimersByTimeAsync(5000);
  asked[0]?.onerror?.('');
  await vi.advanceTimersByTimeAsync(0);
  expect(text('#b')).toContain('could not be loaded');
  expect(text('#b')).toContain('Readable.');
  get('.part-failed button').focus();
  press('.part-failed button');
  expect([asked.length, document.querySelector('.part-failed')]).toEqual([2, null]);
  // The button is gone: who pressed it stays at the block.
  expect(document.activeElement).toBe(get('#b'));
  runs(asked[1]);
  await vi.advanceTimersByTimeAsync(0);
  expect(attached).toHaveBeenCalledOnce();
});

test('what could not be loaded is said once, and comes for all blocks with one press or with the network', async () => {
  const { asked, attached, said } = openLate('twelve', 'b', 'c');
  const fails = async () => {
    asked[asked.length - 1]?.onerror?.('');
    await vi.advanceTimersByTimeAsync(0);
  };
  await vi.advanceTimersByTimeAsync(4000);
  await fails();
  const words = 'This part of the page could not be loaded.';
  expect([document.querySelectorAll('.part-failed button').length, said]).toEqual([2, [words]]);
  press('#c .part-failed button');
  await fails();
  expect([asked.length, said]).toEqual([2, [words, words]]);
  window.dispatchEvent(new Event('online'));
  expect(document.querySelector('.part-failed')).toBeNull();
  runs(asked[2]);
  await vi.advanceTimersByTimeAsync(0);
  expect(attached).toHaveBeenCalledTimes(2);
});

test('a page of the LMS that comes in place of a part is none', async () => {
  const { asked, attached } = openLate('login');
  await vi.advanceTimersByTimeAsync(5000);
  asked[0]?.onload?.(new Event('load'));
  await vi.advanceTimersByTimeAsync(0);
  expect(attached).not.toHaveBeenCalled();
  press('.part-failed button');
  runs(asked[1]);
  await vi.advanceTimersByTimeAsync(0);
  expect(attached).toHaveBeenCalledOnce();
});

test('a lesson that was left is not brought to life any more', async () => {
  const { asked, attached, leaving } = openLate('three');
  await vi.advanceTimersByTimeAsync(5000);
  leaving.abort();
  runs(asked[0]);
  await vi.advanceTimersByTimeAsync(0);
  expect(attached).not.toHaveBeenCalled();
});

test('what a learner comes to waits for its parts, and not for ever', async () => {
  vi.useFakeTimers();
  const asked: string[] = [];
  vi.spyOn(document.head, 'append').mockImplementation((script) => {
    asked.push((script as HTMLScriptElement).src.replace(/.*player-/, ''));
  });
  const blocks = ['five', 'six', 'seven', 'eight'].map((part) => ({ ...block(part), id: part }));
  let shown = false;
  void partsAround(blocks, 'six').then(() => {
    shown = true;
  });
  expect(asked).toEqual(['five.js', 'six.js', 'seven.js']);
  await vi.advanceTimersByTimeAsync(500);
  expect(shown).toBe(false);
  await vi.advanceTimersByTimeAsync(500);
  expect(shown).toBe(true);
});

test('what is asked for comes with its part; where that does not come it is told, and asked for again', async () => {
  const asked: HTMLScriptElement[] = [];
  vi.spyOn(document.head, 'append').mockImplementation((script) => {
    asked.push(script as HTMLScriptElement);
  });
  const use = vi.fn();
  const lost = vi.fn();
  withParts(['asked'], use, lost);
  asked[0]?.onerror?.('');
  await vi.waitFor(() => expect(lost).toHaveBeenCalledOnce());
  expect(use).not.toHaveBeenCalled();
  withParts(['asked'], use, lost);
  runs(asked[1]);
  await vi.waitFor(() => expect(use).toHaveBeenCalledOnce());
  withParts(['asked'], use, lost);
  expect([use.mock.calls.length, lost.mock.calls.length, asked.length]).toEqual([2, 1, 2]);
});

test('a part that never comes is given up, and counts when it comes after all', async () => {
  const { asked, attached } = openLate('ten');
  await vi.advanceTimersByTimeAsync(4000 + 29_000);
  expect(text('#b')).not.toContain('could not be loaded');
  await vi.advanceTimersByTimeAsync(1000);
  expect(text('#b')).toContain('could not be loaded');
  runs(asked[0]);
  press('.part-failed button');
  await vi.advanceTimersByTimeAsync(0);
  expect([attached.mock.calls.length, asked.length]).toEqual([1, 1]);
});
