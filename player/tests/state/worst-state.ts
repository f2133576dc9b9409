import { Fraction } from '../../src/fraction';
import { type CourseState, emptyState, type QuestionState } from '../../src/state/model';

/** How much each lesson of a course holds; `tests/packager/test_state_budget.py` builds the same course. */
export interface Shape {
  readonly lessons: number;
  readonly texts: number;
  readonly choice: number;
  readonly multiple: number;
  readonly trueFalse: number;
  readonly short: number;
  /** Each with as many pairs, steps or rows as a choice has options; a matrix has four columns. */
  readonly match?: number;
  readonly order?: number;
  readonly matrix?: number;
  /** Options of each choice and multiple question; of a multiple one every second is right. */
  readonly options: number;
  /** Minutes for an attempt of each quiz; without it no limit. */
  readonly time?: number;
  readonly cards: number;
}

/**
 * Everything answered in the longest way. Slots are given in reading order: lesson, texts, quiz, its questions
 * (choice, multiple, true-false, short, match, order, matrix), deck, its cards.
 */
export function worstState(shape: Shape): CourseState {
  const state = emptyState('attempt1');
  state.revision = 2 ** 20 - 1;
  let slot = 0;
  let lesson = 0;
  let recorded = 0;
  const allKeys = Array.from({ length: shape.options }, (_, key) => key);
  const right = Math.ceil(shape.options / 2);
  const shares = leastCommonMultiple(right, Math.max(1, shape.options - right));
  const question = (earned: Fraction, answer: QuestionState['answer']) => {
    state.questions.set(++slot, {
      tries: 30,
      earned,
      marked: true,
      answer,
      recorded: recorded++,
      certainty: 3,
      flagged: true,
    });
  };
  for (let number = 0; number < shape.lessons; number++) {
    lesson = ++slot;
    for (let text = 0; text < shape.texts; text++) state.seen.add(++slot);
    const { match = 0, order = 0, matrix = 0 } = shape;
    const points = shape.choice + shape.multiple + shape.trueFalse + shape.short + match + order + matrix;
    if (points > 0) {
      const all = [
        shape.multiple > 0 ? shares : 1,
        match + matrix > 0 ? shape.options : 1,
        order > 0 ? shape.options - 1 : 1,
      ];
      const denominator = points * all.reduce(leastCommonMultiple);
      const best = denominator > 1 ? Fraction.of(denominator - 1, denominator) : Fraction.ONE;
      state.quizzes.set(++slot, {
        attempt: 1022,
        seed: 0xffffffff,
        handedIn: 1022,
        open: true,
        score: best,
        ...(shape.time === undefined ? {} : { spent: 86_400 }),
      });
      state.seen.add(slot);
    }
    for (let count = 0; count < shape.choice; count++) question(Fraction.ONE, { keys: [shape.options - 1] });
    for (let count = 0; count < shape.multiple; count++) {
      question(shares > 1 ? Fraction.of(shares - 1, shares) : Fraction.ONE, { keys: allKeys });
    }
    for (let count = 0; count < shape.trueFalse; count++) question(Fraction.ONE, { keys: [1] });
    for (let count = 0; count < shape.short; count++)
      question(Fraction.ONE, { text: 'long enough to be cut' });
    const most = (of: number) => (of > 1 ? Fraction.of(of - 1, of) : Fraction.ONE);
    const listOf = (highest: number) => ({ list: allKeys.map(() => highest) });
    for (let count = 0; count < match; count++) question(most(shape.options), listOf(shape.options - 1));
    for (let count = 0; count < order; count++)
      question(most(shape.options - 1), { list: [...allKeys].reverse() });
    for (let count = 0; count < matrix; count++) question(most(shape.options), listOf(15));
    if (shape.cards > 0) state.seen.add(++slot);
    for (let card = 0; card < shape.cards; card++) state.cards.set(++slot, 0xffffffff);
  }
  state.place = { lesson, block: Math.max(...state.seen) };
  state.level = 2;
  return state;
}

function leastCommonMultiple(one: number, other: number): number {
  let [a, b] = [one, other];
  while (b !== 0) [a, b] = [b, a % b];
  return (one * other) / a;
}
