import { describe, expect, test, vi } from 'vitest';
import type { GapData, LessonBlock, QuestionData } from '../../src/course';
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
const CLOZE: QuestionData = {
  id: 'q3',
  slot: 13,
  type: 'cloze',
  points: 2,
  text: 'It is ___ and ___.',
  gaps: [
    { key: '1', accept: ['photosynthesis'] },
    {
      key: '0',
      choices: [
        { key: '0', right: true, text: 'down' },
        { key: '1', right: false, text: 'up' },
      ],
    },
    { key: '2', accept: ['1.5 m'], number: true },
  ],
};
const ESSAY: QuestionData = { id: 'q4', slot: 14, type: 'essay', points: 3, text: 'Why?', byHand: true };
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
    const question: QuestionData = { ...NUMBER, accept: ['1.5'], reject: [], decimals: 'comma' };
    const block = { ...PRACTICE, questions: [question, SHORT] };
    openQuiz(block);
    expect(check('q1', '1.500')).toBe(
      'Your number can be read in two ways. Write decimals as in 1234,5 and nothing between thousands.',
    );
    expect(check('q1', '2,5')).toBe('Not right.');
    press('#q1 .show-answer');
    expect(text('#q1 .accepted')).toBe('Right answer: 1,5');
    openQuiz(block);
    expect(check('q1', '1,500')).toBe('Right.');
  });
});

describe('cloze', () => {
  const block: LessonBlock = { ...PRACTICE, questions: [CLOZE] };
  const fill = (typed: string, picked: string, number: string) => {
    type('#q3 [data-key="1"] input', typed);
    get<HTMLSelectElement>('#q3 select').value = picked;
    type('#q3 [data-key="2"] input', number);
  };
  const marks = () =>
    [...document.querySelectorAll('.gap')].map((gap) => gap.querySelector('.gap-mark')?.textContent ?? '');

  test('nothing filled in is asked for', () => {
    openQuiz(block);
    press('#q3 .check');
    expect(text('#q3 .verdict')).toBe('Fill in at least one gap first.');
  });

  test('each gap says in words how it was marked, and the right answer when it is shown', () => {
    const { context } = openQuiz(block);
    fill('photosynthesis', '1', '3 m');
    press('#q3 .check');
    expect(text('#q3 .verdict')).toBe('Partly right: 0.67 of 2 points.');
    expect(marks()).toEqual(['right', 'not right', 'not right']);
    const field = get<HTMLInputElement>('#q3 [data-key="1"] input');
    expect(text(`#${field.getAttribute('aria-describedby')}`)).toBe('right');
    press('#q3 .show-answer');
    expect(marks()).toEqual(['right', 'not right, right answer: down', 'not right, right answer: 1.5 m']);
    expect(context.session.state.questions.get(13)?.answer).toEqual({ gaps: ['1', 'photosynthesis', '3 m'] });
  });

  test('what is expected to be wrong is met with its feedback, in every gap that it stands in', () => {
    const [words, list, number] = CLOZE.gaps ?? [];
    const gaps = [
      { ...words, reject: [['respiration'], [], ['rain']] },
      { ...list, choices: list?.choices?.map((pick) => (pick.right ? pick : { ...pick, reject: 1 })) },
      number,
    ] as GapData[];
    openQuiz({ ...PRACTICE, questions: [{ ...CLOZE, gaps }] });
    const said = () =>
      [...document.querySelectorAll<HTMLElement>('[data-reject]')].map(({ hidden }) => !hidden);
    fill('Respiration', '1', '1.5 m');
    press('#q3 .check');
    expect(said()).toEqual([true, true, false]);
    fill('photosynthesis', '1', '1.5 m');
    press('#q3 .check');
    expect(said()).toEqual([false, true, false]);
  });

  test('a gap that must be looked at again says so, and the others say nothing', () => {
    const { context } = openQuiz(block);
    fill('photosyntesis', '1', '1.5');
    press('#q3 .check');
    expect(text('#q3 .verdict')).toBe('Look at the marked gaps again.');
    expect(marks()).toEqual(['Nearly: check the spelling', '', 'Add the unit to your number']);
    expect(context.session.state.questions.get(13)?.tries ?? 0).toBe(0);
    type('#q3 [data-key="1"] input', 'photosynthesis');
    expect(marks()).toEqual(['', '', '']);
  });

  test('an exam tells before it is handed in what cannot be read, and nothing that is right', () => {
    openQuiz({ ...block, mode: 'exam' });
    fill('photosyntesis', '0', 'long');
    expect(marks()).toEqual([
      '',
      '',
      'Your answer cannot be read as a number with a unit. Write digits and the sign of the unit, as in 1234.5 km',
    ]);
  });

  test('what was filled in comes back', () => {
    openQuiz(block);
    fill('photo', '1', '');
    press('#q3 .check');
    openQuiz(block, true);
    expect(get<HTMLInputElement>('#q3 [data-key="1"] input').value).toBe('photo');
    expect(get<HTMLSelectElement>('#q3 select').value).toBe('1');
    expect(get<HTMLInputElement>('#q3 [data-key="2"] input').value).toBe('');
  });
});

describe('essay', () => {
  const block: LessonBlock = { ...PRACTICE, questions: [ESSAY] };
  const write = (words: string) => {
    const area = get<HTMLTextAreaElement>('#q4 textarea');
    area.value = words;
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };

  test('words are counted while they are typed', () => {
    openQuiz(block);
    expect(text('#q4 .word-count')).toBe('0 of about 80 words');
    write('The water is slow, and it winds.');
    expect(text('#q4 .word-count')).toBe('7 of about 80 words');
  });

  test('what is written is kept in a pause of the typing, before any button is pressed', () => {
    vi.useFakeTimers();
    const { context } = openQuiz(block);
    write('The water is slow');
    expect(context.session.state.questions.get(14)).toBeUndefined();
    vi.advanceTimersByTime(1000);
    expect(context.session.state.questions.get(14)).toMatchObject({
      answer: { text: 'The water is slow' },
      tries: 0,
      marked: false,
    });
    vi.useRealTimers();
  });

  test('it is kept and not marked, and shows its rubric then', () => {
    const { context } = openQuiz(block);
    press('#q4 .check');
    expect(text('#q4 .verdict')).toBe('Write something first.');
    write('The water is slow.');
    press('#q4 .check');
    expect(text('#q4 .verdict')).toBe('Your answer is kept. It is not marked by the computer.');
    expect(get('#q4 .explanation').hidden).toBe(false);
    expect(context.session.state.questions.get(14)).toMatchObject({ tries: 1, marked: false });
  });
});
