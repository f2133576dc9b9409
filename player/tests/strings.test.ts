import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { textsOf } from '../src/strings';
import { STRINGS } from './player';
import { vectors } from './vectors';

const BUILT = {
  status: ['saved', 'waiting', 'lost', 'local', 'review', 'ended'].flatMap((name) => [name, `${name}-why`]),
  result: ['right', 'wrong', 'partly', 'empty'],
  verdict: ['right', 'wrong', 'missed'],
  mode: ['review', 'browse'],
  success: ['passed', 'failed'],
  fetch: ['failed', 'refused'],
  display: ['theme', 'size', 'contrast', 'motion'],
  theme: ['system', 'light', 'dark'],
  size: ['normal', 'large', 'larger'],
  contrast: ['system', 'high'],
  motion: ['system', 'less'],
};

test('values are filled in, and numbers choose their form', () => {
  const texts = textsOf({ hits: '{n} hits', 'hits-one': 'one hit', name: '{a} and {b}' });
  expect([texts.count('hits', 1), texts.count('hits', 2)]).toEqual(['one hit', '2 hits']);
  expect(texts('name', { a: '$&', b: '{a}' })).toBe('$& and {a}');
  expect(texts('missing')).toBe('missing');
});

test('numbers are written as the language of the texts writes them, with the digits 0 to 9', () => {
  const texts = (language: string) => textsOf({ language, score: '{n} %' });
  expect(texts('en')('score', { n: 1083.333 })).toBe('1,083.33 %');
  expect(texts('de')('score', { n: 83.333 })).toBe('83,33 %');
  expect(texts('ar')('score', { n: 7 })).toBe('7 %');
  expect(texts('en')('score', { n: -2 })).toBe('\u22122 %');
});

test.each([
  ['en', 'You earn 0.5 of 1 point.'],
  ['de', 'Sie bekommen 0,5 von 1 Punkt.'],
  ['es', 'Obtienes 0,5 de 1 punto.'],
  ['fr', 'Vous obtenez 0,5 sur 1 point.'],
  ['hi', 'आपको 1 में से 0.5 अंक मिले।'],
  ['ar', 'تحصل على 0.5 من نقطة واحدة.'],
])('part of a point is said in %s', (language, said) => {
  const file = resolve(import.meta.dirname, `../../templates/interface/${language}.json`);
  const texts = textsOf(JSON.parse(readFileSync(file, 'utf8')));
  expect(texts.count('earned-points', 1, { earned: 0.5 })).toBe(said);
});

interface Plurals {
  readonly language: string;
  readonly categories: Readonly<Record<string, readonly number[]>>;
}

test.each(vectors<Plurals>('plurals'))('$language counts as CLDR says', ({ language, categories }) => {
  const texts = textsOf({ language, hits: 'other', ...formsOf(Object.keys(categories)) });
  for (const [category, numbers] of Object.entries(categories))
    for (const n of numbers) expect([n, texts.count('hits', n)]).toEqual([n, category]);
  // Beside those of the vectors, CLDR has categories for millions and fractions only.
  const known = Array.from({ length: 1200 }, (_, n) => texts.count('hits', n));
  expect(new Set(known)).toEqual(new Set(Object.keys(categories)));
});

const formsOf = (categories: readonly string[]) =>
  Object.fromEntries(categories.filter((name) => name !== 'other').map((name) => [`hits-${name}`, name]));

test('every text that the script names has its words', () => {
  const source = resolve(import.meta.dirname, '../src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const named = files.flatMap((name) => {
    const script = readFileSync(join(source, name), 'utf8');
    return [
      ...script.matchAll(/\btexts(?:\.count)?\(\s*'([a-z0-9.-]+)'/g),
      ...script.matchAll(/'((?:connection|notice)\.[a-z-]+)'/g),
    ];
  });
  const keys = new Set(named.map((match) => match[1] ?? ''));
  expect(keys.size).toBeGreaterThan(60);
  // Keys that are put together from a word and a state.
  for (const [prefix, endings] of Object.entries(BUILT))
    for (const ending of endings) keys.add(`${prefix}-${ending}`);
  expect([...keys].filter((key) => !(key in STRINGS))).toEqual([]);
});
