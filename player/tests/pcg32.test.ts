import { expect, test } from 'vitest';
import { freshSeed, Pcg32 } from '../src/pcg32';
import { vectors } from './vectors';

test('the numbers are those of the reference', () => {
  for (const { seed, stream, numbers } of vectors<{ seed: number; stream: number; numbers: number[] }>(
    'pcg32',
  )) {
    const generator = new Pcg32(seed, stream);
    expect(numbers.map(() => generator.next())).toEqual(numbers);
  }
});

test('a fresh seed is an unsigned 32-bit number', () => {
  for (let round = 0; round < 100; round++) {
    const seed = freshSeed();
    expect(seed >>> 0).toBe(seed);
  }
});
