import type { QuestionData } from '../course';
import { type Answer, keyNumber, listOf } from './answer';
import { byParts, EMPTY, type Outcome } from './outcome';

/** The share of the left sides that have their right one; sides that the question lacks are not read. */
export function mark({ pairs = [], sides = [], scoring }: QuestionData, answer: Answer | null): Outcome {
  const list = listOf(answer);
  const given = pairs.map(({ key }) => list[keyNumber(key)] ?? -1);
  const known = sides.map(keyNumber);
  if (!given.some((side) => known.includes(side))) return EMPTY;
  return byParts(
    pairs.map(({ right }, position) => given[position] === keyNumber(right)),
    scoring,
  );
}
