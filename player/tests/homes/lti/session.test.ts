import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CourseData } from '../../../src/course';
import { Fraction } from '../../../src/fraction';
import type { Opening, Standing } from '../../../src/homes/lti/opening';
import { fractionOf, LtiSession } from '../../../src/homes/lti/session';

const COURSE: CourseData = {
  format: 1,
  package: 'tiny',
  title: 'Tiny',
  home: 'lti',
  limit: 0,
  pass: 60,
  strings: {},
  lessons: [
    {
      id: 'one',
      slot: 1,
      title: 'One',
      href: 'lesson-one.html',
      weight: 1,
      blocks: [
        { id: 'intro', slot: 2, kind: 'text', weight: 0, required: true },
        { id: 'check', slot: 3, kind: 'quiz', weight: 1, required: true, mode: 'exam' },
        { id: 'deck', slot: 4, kind: 'cards', weight: 0, required: true, cards: [5, 6] },
      ],
    },
  ],
};
const STANDING: Standing = { quizzes: {}, grade: null };
const OPENING: Opening = {
  journal: 'someone',
  preview: false,
  progress: { seen: [2], cards: { '5': 42 }, place: [1, 2], level: 2 },
  standing: { quizzes: { '3': { handedIn: 1, best: '2/3', open: false } }, grade: null },
  due: 0,
};

let posted: { path: string; body: unknown }[] = [];
let outliving: (boolean | undefined)[] = [];
let answer: () => Response;

beforeEach(() => {
  localStorage.clear();
  posted = [];
  outliving = [];
  answer = () => Response.json(STANDING);
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    posted.push({ path, body: JSON.parse(String(init.body ?? 'null')) });
    outliving.push(init.keepalive);
    return answer();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const open = (opening: Opening = OPENING) =>
  new LtiSession(COURSE, opening, window as Window & typeof globalThis);

describe('the session of the LTI tool', () => {
  test('opens with what the tool knows', () => {
    const session = open();
    expect([...session.state.seen]).toEqual([2]);
    expect(session.state.cards.get(5)).toBe(42);
    expect(session.state.place).toEqual({ lesson: 1, block: 2 });
    expect(session.state.level).toBe(2);
    expect(session.progress().blocks.get(3)).toEqual({ done: true, score: Fraction.of(2, 3) });
    expect(session.saving).toBe('saved');
  });

  test('tells changes together, what was merely seen a little later', async () => {
    const session = open();
    session.change((draft) => draft.seen.add(4), { commit: false });
    session.moveTo(1, 4);
    await vi.advanceTimersByTimeAsync(100);
    expect(posted).toEqual([]);
    session.change((draft) => draft.cards.set(6, 77), { commit: true });
    await vi.advanceTimersByTimeAsync(1);
    expect(posted).toEqual([
      { path: 'api/progress', body: { seen: [4], cards: { '6': 77 }, place: [1, 4] } },
    ]);
    expect(session.saving).toBe('saved');
  });

  test('tells the place before the next page is asked for, by a request that outlives this one', async () => {
    const session = open();
    session.moveTo(1, 4);
    window.dispatchEvent(new Event('beforeunload'));
    expect(posted).toEqual([{ path: 'api/progress', body: { place: [1, 4] } }]);
    await vi.advanceTimersByTimeAsync(1);
    window.dispatchEvent(new Event('pagehide'));
    // Long ones would be refused by a browser that is asked to finish them.
    session.outbox.add({ path: 'api/attempts/1/answers', body: { text: 'न'.repeat(5000) } });
    await vi.advanceTimersByTimeAsync(1);
    expect(outliving).toEqual([true, false]);
  });

  test('takes over what replies say of quizzes and the grade', async () => {
    const session = open();
    const grade = { state: 'sent', text: 'In the gradebook.', moving: false };
    answer = () => Response.json({ quizzes: { '3': { handedIn: 2, best: '1/1', open: false } }, grade });
    session.change((draft) => draft.seen.add(4), { commit: true });
    await vi.advanceTimersByTimeAsync(1);
    expect(session.progress().blocks.get(3)?.score).toEqual(Fraction.ONE);
    expect(session.grade).toEqual(grade);
  });

  test('asks what became of a grade while it is under way, and then no more', async () => {
    const moving = { state: 'waiting', text: 'On its way.', moving: true };
    const sent = { state: 'sent', text: 'There.', moving: false };
    answer = () => Response.json({ quizzes: {}, grade: moving });
    const session = open({ ...OPENING, standing: { quizzes: {}, grade: moving } });
    await vi.advanceTimersByTimeAsync(9000);
    expect(posted.map(({ path }) => path)).toEqual(['api/standing', 'api/standing']);
    answer = () => Response.json({ quizzes: {}, grade: sent });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(session.grade).toEqual(sent);
    const asked = posted.length;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(posted).toHaveLength(asked);
  });

  test('asks quickly at first, at least twice a minute while a grade waits, and soon for who comes back', async () => {
    const moving = { state: 'waiting', text: 'On its way.', moving: true };
    answer = () => Response.json({ quizzes: {}, grade: moving });
    open({ ...OPENING, standing: { quizzes: {}, grade: moving } });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(posted).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(600_000);
    const asked = posted.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(posted).toHaveLength(asked + 2);
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(3000);
    expect(posted).toHaveLength(asked + 3);
  });

  test.each([
    ['no answer', () => Promise.reject(new TypeError('network'))],
    ['503', () => new Response('', { status: 503 })],
    ['a login page', () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } })],
  ])('goes on where there is %s, says so, and sends it when it can', async (_, fault) => {
    const session = open();
    answer = fault as () => Response;
    session.change((draft) => draft.seen.add(4), { commit: true });
    await vi.advanceTimersByTimeAsync(10);
    expect(session.connection).toBe('lost');
    expect(session.reason).toBe('connection.lost-lti');
    expect(session.saving).toBe('waiting');
    expect(session.writable).toBe(true);
    answer = () => Response.json(STANDING);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(session.saving).toBe('saved');
    expect(session.reason).toBe('');
  });

  test('an ended launch keeps what waits, and a new one begins with it', async () => {
    const session = open();
    answer = () => new Response('', { status: 401 });
    session.change((draft) => draft.seen.add(4), { commit: true });
    session.change((draft) => draft.cards.set(6, 77), { commit: true });
    await vi.advanceTimersByTimeAsync(10);
    expect(session.reason).toBe('connection.ended-lti');
    answer = () => Response.json(STANDING);
    const next = open();
    expect(next.state.seen.has(4)).toBe(true);
    expect(next.state.cards.get(6)).toBe(77);
    await vi.advanceTimersByTimeAsync(10);
    expect(posted[posted.length - 1]).toEqual({
      path: 'api/progress',
      body: { seen: [4], cards: { '6': 77 } },
    });
  });

  test('in a preview nothing is sent', async () => {
    const session = open({ ...OPENING, preview: true });
    expect(session.mode).toBe('browse');
    session.change((draft) => draft.seen.add(4), { commit: true });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(posted).toEqual([]);
    expect(session.state.seen.has(4)).toBe(true);
  });

  test('reads fractions of the tool, and nothing else', () => {
    expect(fractionOf('2/3')).toEqual(Fraction.of(2, 3));
    for (const wrong of [null, '', '1', '1/', 'a/b', '1/2/3']) expect(fractionOf(wrong)).toBeNull();
  });
});
