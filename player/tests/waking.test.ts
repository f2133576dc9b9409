import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ATTACH } from '../src/blocks';
import type { LessonBlock } from '../src/course';
import { Waking } from '../src/waking';
import { get, open, section } from './player';

const NAMES = ['first', 'second', 'third', 'fourth'];
const BLOCKS: LessonBlock[] = NAMES.map((id, at) => ({ id, slot: at + 1, kind: 'text' }));

let attached: string[];

beforeEach(() => {
  vi.useFakeTimers();
  attached = [];
  ATTACH.text = ({ id }) => attached.push(id);
});

afterEach(() => {
  delete ATTACH.text;
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A lesson of four blocks, of which the window shows two. */
function openLesson() {
  const html = BLOCKS.map((block) => section(block, `<p><input id="in_${block.id}"></p>`)).join('');
  const { context, leaving } = open(html, BLOCKS);
  BLOCKS.forEach(({ id }, at) => {
    vi.spyOn(get(`#${id}`), 'getBoundingClientRect').mockReturnValue(
      new DOMRect(0, (at * window.innerHeight) / 2, 100, window.innerHeight / 2),
    );
  });
  return { waking: new Waking(get('main'), context), leaving };
}

const asleep = () => [...document.querySelectorAll('.asleep')].map(({ id }) => id);
const far = () => [...document.querySelectorAll('.far')].map(({ id }) => id);

test('what the window shows comes to life before it is painted, the rest right after', async () => {
  const { waking } = openLesson();
  waking.seen();
  expect([attached, asleep()]).toEqual([
    ['first', 'second'],
    ['third', 'fourth'],
  ]);
  const done = waking.rest();
  expect(attached.length).toBe(2);
  await vi.runAllTimersAsync();
  await done;
  expect([attached, asleep()]).toEqual([NAMES, []]);
});

test('what is far is laid out after all is alive, one section after the other, until nothing is left of it', async () => {
  const { waking } = openLesson();
  waking.seen();
  const alive = waking.rest();
  await vi.runAllTimersAsync();
  await alive;
  expect(far()).toEqual(['third', 'fourth']);
  const done = waking.layOut();
  expect(far()).toEqual(['fourth']);
  await vi.runAllTimersAsync();
  await done;
  expect(far()).toEqual([]);
});

test('all that stands before a place is alive when the learner comes to it', async () => {
  const { waking } = openLesson();
  const done = waking.upTo(get('#in_third'));
  await vi.runAllTimersAsync();
  await done;
  expect([attached, far()]).toEqual([['first', 'second', 'third'], ['fourth']]);
  waking.all();
  expect([attached, far()]).toEqual([NAMES, []]);
});

test('a place among what is alive, yet far, is laid out with all before it', async () => {
  const { waking } = openLesson();
  const done = waking.rest();
  await vi.runAllTimersAsync();
  await done;
  const there = waking.upTo(get('#in_second'));
  await vi.runAllTimersAsync();
  await there;
  expect([attached, far()]).toEqual([NAMES, ['third', 'fourth']]);
});

test('a lesson that was left is not woken any more', async () => {
  const { waking, leaving } = openLesson();
  const done = waking.rest();
  leaving.abort();
  await vi.runAllTimersAsync();
  await done;
  await waking.layOut();
  expect([attached, far()]).toEqual([[], NAMES]);
});
