import type { QuestionData } from '../course';
import { fold } from '../folding';
import { Fraction } from '../fraction';
import { type Answer, textOf } from './answer';
import { EMPTY, type Outcome, outcome } from './outcome';

/** Mark the typed text: right when it folds as an accepted answer does; `matched` is the expected wrong one. */
export function mark(question: QuestionData, answer: Answer | null): Outcome {
  const given = fold(textOf(answer), question.case);
  if (given === '') return EMPTY;
  const isGiven = (variant: string) => fold(variant, question.case) === given;
  if (question.accept?.some(isGiven)) return outcome(Fraction.ONE);
  const rejected = (question.reject ?? []).findIndex((variants) => variants.some(isGiven));
  return outcome(Fraction.ZERO, { matched: rejected < 0 ? null : rejected });
}
