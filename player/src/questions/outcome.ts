import type { QuestionData } from '../course';
import { Fraction } from '../fraction';
import { type Answer, keyNumber, keysOf } from './answer';

/**
 * What the learner is told beyond right and wrong: nothing; check the spelling; the wrong unit; the unit is missing;
 * the number can be read in two ways; it cannot be read.
 */
export type Notice = '' | 'near' | 'unit' | 'unit-missing' | 'ambiguous' | 'unreadable';

/** What marking one answer gives; the twin of `hornbook/questions/outcome.py`. */
export interface Outcome {
  /** How much of the question is earned, 0 to 1, exact. */
  readonly fraction: Fraction;
  /** Nothing was answered. */
  readonly empty: boolean;
  /** Position of what was matched: the chosen option or region, or the expected wrong answer. */
  readonly matched: number | null;
  /** Whether each part is right, in the author's order: gaps, left sides, rows, steps. */
  readonly parts: readonly boolean[];
  readonly notice: Notice;
  /** Of a text with gaps: the positions of all expected wrong answers that stand in it, each once, ascending. */
  readonly rejects: readonly number[];
}

export const outcome = (
  fraction: Fraction,
  more: Partial<Pick<Outcome, 'matched' | 'parts' | 'notice' | 'rejects'>> = {},
): Outcome => ({ fraction, empty: false, matched: null, parts: [], notice: '', rejects: [], ...more });

export const EMPTY: Outcome = { ...outcome(Fraction.ZERO), empty: true };

/** With these the learner is asked again. */
const ASKS_AGAIN: readonly Notice[] = ['near', 'unit-missing', 'ambiguous', 'unreadable'];

/** Whether the answer used up a try: what is empty or must be asked again costs nothing. */
export const costsATry = ({ empty, notice }: Outcome): boolean => !empty && !ASKS_AGAIN.includes(notice);

/** A mark by parts: the share of those that are right; with scoring `all` nothing unless all of them are. */
export function byParts(parts: readonly boolean[], scoring: QuestionData['scoring']): Outcome {
  const right = Fraction.of(parts.filter(Boolean).length, parts.length);
  const earned = scoring === 'all' && !right.equals(Fraction.ONE) ? Fraction.ZERO : right;
  return outcome(earned, { parts });
}

/** Positions of the options that the answer chose; keys that the question lacks are not read. */
export function chosenOptions(question: QuestionData, answer: Answer | null): number[] {
  const keys = keysOf(answer);
  return (question.options ?? []).flatMap((option, position) =>
    keys.includes(keyNumber(option.key)) ? [position] : [],
  );
}
