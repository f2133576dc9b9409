import { expect, test } from 'vitest';
import { ranges } from '../src/ranges';

test.each([
  [[], ''],
  [[4], '4'],
  [[1, 2], '1, 2'],
  [[1, 2, 3], '1–3'],
  [[1, 3, 4, 5, 6, 9, 10], '1, 3–6, 9, 10'],
])('%j is said as "%s"', (numbers, said) => {
  expect(ranges(numbers)).toBe(said);
});
