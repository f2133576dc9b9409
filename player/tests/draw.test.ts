import { expect, test } from 'vitest';
import { draw, type Group, mixed, mixedSteps } from '../src/draw';
import { Pcg32 } from '../src/pcg32';
import { vectors } from './vectors';

interface Case {
  slots: number[];
  groups: Group[];
  shuffle: boolean;
  seed: number;
  drawn: [number, string][];
}

test('the generator gives the first numbers of its reference (seed 42, stream 54)', () => {
  const numbers = new Pcg32(42, 54);
  expect([numbers.next(), numbers.next(), numbers.next()]).toEqual([0xa15c02b7, 0x7b47f409, 0xba1d3330]);
});

test('every shared draw comes out as it does in Python', () => {
  for (const { slots, groups, shuffle, seed, drawn } of vectors<Case>('draw')) {
    expect(draw(slots, groups, shuffle, seed).map(({ slot, keys }) => [slot, keys])).toEqual(drawn);
  }
});

test('what is always mixed is mixed as it is in Python', () => {
  for (const { slot, seed, keys } of vectors<{ slot: number; seed: number; keys: string }>('draw', 'mixed')) {
    expect(mixed(slot, seed)).toBe(keys);
  }
  const steps = vectors<{ steps: string[]; slot: number; seed: number; shown: string[] }>('draw', 'steps');
  for (const { steps: right, slot, seed, shown } of steps)
    expect(mixedSteps(right, slot, seed)).toEqual(shown);
  expect(steps.length).toBeGreaterThan(3);
});

test('questions that are kept stay picked when others are added, in the order of the seed', () => {
  const before = draw([4, 5, 6, 7], [[4, 2]], true, 99);
  const kept = new Set(before.map(({ slot }) => slot));
  for (const added of [[8], [8, 9, 10, 11, 12, 13, 14, 15]]) {
    expect(draw([4, 5, 6, 7, ...added], [[4 + added.length, 2]], true, 99, kept)).toEqual(before);
  }
  expect(draw([4, 5, 6, 7, 8, 9], [[6, 3]], true, 99, kept).map(({ slot }) => slot)).toEqual(
    expect.arrayContaining([...kept]),
  );
  expect(draw([4, 5, 6, 7], [[4, 1]], true, 99, kept)).toEqual(before.slice(0, 1));
});

test('a question added during an attempt leaves the order of the others', () => {
  const before = draw([4, 5, 6, 7], [[4, 0]], true, 99);
  const after = draw([8, 7, 6, 5, 4], [[5, 0]], true, 99);
  expect(after.filter(({ slot }) => slot !== 8)).toEqual(before);
});
