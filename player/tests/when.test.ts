import { expect, test } from 'vitest';
import { inDays } from '../src/when';

test.each([
  [1, 'en', 'tomorrow'],
  [4, 'en', 'in 4 days'],
  [44, 'en', 'in 44 days'],
  [61, 'en', 'in 2 months'],
  [365, 'en', 'in 12 months'],
  [3650, 'en', 'in 10 years'],
  [2, 'de', 'übermorgen'],
  [4, 'fr', 'dans 4 jours'],
])('%i days in "%s"', (days, language, expected) => {
  expect(inDays(days, language)).toBe(expected);
});
