import { expect, test } from 'vitest';
import { Fraction } from '../../src/fraction';
import { changesSince, mergeStates } from '../../src/state/merge';
import { type CourseState, copyState, emptyState, NO_QUESTION, packCard } from '../../src/state/model';
import { Chance } from '../random';
import { randomState } from './random-state';

const quiz = (attempt: number, handedIn: number, best: Fraction | null) => ({
  attempt,
  seed: attempt,
  handedIn,
  open: false,
  best,
});
/** Questions 30 and 32 stand in quiz 31. */
const QUIZ_OF = new Map([
  [30, 31],
  [32, 31],
]);
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
  for (const merged of [mergeStates(one, other, QUIZ_OF), mergeStates(other, one, QUIZ_OF)]) {
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
  for (const merged of [mergeStates(anew, behind, QUIZ_OF), mergeStates(behind, anew, QUIZ_OF)]) {
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
  for (const merged of [mergeStates(handedIn, open, QUIZ_OF), mergeStates(open, handedIn, QUIZ_OF)]) {
    expect(merged.questions.get(30)).toMatchObject({ marked: true, answer: null });
    expect(merged.quizzes.get(31)).toMatchObject({ open: false, handedIn: 1 });
  }
});

test('no merge loses a try, a best score, a day or a seen mark, for 500 random pairs', () => {
  for (let seed = 0; seed < 500; seed++) {
    const chance = new Chance(seed);
    const [one, other] = [randomState(chance), randomState(chance)];
    const before = [copyState(one), copyState(other)];
    const merged = mergeStates(one, other, QUIZ_OF);
    for (const { questions, quizzes, cards, seen, revision } of [one, other]) {
      for (const [slot, { tries }] of questions) {
        expect(merged.questions.get(slot)?.tries).toBeGreaterThanOrEqual(tries);
      }
      for (const [slot, { best, handedIn, attempt }] of quizzes) {
        const kept = merged.quizzes.get(slot);
        expect(kept?.attempt).toBeGreaterThanOrEqual(attempt);
        expect(kept?.handedIn).toBeGreaterThanOrEqual(handedIn);
        if (best !== null) expect(kept?.best?.compare(best)).toBeGreaterThanOrEqual(0);
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
  expect(mergeStates(found, changes, QUIZ_OF)).toEqual(now);
});
