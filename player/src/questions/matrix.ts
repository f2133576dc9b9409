import type { QuestionData } from '../course';
import { type Answer, keyNumber, listOf } from './answer';
import { byParts, EMPTY, type Outcome } from './outcome';

/** The share of the rows in which exactly the right columns are chosen; what the table lacks is not read. */
export function mark({ columns = [], rows = [], scoring }: QuestionData, answer: Answer | null): Outcome {
  const list = listOf(answer);
  const known = columns.reduce((mask, key) => mask | (1 << keyNumber(key)), 0);
  const given = rows.map(({ key }) => Math.max(0, list[keyNumber(key)] ?? 0) & known);
  if (given.every((mask) => mask === 0)) return EMPTY;
  return byParts(
    rows.map(({ right }, position) => given[position] === right),
    scoring,
  );
}
