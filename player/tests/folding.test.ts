import { expect, test } from 'vitest';
import { fold } from '../src/folding';
import { vectors } from './vectors';

test('every shared text folds as it does in Python', () => {
  for (const { text, fold: folded, case: cased } of vectors<Record<'text' | 'fold' | 'case', string>>(
    'folding',
  )) {
    expect([text, fold(text), fold(text, true)]).toEqual([text, folded, cased]);
  }
});

test('a lone surrogate passes unchanged', () => {
  expect(fold('a\ud800B')).toBe('a\ud800b');
});
