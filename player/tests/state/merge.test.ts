import { expect, test } from 'vitest';
import type { Counts } from '../../src/course';
import { Fraction } from '../../src/fraction';
import { changesSince, mergeStates, type Quizzes } from '../../src/state/merge';
import { type CourseState, copyState, emptyState, NO_QUESTION, packCard } from '../../src/state/model';
import { Chance } from '../random';
import { randomState } from './random-state';

const quiz = (attempt: number, handedIn: number, score: Fraction | null) => ({
  attempt,
  seed: attempt,
  handedIn,
  open: false,
  score,
});
/** Questions 30 and 32 stand in quiz 31; of the quizzes 41 to 43 other attempts count than the best. */
const QUIZZES: Quizzes = {
  of: new Map([
    [30, 31],
    [32, 31],
  ]),
  counts: new Map<number, Counts>([
    [41, 'last'],
    [42, 'first'],
    [43, 'mean'],
  ]),
};
const card = (day: number) => packCard({ stability: 1, difficulty: 1, day, phase: 2 });

function state(change: (state: CourseState) => void): CourseState {
  const made = emptyState('attempt1');
  change(made);
  return made;
}

test('the further entry of each kind wins, whichever copy it stands in', () => {
  const one = state(({ questions, quizzes, cards, seen }) => {
    questions.set(1, { ...NO_QUESTION, tries: 3, recorded: 0 }).set(2, { ...NO_QUESTION, tries: 1 });
    quizzes.set(5, quiz(2, 1, Fraction.of(1, 2)));
    cards.set(8, card(100)).set(9, card(50));
    seen.add(20);
  });
  const other = state(({ questions, quizzes, cards, seen }) => {
    questions.set(1, { ...NO_QUESTION, tries: 1, recorded: 4 }).set(3, { ...NO_QUESTION, tries: 2 });
    quizzes.set(5, quiz(1, 1, Fraction.of(3, 4)));
    cards.set(8, card(90)).set(9, card(51));
    seen.add(21);
  });
  for (const merged of [mergeStates(one, other, QUIZZES), mergeStates(other, one, QUIZZES)]) {
    expect([1, 2, 3].map((slot) => merged.questions.get(slot)?.tries)).toEqual([3, 1, 2]);
    expect(merged.quizzes.get(5)).toEqual({ ...quiz(2, 1, Fraction.of(3, 4)) });
    expect([merged.cards.get(8), merged.cards.get(9)]).toEqual([card(100), card(51)]);
    expect([...merged.seen].sort()).toEqual([20, 21]);
  }
});

test('the answers of an exam are those of the attempt that is further, whoever has tried more', () => {
  const answered = (tries: number, marked: boolean) => ({
    ...NO_QUESTION,
    tries,
    marked,
    answer: { keys: [tries] },
  });
  // One device handed the exam in and began it again; the other one is still at the first attempt.
  const anew = state(({ questions, quizzes }) => {
    questions.set(30, { ...NO_QUESTION, recorded: 2 }).set(32, { ...answered(0, false), recorded: 3 });
    quizzes.set(31, { ...quiz(2, 1, Fraction.ONE), open: true });
  });
  const behind = state(({ questions, quizzes }) => {
    questions.set(30, answered(1, false)).set(32, answered(1, false)).set(40, answered(2, true));
    quizzes.set(31, { ...quiz(1, 0, null), open: true });
  });
  for (const merged of [mergeStates(anew, behind, QUIZZES), mergeStates(behind, anew, QUIZZES)]) {
    expect(merged.questions.get(30)).toEqual({ ...NO_QUESTION, recorded: 2 });
    expect(merged.questions.get(32)).toEqual({ ...answered(0, false), recorded: 3 });
    expect(merged.questions.get(40)).toEqual(answered(2, true));
    expect(merged.quizzes.get(31)).toMatchObject({ attempt: 2, handedIn: 1, open: true });
  }
});

test('in an exam that one device has handed in, a later answer of the other is history', () => {
  const handedIn = state(({ questions, quizzes }) => {
    questions.set(30, { ...NO_QUESTION, marked: true });
    quizzes.set(31, quiz(1, 1, Fraction.ZERO));
  });
  const open = state(({ questions, quizzes }) => {
    questions.set(30, { ...NO_QUESTION, answer: { keys: [1] } });
    quizzes.set(31, { ...quiz(1, 0, null), open: true });
  });
  for (const merged of [mergeStates(handedIn, open, QUIZZES), mergeStates(open, handedIn, QUIZZES)]) {
    expect(merged.questions.get(30)).toMatchObject({ marked: true, answer: null });
    expect(merged.quizzes.get(31)).toMatchObject({ open: false, handedIn: 1 });
  }
});

test('where not the best attempt counts, the score is that of the copy that knows of more attempts', () => {
  const [low, high] = [Fraction.of(1, 4), Fraction.of(3, 4)];
  const scores = (slot: number, one: [number, Fraction], other: [number, Fraction]) => {
    const [older, newer] = [one, other].map(([handedIn, score]) =>
      state(({ quizzes }) => quizzes.set(slot, quiz(handedIn, handedIn, score))),
    ) as [CourseState, CourseState];
    return mergeStates(older, newer, QUIZZES).quizzes.get(slot)?.score?.toString();
  };
  for (const slot of [41, 43]) {
    expect(scores(slot, [1, high], [2, low])).toBe('1/4');
    expect(scores(slot, [2, low], [1, high])).toBe('1/4');
    expect(scores(slot, [1, high], [1, low])).toBe('1/4');
  }
  expect(scores(42, [1, low], [1, high])).toBe('1/4');
  expect(scores(5, [2, low], [1, high])).toBe('3/4');
});

test('no merge loses a try, a best score, a day or a seen mark, for 500 random pairs', () => {
  for (let seed = 0; seed < 500; seed++) {
    const chance = new Chance(seed);
    const [one, other] = [randomState(chance), randomState(chance)];
    const before = [copyState(one), copyState(other)];
    const merged = mergeStates(one, other, QUIZZES);
    for (const { questions, quizzes, cards, seen, revision } of [one, other]) {
      for (const [slot, { tries }] of questions) {
        expect(merged.questions.get(slot)?.tries).toBeGreaterThanOrEqual(tries);
      }
      for (const [slot, { score, handedIn, attempt }] of quizzes) {
        const kept = merged.quizzes.get(slot);
        expect(kept?.attempt).toBeGreaterThanOrEqual(attempt);
        expect(kept?.handedIn).toBeGreaterThanOrEqual(handedIn);
        if (score !== null && !QUIZZES.counts.has(slot))
          expect(kept?.score?.compare(score)).toBeGreaterThanOrEqual(0);
      }
      for (const slot of cards.keys()) expect(merged.cards.has(slot)).toBe(true);
      for (const slot of seen) expect(merged.seen.has(slot)).toBe(true);
      expect(merged.revision).toBeGreaterThanOrEqual(revision);
    }
    expect([one, other]).toEqual(before);
  }
});

test('changes since are what was added or replaced, and merging them again gives the whole', () => {
  const found = randomState(new Chance(4));
  const now = copyState(found);
  now.questions.set(900, { ...NO_QUESTION, tries: 1 });
  now.seen.add(901);
  const changes = changesSince(found, now);
  expect([[...changes.questions.keys()], changes.cards.size, [...changes.seen]]).toEqual([[900], 0, [901]]);
  expect(changes.place).toBeNull();
  expect(mergeStates(found, changes, QUIZZES)).toEqual(now);
});
