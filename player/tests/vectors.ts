import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The cases of a file in tests/vectors, which the Python tests run too. */
export function vectors<Case>(name: string): Case[] {
  const path = resolve(import.meta.dirname, '../../tests/vectors', `${name}.json`);
  return (JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[] }).cases;
}
