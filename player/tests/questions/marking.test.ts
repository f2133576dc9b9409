import { describe, expect, test } from 'vitest';
import type { QuestionData, QuestionType } from '../../src/course';
import { mark } from '../../src/questions';
import type { Answer } from '../../src/questions/answer';
import { costsATry, type Notice } from '../../src/questions/outcome';
import { conventionOf } from '../convention';
import { vectors } from '../vectors';

interface Case {
  question: Partial<QuestionData>;
  answer: Answer | null;
  lang?: string;
  outcome: {
    fraction: [number, number];
    empty: boolean;
    matched: number | null;
    parts?: boolean[];
    notice?: Notice;
    rejects?: number[];
  };
}

const TYPES = [
  'choice',
  'multiple',
  'true-false',
  'short',
  'number',
  'cloze',
  'essay',
  'match',
  'order',
  'matrix',
  'hotspot',
] as const satisfies readonly QuestionType[];
const whole = (type: QuestionType, question: Partial<QuestionData>): QuestionData => ({
  id: 'q',
  slot: 1,
  points: 1,
  text: '',
  ...question,
  type,
});

describe.each<QuestionType>(TYPES)('%s', (type) => {
  test('every shared answer is marked as it is in Python', () => {
    for (const { question, answer, lang = 'en', outcome } of vectors<Case>(type)) {
      const given = mark(whole(type, { ...question, decimals: conventionOf(lang) }), answer);
      const { empty, matched, parts, notice, rejects } = given;
      const [numerator, denominator] = outcome.fraction;
      expect({
        question,
        answer,
        fraction: given.fraction.toString(),
        empty,
        matched,
        parts,
        notice,
        rejects,
      }).toEqual({
        parts: [],
        notice: '',
        rejects: [],
        ...outcome,
        question,
        answer,
        fraction: `${numerator}/${denominator}`,
      });
    }
  });

  test.each([[null], [{ keys: [] }], [{ text: '' }], [{ list: [] }], [{ gaps: [] }]])(
    'no answer is empty and costs no try: %j',
    (answer) => {
      const [first] = vectors<Case>(type);
      const given = mark(whole(type, first?.question ?? {}), answer);
      expect([given.empty, given.fraction.toString(), costsATry(given)]).toEqual([true, '0/1', false]);
    },
  );
});
