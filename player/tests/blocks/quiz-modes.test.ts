import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { attach } from '../../src/blocks/quiz';
import type { LessonBlock, QuestionData } from '../../src/course';
import type { QuizState } from '../../src/state/model';
import {
  agree,
  choose,
  get,
  open,
  openQuiz,
  press,
  questionHtml,
  section,
  settled,
  text,
  type,
} from '../player';

const CHOICE: QuestionData = {
  id: 'q1',
  slot: 11,
  type: 'choice',
  points: 2,
  text: 'One?',
  tries: 3,
  penalty: 25,
  options: [
    { key: '0', right: true },
    { key: '1', right: false },
    { key: '2', right: false },
  ],
};
const SHORT: QuestionData = {
  id: 'q2',
  slot: 12,
  type: 'short',
  points: 1,
  text: 'Word?',
  tries: 1,
  penalty: 25,
  accept: ['Nile'],
};
const QUIZ: LessonBlock = {
  id: 'quiz',
  slot: 10,
  kind: 'quiz',
  mode: 'interactive',
  shuffle: false,
  attempts: 0,
  weight: 1,
  questions: [CHOICE, SHORT],
};
const EXAM: LessonBlock = { ...QUIZ, mode: 'exam' };

const isHidden = (selector: string) => get(selector).hidden;
const check = (key: string) => {
  choose('q1', key);
  press('#q1 .check');
};

describe('interactive', () => {
  test('a wrong try gives a hint, costs, and says what is left', () => {
    openQuiz(QUIZ);
    expect(isHidden('#q1 .hints')).toBe(true);
    check('1');
    expect(text('#q1 .verdict')).toBe('Not right. You have 2 tries left. The next try is worth up to 75 %.');
    const [first, second] = document.querySelectorAll<HTMLDetailsElement>('#q1 .hint');
    expect([first?.open, second?.hidden, isHidden('#q1 .explanation')]).toEqual([true, true, true]);
    check('2');
    expect(text('#q1 .verdict')).toBe('Not right. You have one try left. The next try is worth up to 50 %.');
    expect([second?.open, second?.hidden]).toEqual([true, false]);
  });

  test('the right answer after a wrong one is right, and earns what is left', () => {
    const { context } = openQuiz(QUIZ);
    check('1');
    check('0');
    expect(text('#q1 .verdict')).toBe('Right. You earn 1.5 of 2 points.');
    expect([isHidden('#q1 .check'), isHidden('#q1 .explanation')]).toEqual([true, false]);
    expect(context.session.state.questions.get(11)).toMatchObject({ tries: 2, marked: true });
  });

  test('the same answer again is no try, nor is an empty one', () => {
    const { context } = openQuiz(QUIZ);
    check('1');
    press('#q1 .check');
    type('#q2 input', '  ');
    press('#q2 .check');
    expect(context.session.state.questions.get(11)?.tries).toBe(1);
    expect(text('#q2 .verdict')).toBe('Type an answer first.');
    expect(context.session.state.questions.has(12)).toBe(false);
  });

  test('when no question takes an answer any more it is finished by itself, and the verdict stays', async () => {
    const { context, said } = openQuiz(QUIZ);
    check('1');
    check('0');
    type('#q2 input', 'Rhine');
    press('#q2 .check');
    await settled();
    expect(text('.quiz-result-title')).toBe('1.5 of 3 points (50 %)');
    expect(text('.quiz-count')).toBe('1.5 of 3 points (50 %)');
    expect(text('#q2 .verdict')).toBe('Not right.');
    expect(text('#q2 .accepted')).toBe('Right answer: Nile');
    expect(context.session.state.quizzes.get(10)).toMatchObject({ open: false, handedIn: 1 });
    expect(said).toContain('1.5 of 3 points (50 %)');
    expect([isHidden('.hand-in'), isHidden('.new-attempt')]).toEqual([true, false]);
  });

  test('finishing earlier marks what stands on the page, and tells what is not done', async () => {
    const { context } = openQuiz(QUIZ);
    check('1');
    choose('q1', '0');
    press('.hand-in');
    expect(text('dialog p')).toBe(
      'Question 2 is not done yet. After finishing, nothing in this attempt can be changed.',
    );
    await agree();
    expect(text('.quiz-result-title')).toBe('1.5 of 3 points (50 %)');
    expect(context.session.state.questions.get(11)).toMatchObject({ tries: 2 });
  });

  test('it stands as it was left when the lesson is opened again', () => {
    openQuiz(QUIZ).context.session.leave();
    const before = openQuiz(QUIZ);
    check('1');
    before.context.session.leave();
    openQuiz(QUIZ, true);
    expect(text('#q1 .verdict')).toBe('Not right. You have 2 tries left. The next try is worth up to 75 %.');
    expect(document.querySelector<HTMLDetailsElement>('#q1 .hint')?.open).toBe(true);
  });

  test('after the last try the right answer waits for the rule of the review', () => {
    const review = { own: 'now', right: 'never', feedback: 'now' } as const;
    openQuiz({ ...QUIZ, review });
    type('#q2 input', 'Rhine');
    press('#q2 .check');
    expect([isHidden('#q2 .accepted'), isHidden('#q2 .explanation')]).toEqual([true, true]);
  });
});

describe('adaptive', () => {
  const ADAPTIVE: LessonBlock = { ...QUIZ, mode: 'adaptive' };

  test('every wrong check costs, without end', () => {
    openQuiz(ADAPTIVE);
    for (const key of ['1', '2', '1', '2']) check(key);
    expect(text('#q1 .verdict')).toBe('Not right. The next try is worth up to 0 %.');
    check('0');
    expect(text('#q1 .verdict')).toBe('Right. You earn 0 of 2 points.');
  });
});

describe('certainty', () => {
  const sure = (id: string, level: number) => press(`#${id} .certainty input[value="${level}"]`);
  const questions = [
    { ...CHOICE, certainty: true },
    { ...SHORT, certainty: true },
  ];

  test('it is asked for before an answer is checked, and no try is lost', () => {
    const { context } = openQuiz({ ...QUIZ, questions });
    check('1');
    expect(text('#q1 .verdict')).toBe('Say how sure you are first.');
    expect(context.session.state.questions.has(11)).toBe(false);
    sure('q1', 2);
    press('#q1 .check');
    expect(context.session.state.questions.get(11)).toMatchObject({ tries: 1, certainty: 2 });
  });

  test('an exam shows how certainty and truth go together, sure but wrong first', async () => {
    const { context } = openQuiz({ ...EXAM, questions, certainty: 'asked' });
    choose('q1', '1');
    sure('q1', 3);
    type('#q2 input', 'Nile');
    sure('q2', 1);
    expect(context.session.state.questions.get(11)).toMatchObject({ certainty: 3, marked: false });
    press('.hand-in');
    await agree();
    expect(text('.sure-but-wrong')).toContain('Question 1');
    const rows = [...document.querySelectorAll('.calibration tbody tr')].map((row) => row.textContent);
    expect(rows).toEqual(['Very sure10', 'Fairly sure00', 'Not sure11']);
    expect(text('.quiz-result .small')).toContain('\u22125 of 6');
    expect(text('.quiz-result-title')).toBe('1 of 3 points (33.33 %)');
    press('.sure-but-wrong button');
    expect(document.activeElement?.textContent).toBe('Question 1');
  });
});

describe('flags and the list of questions', () => {
  test('a flag is kept, shown in the list, and gone with a new attempt', async () => {
    const { context } = openQuiz(EXAM);
    press('#q2 .flag');
    expect(context.session.state.questions.get(12)?.flagged).toBe(true);
    expect(text('.quiz-nav summary')).toBe('0 of 2 answered \u00b7 1 flagged');
    expect(text('.quiz-list li:nth-child(2)')).toContain('Question 2: not answered, flagged');
    choose('q1', '0');
    expect(text('.quiz-list li:nth-child(1)')).toContain('Question 1: answered');
    context.session.leave();
    openQuiz(EXAM, true);
    expect(get('#q2 .flag').getAttribute('aria-pressed')).toBe('true');
    press('.hand-in');
    await agree();
    expect(text('.quiz-list li:nth-child(2)')).toContain('not right, flagged');
    press('.new-attempt');
    expect(get('#q2 .flag').getAttribute('aria-pressed')).toBe('false');
  });

  test('a press in the list goes to the question', () => {
    openQuiz(EXAM);
    press('.quiz-list li:nth-child(2) button');
    expect(document.activeElement?.textContent).toBe('Question 2');
  });

  test('practice shows the list only where something is flagged', () => {
    openQuiz({ ...QUIZ, mode: 'practice' });
    expect(isHidden('.quiz-bar')).toBe(true);
    press('#q1 .flag');
    expect(isHidden('.quiz-bar')).toBe(false);
  });
});

describe('looking back', () => {
  const done = async (block: LessonBlock) => {
    const opened = openQuiz(block);
    choose('q1', '1');
    press('.hand-in');
    await agree();
    return opened;
  };

  test('right answers wait for the last attempt', async () => {
    const review = { own: 'now', right: 'after-attempts', feedback: 'now' } as const;
    await done({ ...EXAM, attempts: 2, review });
    expect(text('#q1 .verdict')).toBe('Not right.');
    expect(get('#q1').querySelector('.is-right')).toBeNull();
    expect(text('.quiz-result')).toContain('The right answers are shown when you have no attempt left.');
    press('.new-attempt');
    choose('q1', '1');
    press('.hand-in');
    await agree();
    expect(get('#q1').querySelector('.is-right')).not.toBeNull();
  });

  test('what waits for a date is shown when its day is over', async () => {
    const review = { own: 'now', right: 'after-due', feedback: 'after-due' } as const;
    // The clock of the tests stands on 5 January 2026.
    await done({ ...EXAM, review, due: '2026-01-05' });
    expect([isHidden('#q1 .explanation'), isHidden('#q1 [data-key="1"] .feedback')]).toEqual([true, true]);
    expect(text('.quiz-result')).toContain('The right answers are shown after January 5, 2026.');
    await done({ ...EXAM, review, due: '2026-01-04' });
    expect([isHidden('#q1 .explanation'), isHidden('#q1 [data-key="1"] .feedback')]).toEqual([false, false]);
  });

  test('where nothing is to be seen, neither answers nor the list tell anything', async () => {
    const review = { own: 'never', right: 'never', feedback: 'never' } as const;
    await done({ ...EXAM, review });
    expect(document.querySelector('#q1 input:checked')).toBeNull();
    expect([isHidden('#q1 .verdict'), isHidden('#q1 .explanation')]).toEqual([true, true]);
    expect(text('.quiz-list')).not.toContain('right');
    expect(text('.quiz-result')).toContain('The answers of this attempt are not shown.');
  });
});

describe('which attempt counts', () => {
  test.each([
    ['best', '1/1', 'Your best attempt counts: 100 %.'],
    ['last', '0/1', 'Your last attempt counts: 0 %.'],
    ['first', '1/1', 'Your first attempt counts: 100 %.'],
    ['mean', '1/2', 'The mean of your attempts counts: 50 %.'],
  ] as const)('%s', async (counts, score, said) => {
    const { context } = openQuiz({ ...EXAM, counts, questions: [CHOICE] });
    for (const key of ['0', '1']) {
      choose('q1', key);
      press('.hand-in');
      await agree();
      if (key === '0') press('.new-attempt');
    }
    expect(context.session.state.quizzes.get(10)?.score?.toString()).toBe(score);
    expect(text('.quiz-result')).toContain(said);
  });

  test('a quiz may have a pass mark of its own', async () => {
    openQuiz({ ...EXAM, pass: 90, questions: [CHOICE] });
    choose('q1', '0');
    press('.hand-in');
    await agree();
    expect(text('.quiz-result')).toContain('This reaches the pass mark, 90 %.');
  });
});

describe('a corrected key', () => {
  const REMARKED: LessonBlock = { ...EXAM, questions: [{ ...CHOICE, remark: true }] };
  const wrongThenKeyChanged = async (block: LessonBlock) => {
    const first = openQuiz(EXAM);
    choose('q1', '1');
    press('.hand-in');
    await agree();
    first.context.session.leave();
    const options = [
      { key: '0', right: false },
      { key: '1', right: true },
    ];
    const questions = (block.questions ?? []).map((question) => ({ ...question, options }));
    return openQuiz({ ...block, questions }, true).context.session.state;
  };

  test('changes no mark that was given', async () => {
    const state = await wrongThenKeyChanged({ ...EXAM, questions: [CHOICE] });
    expect([state.questions.get(11)?.earned.toString(), state.quizzes.get(10)?.score?.toString()]).toEqual([
      '0/1',
      '0/1',
    ]);
  });

  test('marks answers and the last attempt anew where the author says so', async () => {
    const state = await wrongThenKeyChanged(REMARKED);
    expect([state.questions.get(11)?.earned.toString(), state.quizzes.get(10)?.score?.toString()]).toEqual([
      '1/1',
      '1/1',
    ]);
    expect(text('.quiz-result-title')).toBe('2 of 2 points (100 %)');
  });
});

describe('a time limit', async () => {
  const TIMED: LessonBlock = { ...EXAM, time: 2 };
  let now = 0;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
    now = 0;
  });
  afterEach(() => vi.useRealTimers());

  function openTimed(kept = false) {
    const html = section(
      TIMED,
      `<div class="questions">${(TIMED.questions ?? []).map(questionHtml).join('')}</div>`,
    );
    const opened = open(html, [TIMED], kept);
    const context = { ...opened.context, elapsed: () => now };
    attach(get('#quiz'), TIMED, context);
    return { ...opened, context };
  }

  async function wait(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      now += 1000;
      await vi.advanceTimersByTimeAsync(1000);
    }
    await settled();
  }

  test('the questions appear and the clock runs when the learner says so', async () => {
    openTimed();
    expect([get('.questions').hidden, isHidden('.quiz-clock')]).toEqual([true, true]);
    press('.quiz-begin');
    expect([get('.questions').hidden, text('.quiz-clock')]).toEqual([false, 'Time left: 2:00']);
    await wait(61);
    expect(text('.quiz-clock')).toBe('Time left: 0:59');
  });

  test('when it has run out the quiz is handed in as it is', async () => {
    const { context, said } = openTimed();
    press('.quiz-begin');
    choose('q1', '0');
    await wait(119);
    expect(context.session.state.quizzes.get(10)?.open).toBe(true);
    await wait(1);
    expect(context.session.state.quizzes.get(10)).toMatchObject({ open: false, handedIn: 1 });
    expect(text('.quiz-result-title')).toBe('2 of 3 points (66.67 %)');
    expect(said).toContain('1:00 left');
    expect(said.filter((words) => words.startsWith('The time is over'))).toHaveLength(1);
    await wait(30);
    expect(context.session.state.quizzes.get(10)).toMatchObject({ handedIn: 1 });
  });

  test('who was answering when it ran out is led to the result, which says why it is there', async () => {
    openTimed();
    press('.quiz-begin');
    get('#q2 input').focus();
    await wait(120);
    expect(document.activeElement).toBe(get('.quiz-result'));
    expect(text('.quiz-result')).toContain('The time is over. Your answers were handed in.');
    press('.new-attempt');
    press('.quiz-begin');
    press('.hand-in');
    await agree();
    expect(text('.quiz-result')).not.toContain('The time is over.');
  });

  test('who was reading elsewhere stays there', async () => {
    openTimed();
    press('.quiz-begin');
    const elsewhere = document.body.appendChild(document.createElement('button'));
    elsewhere.focus();
    await wait(120);
    expect(document.activeElement).toBe(elsewhere);
  });

  test('whoever is asked whether to hand in while it runs out comes to the result, too', async () => {
    const { context } = openTimed();
    press('.quiz-begin');
    press('.hand-in');
    await wait(120);
    await agree();
    expect(context.session.state.quizzes.get(10)).toMatchObject({ handedIn: 1 });
    expect(document.activeElement).toBe(get('.quiz-result'));
  });

  test('the seconds used up are kept across reloads, whatever the page lost since they were noted', async () => {
    const first = openTimed();
    press('.quiz-begin');
    await wait(50);
    first.context.session.leave();
    expect(first.context.session.state.quizzes.get(10)?.spent).toBe(50);
    now = 7_000_000;
    openTimed(true);
    expect(text('.quiz-clock')).toBe('Time left: 1:10');
  });

  test('it goes on while the learner reads another lesson', async () => {
    const { context, leaving } = openTimed();
    press('.quiz-begin');
    leaving.abort();
    await wait(30);
    attach(get('#quiz'), TIMED, { ...context, signal: new AbortController().signal });
    expect(text('.quiz-bar:not([hidden]) .quiz-clock')).toBe('Time left: 1:30');
  });

  test('an LMS that answers late knows how much of it is used up, or that nothing was begun', async () => {
    const { context } = openTimed();
    const { session } = context;
    press('.quiz-begin');
    await wait(30);
    const begun = session.state.quizzes.get(10);
    if (begun === undefined) throw new Error('no attempt was begun');
    const knows = (...quizzes: [number, QuizState][]) =>
      Object.assign(session, { state: { ...session.state, quizzes: new Map(quizzes) } });
    knows([10, { ...begun, spent: 80 }]);
    await wait(10);
    expect(text('.quiz-clock')).toBe('Time left: 0:31');
    knows([10, { ...begun, seed: begun.seed + 1, spent: 0 }]);
    await wait(21);
    expect([text('.quiz-clock'), session.state.quizzes.get(10)?.spent]).toEqual(['Time left: 1:40', 20]);
    knows();
    await wait(130);
    expect(session.state.quizzes.size).toBe(0);
  });

  test('a new attempt has all of the time again, from when the learner says so', async () => {
    const { context } = openTimed();
    const quiz = () => context.session.state.quizzes.get(10);
    press('.quiz-begin');
    await wait(40);
    press('.hand-in');
    await agree();
    press('.new-attempt');
    expect([isHidden('.quiz-gate'), isHidden('.questions'), isHidden('.quiz-result')]).toEqual([
      false,
      true,
      true,
    ]);
    expect(document.activeElement).toBe(get('.quiz-gate'));
    await wait(30);
    expect(quiz()).toMatchObject({ attempt: 1, open: false });
    press('.quiz-begin');
    expect(text('.quiz-clock')).toBe('Time left: 2:00');
    expect(quiz()).toMatchObject({ attempt: 2, open: true });
    expect([isHidden('.quiz-gate'), isHidden('.questions')]).toEqual([true, false]);
  });
});

test('an essay waits for somebody, and its points are outside the total', async () => {
  const essay: QuestionData = { ...SHORT, id: 'q3', slot: 13, points: 5, byHand: true };
  const { context } = openQuiz({ ...EXAM, questions: [CHOICE, essay] });
  choose('q1', '0');
  type('#q3 input', 'Rivers are long.');
  press('.hand-in');
  await agree();
  expect(text('.quiz-result-title')).toBe('2 of 2 points (100 %)');
  expect(text('.quiz-result')).toContain('Answers worth 5 points are not marked here');
  expect(text('#q3 .verdict')).toContain('not marked by the computer');
  expect(text('.quiz-nav summary')).toBe('1 of 1 right \u00b7 1 not marked');
  expect(context.session.state.questions.get(13)).toMatchObject({ tries: 1, marked: false });
});
