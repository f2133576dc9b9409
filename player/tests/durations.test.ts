import { expect, test } from 'vitest';
import { timeOfDay, timespan12, timespan2004, timestamp2004 } from '../src/durations';
import { Chance } from './random';

test.each([
  [0, '0000:00:00.00', 'PT0S'],
  [5, '0000:00:00.00', 'PT0S'],
  [10, '0000:00:00.01', 'PT0.01S'],
  [5500, '0000:00:05.50', 'PT5.5S'],
  [60_000, '0000:01:00.00', 'PT1M'],
  [3_903_250, '0001:05:03.25', 'PT1H5M3.25S'],
  [36_000_000, '0010:00:00.00', 'PT10H'],
  [360_000_000_000, '9999:59:59.99', 'PT9999H59M59.99S'],
  [-5000, '0000:00:00.00', 'PT0S'],
  [Number.NaN, '0000:00:00.00', 'PT0S'],
])('%d ms', (milliseconds, in12, in2004) => {
  expect([timespan12(milliseconds), timespan2004(milliseconds)]).toEqual([in12, in2004]);
});

test('any span is a well-formed interval', () => {
  const chance = new Chance(3);
  for (let round = 0; round < 2000; round++) {
    const span = chance.below(1 << chance.below(31));
    expect(timespan12(span)).toMatch(/^\d{4}:[0-5]\d:[0-5]\d\.\d\d$/);
    expect(timespan2004(span)).toMatch(/^PT(?=\d)(\d+H)?([1-5]?\dM)?([1-5]?\d(\.\d{1,2})?S)?$/);
  }
});

test('a timestamp has exactly two decimals and the zone: other forms are refused by real systems', () => {
  expect(timestamp2004(new Date(Date.UTC(2026, 10, 22, 10, 0, 0, 128)))).toBe('2026-11-22T10:00:00.12Z');
  expect(timestamp2004(new Date(Date.UTC(2026, 10, 22, 10)))).toBe('2026-11-22T10:00:00.00Z');
});

test('the time of day is local, in two digits each', () => {
  expect(timeOfDay(new Date(2026, 10, 22, 7, 8, 9))).toBe('07:08:09');
});
