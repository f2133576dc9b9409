import { expect, test } from 'vitest';
import { Fraction } from '../src/fraction';
import { fractionOf, vectors } from './vectors';

test('a score is rounded half up to two decimals, once', () => {
  for (const { fraction, percent } of vectors<{ fraction: string; percent: string }>('fraction')) {
    expect([fraction, fractionOf(fraction).toPercent()]).toEqual([fraction, percent]);
  }
});

test('a third three times is one', () => {
  const third = Fraction.of(1, 3);
  expect(third.plus(third).plus(third).equals(Fraction.ONE)).toBe(true);
});

test('fractions stand in lowest terms with a denominator above zero', () => {
  expect(String(Fraction.of(6, -8))).toBe('-3/4');
  expect(String(Fraction.of(0, -8))).toBe('0/1');
  expect(Fraction.of(6, -8).toDecimal(1)).toBe('-0.7');
});

test('there is no fraction over zero', () => {
  expect(() => Fraction.of(1, 0)).toThrow(RangeError);
  expect(() => Fraction.of(0.5)).toThrow(RangeError);
});
