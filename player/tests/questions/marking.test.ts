import { describe, expect, test } from 'vitest';
import type { QuestionData, QuestionType } from '../../src/course';
import { mark } from '../../src/questions';
import { vectors } from '../vectors';

interface Case {
  question: Partial<QuestionData>;
  keys?: string[];
  text?: string;
  outcome: { fraction: [number, number]; empty: boolean; matched: number | null };
}

describe.each<QuestionType>(['choice', 'multiple', 'true-false', 'short'])('%s', (type) => {
  test('every shared response is marked as it is in Python', () => {
    for (const { question, keys, text, outcome } of vectors<Case>(type)) {
      const answer = keys ? { keys: keys.map((key) => Number.parseInt(key, 36)) } : { text: text ?? '' };
      const given = mark({ id: 'q', slot: 1, points: 1, text: '', ...question, type }, answer);
      expect({ ...outcome, fraction: outcome.fraction.join('/'), question }).toEqual({
        question,
        fraction: given.fraction.toString(),
        empty: given.empty,
        matched: given.matched,
      });
    }
  });

  test('no answer is empty', () => {
    expect(mark({ id: 'q', slot: 1, type, points: 1, text: '' }, null).empty).toBe(true);
  });
});
