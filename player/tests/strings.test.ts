import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { textsOf } from '../src/strings';
import { STRINGS } from './player';

const BUILT = {
  status: ['saved', 'waiting', 'lost', 'local', 'review', 'ended'].flatMap((name) => [name, `${name}-why`]),
  result: ['right', 'wrong', 'partly', 'empty'],
  verdict: ['right', 'wrong', 'missed'],
  mode: ['review', 'browse'],
  success: ['passed', 'failed'],
  fetch: ['failed', 'refused'],
  display: ['theme', 'size'],
  theme: ['system', 'light', 'dark'],
  size: ['normal', 'large', 'larger'],
};

test('values are filled in, and numbers choose their form', () => {
  const texts = textsOf({ hits: '{n} hits', 'hits-one': 'one hit', name: '{a} and {b}' }, 'en');
  expect([texts.count('hits', 1), texts.count('hits', 2)]).toEqual(['one hit', '2 hits']);
  expect(texts('name', { a: '$&', b: '{a}' })).toBe('$& and {a}');
  expect(texts('missing')).toBe('missing');
});

test('a language tag that means nothing counts as English does', () => {
  expect(textsOf({ 'hits-one': 'one hit' }, 'not a tag').count('hits', 1)).toBe('one hit');
});

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
