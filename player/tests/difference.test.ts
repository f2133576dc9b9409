import { expect, test } from 'vitest';
import { difference, isAccepted, nearest } from '../src/difference';
import { Chance } from './random';

/** Pieces that the other text lacks stand in brackets. */
const marked = (typed: string, answer: string) => {
  const found = difference(typed, answer);
  const line = (side: 'typed' | 'answer') =>
    found[side].map(({ text, same }) => (same ? text : `[${text}]`)).join('');
  return [line('typed'), line('answer')];
};

test.each([
  ['photosynthesis', 'photosynthesis', 'photosynthesis', 'photosynthesis'],
  ['fotosynthesis', 'photosynthesis', '[f]otosynthesis', '[ph]otosynthesis'],
  ['the smaler', 'the smaller', 'the smaler', 'the smal[l]er'],
  ['a large model', 'a small model', 'a [large] model', 'a [small] model'],
  ['the cat sat', 'the cat', 'the cat [sat]', 'the cat'],
  ['cat', 'the black cat', 'cat', '[the black] cat'],
  ['RIVER mouth', 'river Mouth', 'RIVER mouth', 'river Mouth'],
  ['xyz', 'mouth', '[xyz]', '[mouth]'],
  ['naïve', 'naive', 'na[ï]ve', 'na[i]ve'],
  ['река', 'реки', 'рек[а]', 'рек[и]'],
])('%s against %s', (typed, answer, left, right) => {
  expect(marked(typed, answer)).toEqual([left, right]);
});

test('wordings are compared as typed answers of questions are', () => {
  expect([
    isAccepted('  RIVER   Mouth ', ['estuary', 'river mouth']),
    isAccepted('river', ['river mouth']),
    isAccepted('', ['x']),
  ]).toEqual([true, false, false]);
});

test('what was typed is compared with the nearest accepted wording', () => {
  expect(nearest('estuery', ['mouth', 'estuary'])).toBe('estuary');
  expect(nearest('', ['mouth', 'estuary'])).toBe('mouth');
});

test('pieces joined are the texts again, for random texts in several scripts', () => {
  const chance = new Chance(4);
  const letters = [...'abcé  ßжд中文ا ب👍'];
  const text = () =>
    Array.from({ length: chance.below(40) }, () => chance.pick(letters))
      .join('')
      .trim();
  for (let round = 0; round < 2000; round++) {
    const [typed, answer] = [text(), text()];
    const found = difference(typed, answer);
    expect(found.typed.map((piece) => piece.text).join('')).toBe(typed);
    expect(found.answer.map((piece) => piece.text).join('')).toBe(answer);
  }
});

test('long texts take no long time', () => {
  const long = 'word '.repeat(20_000);
  const start = performance.now();
  difference(long, `${long}x`);
  expect(performance.now() - start).toBeLessThan(1000);
});
