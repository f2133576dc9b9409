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

/** The longest increasing subsequence; of several the one found by patience sorting, as in Python. */
export function longestRun(places: readonly number[]): Set<number> {
  const tops: number[] = [];
  const before = new Map<number, number | undefined>();
  for (const number of places) {
    const found = tops.findIndex((top) => top >= number);
    const pile = found < 0 ? tops.length : found;
    before.set(number, tops[pile - 1]);
    tops[pile] = number;
  }
  const run = new Set<number>();
  for (let here = tops[tops.length - 1]; here !== undefined; here = before.get(here)) run.add(here);
  return run;
}
