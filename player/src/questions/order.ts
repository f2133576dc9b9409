import type { QuestionData } from '../course';
import { Fraction } from '../fraction';
import { type Answer, keyNumber, listOf } from './answer';
import { EMPTY, type Outcome, outcome } from './outcome';

/**
 * (r - 1) / (n - 1) for n steps, of which r, the longest run, are in the right order to one another. The run need not
 * be without gaps: it is what stays when as few steps as possible are moved to mend the order.
 */
export function mark({ steps = [], scoring }: QuestionData, answer: Answer | null): Outcome {
  const place = new Map(steps.map((key, position) => [keyNumber(key), position]));
  // Each step counts where it stands first.
  const places = [...new Set(listOf(answer).flatMap((number) => place.get(number) ?? []))];
  if (places.length === 0) return EMPTY;
  let run = longestRun(places);
  if (run.size < 2) run = new Set();
  const share = Fraction.of(Math.max(0, run.size - 1), steps.length - 1);
  const earned = scoring === 'all' && !share.equals(Fraction.ONE) ? Fraction.ZERO : share;
  return outcome(earned, { parts: steps.map((_, position) => run.has(position)) });
}

/** The longest increasing subsequence; of several one with the most numbers in their own place, as in Python. */
export function longestRun(places: readonly number[]): ReadonlySet<number> {
  const worth = (run: readonly number[]) =>
    run.length * places.length + run.filter((number) => places[number] === number).length;
  const best = (runs: readonly (readonly number[])[]) =>
    runs.reduce((one, other) => (worth(other) < worth(one) ? one : other));
  const runs: (readonly number[])[] = [[]];
  for (const number of places)
    runs.push([...best(runs.filter((run) => (run[run.length - 1] ?? -1) < number)), number]);
  return new Set(best(runs));
}
