import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Fraction } from '../src/fraction';

/** The cases (or another list) of a file in tests/vectors, which the Python tests run too. */
export function vectors<Case>(name: string, list = 'cases'): Case[] {
  const path = resolve(import.meta.dirname, '../../tests/vectors', `${name}.json`);
  return (JSON.parse(readFileSync(path, 'utf8')) as Record<string, Case[]>)[list] ?? [];
}

/** `2/3` as the vector files write it. */
export function fractionOf(text: string): Fraction {
  const [numerator, denominator] = text.split('/');
  return Fraction.of(BigInt(numerator ?? ''), BigInt(denominator ?? ''));
}
