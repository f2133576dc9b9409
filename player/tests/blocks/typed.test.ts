import { describe, expect, test } from 'vitest';
import type { LessonBlock, QuestionData } from '../../src/course';
import { get, openQuiz, press, text, type } from '../player';

const NUMBER: QuestionData = {
  id: 'q1',
  slot: 11,
  type: 'number',
  points: 1,
  text: 'How long?',
  accept: ['112 +- 1 h'],
  reject: [['120 h']],
  unit: 'required',
};
const SHORT: QuestionData = {
  id: 'q2',
  slot: 12,
  type: 'short',
  points: 1,
  text: 'Word?',
  accept: ['photosynthesis'],
  reject: [],
};
const PRACTICE: LessonBlock = {
  id: 'quiz',
  slot: 10,
  kind: 'quiz',
  mode: 'practice',
  questions: [NUMBER, SHORT],
};

const check = (id: string, words: string) => {
  type(`#${id} input`, words);
  press(`#${id} .check`);
  return text(`#${id} .verdict`);
};

describe('practice', () => {
  test('what cannot be read, has two readings or lacks its unit is asked for again and costs no try', () => {
    const { context } = openQuiz(PRACTICE);
    expect([check('q1', '112'), check('q1', 'long'), check('q2', 'photosyntesis')]).toEqual([
      'Add the unit to your number.',
      'Your answer cannot be read as a number with a unit. Write digits and the sign of the unit, as in 1234.5 km.',
      'Nearly: check the spelling.',
    ]);
    expect(context.session.state.questions.get(11)?.tries ?? 0).toBe(0);
    expect(context.session.state.questions.get(12)?.tries ?? 0).toBe(0);
  });

  test('a number is right in another unit of its kind', () => {
    const { context } = openQuiz(PRACTICE);
    expect(check('q1', '6720 min')).toBe('Right.');
    expect(context.session.state.questions.get(11)).toMatchObject({ tries: 1, marked: true });
  });

  test('a wrong unit is told apart from a wrong number', () => {
    openQuiz(PRACTICE);
    expect(check('q1', '112 min')).toBe('Not right. Check the unit.');
    expect(check('q1', '50 h')).toBe('Not right.');
    expect(check('q1', '120 h')).toBe('Not right.');
    expect(get('#q1 [data-reject="0"]').hidden).toBe(false);
  });

  test('the language of the block decides how a number is read, and how the right one is shown', () => {
    const block = { ...PRACTICE, questions: [{ ...NUMBER, accept: ['1.5'], reject: [] }, SHORT] };
    openQuiz(block);
    get('section').lang = 'de';
    expect(check('q1', '1.500')).toBe(
      'Your number can be read in two ways. Write decimals as in 1234,5 and nothing between thousands.',
    );
    expect(check('q1', '2,5')).toBe('Not right.');
    press('#q1 .show-answer');
    expect(text('#q1 .accepted')).toBe('Right answer: 1,5');
    openQuiz(block);
    get('section').lang = 'de';
    expect(check('q1', '1,500')).toBe('Right.');
  });
});
