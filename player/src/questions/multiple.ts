import type { OptionData, QuestionData } from '../course';
import { Fraction } from '../fraction';
import type { Answer } from './answer';
import { chosenOptions, EMPTY, type Outcome, outcome } from './outcome';

const weightOf = (options: readonly OptionData[]): number =>
  options.reduce((sum, { weight = 1 }) => sum + weight, 0);

/**
 * Mark the chosen options: weight of the right chosen / weight of the right - weight of the wrong chosen / weight of
 * the wrong, and never below 0; where the wrong weigh nothing, the first part alone. With scoring `all` exactly the
 * right ones earn everything.
 */
export function mark(question: QuestionData, answer: Answer | null): Outcome {
  const options = question.options ?? [];
  const chosen = chosenOptions(question, answer).map((position) => options[position] as OptionData);
  if (chosen.length === 0) return EMPTY;
  const right = options.filter((option) => option.right);
  const hits = chosen.filter((option) => option.right);
  if (question.scoring === 'all') {
    const whole = hits.length === right.length && hits.length === chosen.length;
    return outcome(whole ? Fraction.ONE : Fraction.ZERO);
  }
  const earned = Fraction.of(weightOf(hits), weightOf(right));
  const cost = weightOf(options) - weightOf(right);
  if (cost === 0) return outcome(earned);
  const net = earned.plus(Fraction.of(weightOf(hits) - weightOf(chosen), cost));
  return outcome(net.compare(Fraction.ZERO) < 0 ? Fraction.ZERO : net);
}
