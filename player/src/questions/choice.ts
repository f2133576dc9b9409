import type { OptionData, QuestionData } from '../course';
import { Fraction } from '../fraction';
import type { Answer } from './answer';
import { chosenOptions, EMPTY, type Outcome, outcome } from './outcome';

/** Mark the chosen option: all or nothing; two chosen are none of them. Also marks true-false. */
export function mark(question: QuestionData, answer: Answer | null): Outcome {
  const chosen = chosenOptions(question, answer);
  const [position] = chosen;
  if (position === undefined) return EMPTY;
  if (chosen.length > 1) return outcome(Fraction.ZERO);
  const { right } = (question.options as readonly OptionData[])[position] as OptionData;
  return outcome(right ? Fraction.ONE : Fraction.ZERO, { matched: position });
}
