import type { Counts, LessonBlock, QuestionData, Review } from './course';
import { Fraction } from './fraction';
import { mark } from './questions';
import { type Answer, isCut, sameAnswer } from './questions/answer';
import { costsATry, type Outcome } from './questions/outcome';
import type { Certainty, QuestionState } from './state/model';

/*
 * The rules of an attempt at a quiz: what an answer changes, what an attempt is worth, what is shown afterwards. The
 * twin of `hornbook/attempt.py`, where each rule is explained; both run `tests/vectors/attempt.json`.
 */

/** What the rules look at in a quiz. */
export type Rules = Pick<LessonBlock, 'mode' | 'certainty' | 'counts' | 'attempts' | 'time'>;
/** The state of a question by its slot. */
export type StateOf = (slot: number) => QuestionState;

/** Marks of a right and of a wrong answer by certainty; none said counts as the lowest. */
const CERTAIN = [
  [1, 0],
  [1, 0],
  [2, -2],
  [3, -6],
] as const;
const HIGHEST_MARK = Fraction.of(3);
const HUNDRED = 100;

/** How many tries a question has; null = no limit. */
export function triesAllowed({ mode }: Rules, question: QuestionData): number | null {
  if (mode === 'exam') return 1;
  return mode === 'interactive' ? (question.tries ?? 1) : null;
}

/** What each wrong try costs of the question's points, 0 to 1. */
export function penalty({ mode }: Rules, question: QuestionData): Fraction {
  const percent = mode === 'interactive' || mode === 'adaptive' ? (question.penalty ?? 0) : 0;
  return Fraction.of(percent, HUNDRED);
}

/** Whether the question takes no more answers before the attempt ends: answered right, or no try is left. */
export function isOver(quiz: Rules, question: QuestionData, state: QuestionState): boolean {
  if (quiz.mode === 'exam' || !state.marked) return false;
  if (question.byHand) return true;
  const allowed = triesAllowed(quiz, question);
  return (allowed !== null && state.tries >= allowed) || isRight(quiz, question, state);
}

function isRight(quiz: Rules, question: QuestionData, state: QuestionState): boolean {
  if (!isCut(state.answer)) return mark(question, state.answer).fraction.equals(Fraction.ONE);
  // Of words that were not kept whole, the mark is what is left.
  const lost = penalty(quiz, question).times(Fraction.of(state.tries - 1));
  return state.earned.compare(Fraction.ZERO) > 0 && state.earned.plus(lost).compare(Fraction.ONE) >= 0;
}

/** How right the answer itself is, 0 to 1, whatever the tries before it have cost. */
export function answeredRight(
  { mode }: Rules,
  question: QuestionData,
  { answer, earned }: QuestionState,
): Fraction {
  const costless = mode === 'exam' || mode === 'practice';
  return costless || question.byHand || isCut(answer) ? earned : mark(question, answer).fraction;
}

/** The question's state after an answer that is only kept: it is marked when it is handed in. */
export const noted = (before: QuestionState, answer: Answer | null, certainty: Certainty): QuestionState => ({
  ...before,
  answer,
  certainty,
  earned: Fraction.ZERO,
  marked: false,
});

/** The question's state after an answer in an attempt that is still open, and how the answer was marked. */
export function respond(
  quiz: Rules,
  question: QuestionData,
  before: QuestionState,
  answer: Answer | null,
  { certainty = 0 }: { readonly certainty?: Certainty } = {},
): readonly [QuestionState, Outcome] {
  const outcome = mark(question, answer);
  if (isOver(quiz, question, before)) return [before, outcome];
  if (quiz.mode === 'exam') return [noted(before, answer, certainty), outcome];
  const given = { ...before, answer, certainty };
  const same = sameAnswer(answer, before.answer);
  if (!costsATry(outcome) || (before.marked && same)) {
    return [before.marked || (same && certainty === before.certainty) ? before : given, outcome];
  }
  if (question.byHand) return [{ ...given, tries: 1 }, outcome];
  let earned = outcome.fraction;
  if (quiz.mode !== 'practice') {
    const lost = penalty(quiz, question).times(Fraction.of(before.tries));
    earned = larger(before.earned, earned.minus(lost));
  }
  return [{ ...given, tries: before.tries + 1, earned, marked: true }, outcome];
}

/** A question's state when its attempt is handed in or the time is over: what was only noted is marked. */
export function handIn(quiz: Rules, question: QuestionData, state: QuestionState): QuestionState {
  if (state.marked && (quiz.mode !== 'exam' || question.byHand)) return state;
  const outcome = mark(question, state.answer);
  if (outcome.empty) return { ...state, earned: Fraction.ZERO, marked: true };
  if (question.byHand) return { ...state, tries: 1, earned: Fraction.ZERO, marked: false };
  return { ...state, tries: state.tries + 1, earned: outcome.fraction, marked: true };
}

/** Whether an answer is there that somebody has yet to mark. */
export const waits = (question: QuestionData, state: QuestionState): boolean =>
  question.byHand === true && state.tries > 0 && !state.marked;

/** The state after the author has changed the key of a question and said `remark`; without it, as it was. */
export function remarked(quiz: Rules, question: QuestionData, state: QuestionState): QuestionState {
  if (!question.remark || question.byHand || !state.marked || isCut(state.answer)) return state;
  const lost = penalty(quiz, question).times(Fraction.of(Math.max(0, state.tries - 1)));
  const earned = larger(Fraction.ZERO, mark(question, state.answer).fraction.minus(lost));
  return earned.equals(state.earned) ? state : { ...state, earned };
}

/** What an attempt is worth, in points. */
export interface Result {
  readonly earned: Fraction;
  /** Points to be had, without those of essays that wait to be marked. */
  readonly total: number;
  /** Points of those essays. */
  readonly waiting: number;
  /** The score from 0 to 1; null where there is nothing to score yet. */
  readonly share: Fraction | null;
}

/** The worth of the questions drawn for an attempt, as they stand. */
export function resultOf(quiz: Rules, questions: readonly QuestionData[], stateOf: StateOf): Result {
  let earned = Fraction.ZERO;
  let total = 0;
  let waiting = 0;
  for (const question of questions) {
    const state = stateOf(question.slot);
    if (waits(question, state)) {
      waiting += question.points;
      continue;
    }
    total += question.points;
    const part =
      quiz.certainty === 'graded' && question.certainty
        ? certaintyMark(state.earned, state.certainty).over(HIGHEST_MARK)
        : state.earned;
    earned = earned.plus(part.times(Fraction.of(question.points)));
  }
  earned = larger(Fraction.ZERO, earned);
  return { earned, total, waiting, share: total === 0 ? null : earned.over(Fraction.of(total)) };
}

/** 1, 2 or 3 for an answer that is right, its part for one that is partly right, 0, -2 or -6 for a wrong one. */
export function certaintyMark(earned: Fraction, certainty: Certainty): Fraction {
  const [right, wrong] = CERTAIN[certainty];
  return earned.compare(Fraction.ZERO) > 0 ? earned.times(Fraction.of(right)) : Fraction.of(wrong);
}

/** The score of a quiz after one more attempt: `before` is the score after the `handedIn` attempts before it. */
export function counted(
  counts: Counts,
  before: Fraction | null,
  handedIn: number,
  share: Fraction,
): Fraction {
  if (before === null || handedIn === 0 || counts === 'last') return share;
  if (counts === 'first') return before;
  if (counts === 'best') return larger(before, share);
  return before
    .times(Fraction.of(handedIn))
    .plus(share)
    .over(Fraction.of(handedIn + 1));
}

/** The score after the last of `handedIn` attempts was marked anew, worth `old` before and `now` now. */
export function recounted(
  counts: Counts,
  before: Fraction,
  handedIn: number,
  old: Fraction,
  now: Fraction,
): Fraction {
  if (handedIn <= 1 || counts === 'last') return now;
  if (counts === 'first') return before;
  if (counts === 'best') return larger(before, now);
  return before.plus(now.minus(old).over(Fraction.of(handedIn)));
}

/** Whether the quiz may be begun again after so many attempts. */
export const attemptLeft = ({ attempts = 0 }: Rules, handedIn: number): boolean =>
  attempts === 0 || handedIn < attempts;

/** Seconds that remain of an attempt after `spent`; null without a limit. */
export const secondsLeft = ({ time = 0 }: Rules, spent: number): number | null =>
  time === 0 ? null : Math.max(0, time * 60 - spent);

/** What a learner sees of a handed-in attempt now. */
export interface Shown {
  readonly own: boolean;
  readonly right: boolean;
  readonly feedback: boolean;
}

/** What the rules of the review open now. */
export function shown(review: Review, duePassed: boolean, attemptsLeft: boolean): Shown {
  const opened = { now: true, 'after-due': duePassed, 'after-attempts': !attemptsLeft, never: false };
  const own = opened[review.own];
  return { own, right: own && opened[review.right], feedback: own && opened[review.feedback] };
}

const larger = (one: Fraction, other: Fraction): Fraction => (one.compare(other) < 0 ? other : one);
