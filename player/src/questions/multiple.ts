import type { QuestionData } from '../course';
import { Fraction } from '../fraction';
import type { Answer } from './answer';
import { chosenOptions, EMPTY, type Outcome, outcome } from './outcome';

/**
 * Mark the chosen options: right chosen / right - wrong chosen / wrong, and never below 0.
 * With no wrong option only the first share counts.
 */
export function mark(question: QuestionData, answer: Answer | null): Outcome {
  const chosen = chosenOptions(question, answer);
  if (chosen.length === 0) return EMPTY;
  const options = question.options ?? [];
  const right = options.filter((option) => option.right).length;
  const wrong = options.length - right;
  const rightChosen = chosen.filter((position) => options[position]?.right).length;
  const earned = Fraction.of(rightChosen, right);
  if (wrong === 0) return outcome(earned);
  const net = earned.plus(Fraction.of(rightChosen - chosen.length, wrong));
  return outcome(net.compare(Fraction.ZERO) < 0 ? Fraction.ZERO : net);
}
