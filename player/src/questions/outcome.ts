import type { QuestionData } from '../course';
import { Fraction } from '../fraction';
import type { Answer } from '../state/model';

/** What marking one answer gives; the twin of `hornbook/questions/outcome.py`. */
export interface Outcome {
  /** How much of the question is earned, 0 to 1, exact. */
  readonly fraction: Fraction;
  /** Nothing was answered; that costs no try. */
  readonly empty: boolean;
  /** Position of what was matched: the chosen option, or the expected wrong answer. */
  readonly matched: number | null;
}

export const outcome = (fraction: Fraction, matched: number | null = null): Outcome => ({
  fraction,
  empty: false,
  matched,
});

export const EMPTY: Outcome = { fraction: Fraction.ZERO, empty: true, matched: null };

/** Positions of the options that the answer chose; keys that the question lacks are not read. */
export function chosenOptions(question: QuestionData, answer: Answer | null): number[] {
  if (answer === null || !('keys' in answer)) return [];
  return (question.options ?? []).flatMap((option, position) =>
    answer.keys.includes(keyNumber(option.key)) ? [position] : [],
  );
}

/** An option's key as the state keeps it: its slot, 0 to 35. */
export const keyNumber = (key: string): number => Number.parseInt(key, 36);
