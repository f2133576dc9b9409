/*
 * What marks typed answers comes when somebody types. Until then nothing is marked and nothing is lost: neither where it
 * takes its time, nor where it does not come at all.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LessonBlock, QuestionData } from '../../src/course';

const CHOICE: QuestionData = {
  id: 'q1',
  slot: 11,
  type: 'choice',
  points: 1,
  text: 'One?',
  options: [
    { key: '0', right: true },
    { key: '1', right: false },
  ],
};
const SHORT: QuestionData = { id: 'q2', slot: 12, type: 'short', points: 1, text: 'Word?', accept: ['Nile'] };
const NUMBER: QuestionData = {
  id: 'q3',
  slot: 13,
  type: 'number',
  points: 1,
  text: 'How long?',
  accept: ['112 +- 1 h'],
};
const CLOZE: QuestionData = {
  id: 'q4',
  slot: 14,
  type: 'cloze',
  points: 2,
  text: 'It is ___, ___ long.',
  gaps: [
    { key: '0', accept: ['wide'] },
    { key: '1', accept: ['1.5 m'], number: true },
  ],
};
const PRACTICE: LessonBlock = {
  id: 'quiz',
  slot: 10,
  kind: 'quiz',
  mode: 'practice',
  questions: [CHOICE, SHORT, NUMBER],
};
const EXAM: LessonBlock = { ...PRACTICE, mode: 'exam', attempts: 0, weight: 1 };

const KEPT = 'Your answer is kept; it will be marked in a moment.';
const WAITS =
  'Your answers are kept. To mark them the page needs a connection, and there is none now. Please press again later.';

/** The scripts that are asked for, by name; none of them comes by itself. */
let asked: HTMLScriptElement[] = [];
let player: typeof import('../player');

const names = () => asked.map(({ src }) => src.replace(/.*player-|\.js$/g, ''));
const settled = () => player.settled();

/** Bring what was asked for and has not come yet. */
async function arrive(): Promise<void> {
  const parts = {
    words: () => import('../../src/parts/words'),
    numbers: () => import('../../src/parts/numbers'),
  };
  for (const [at, name] of names().entries()) {
    await parts[name as keyof typeof parts]();
    player.runs(asked[at]);
  }
  asked = [];
  await settled();
}

async function lose(): Promise<void> {
  for (const script of asked) script.onerror?.('');
  asked = [];
  await settled();
}

beforeEach(async () => {
  vi.useFakeTimers();
  // A player that has nothing but what stands in its main script, and texts with gaps.
  vi.resetModules();
  player = await import('../player');
  await import('../../src/parts/gaps');
  asked = [];
  vi.spyOn(document.head, 'append').mockImplementation((script) => {
    asked.push(script as HTMLScriptElement);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const write = (question: string, words: string, at = 0) => {
  const field = document.querySelectorAll<HTMLInputElement>(`#${question} input`)[at];
  if (field === undefined) throw new Error('no such field');
  field.focus();
  field.value = words;
  for (const event of ['input', 'change']) field.dispatchEvent(new Event(event, { bubbles: true }));
};
const check = (question: string) => player.press(`#${question} .check`);
const verdict = (question: string) => player.text(`#${question} .verdict`);
const dialog = () => document.querySelector<HTMLDialogElement>('dialog');

describe('what marks typed answers', () => {
  test('is asked for when somebody turns to a field, and as much of it as the field needs', async () => {
    player.openQuiz({ ...PRACTICE, questions: [CHOICE, SHORT, NUMBER, CLOZE] });
    player.choose('q1', '0');
    check('q1');
    expect([verdict('q1'), asked.length]).toEqual(['Right.', 0]);
    player.get('#q2 input').focus();
    expect(names()).toEqual(['words']);
    player.get('#q3 input').focus();
    player.get('#q4 input').focus();
    expect(names()).toEqual(['words', 'numbers']);
    await arrive();
    write('q2', 'nile');
    write('q3', '112 h');
    write('q4', 'wide', 0);
    write('q4', '150 cm', 1);
    for (const question of ['q2', 'q3', 'q4']) check(question);
    expect(['q2', 'q3', 'q4'].map(verdict)).toEqual(['Right.', 'Right.', 'Right.']);
    expect(asked).toEqual([]);
  });

  test('is not asked for where nothing was typed', () => {
    player.openQuiz(PRACTICE);
    check('q2');
    expect([verdict('q2'), asked.length]).toEqual(['Type an answer first.', 0]);
  });
});

describe('an answer that is checked', () => {
  test('is kept at once and marked when it can be', async () => {
    const { context, said } = player.openQuiz(PRACTICE);
    write('q2', 'nile');
    check('q2');
    check('q2');
    const state = () => context.session.state.questions.get(12);
    expect(state()).toMatchObject({ answer: { text: 'nile' }, marked: false, tries: 0 });
    expect([verdict('q2'), said[said.length - 1]]).toEqual([KEPT, KEPT]);
    await arrive();
    expect([verdict('q2'), state()?.tries, state()?.marked]).toEqual(['Right.', 1, true]);
  });

  test('tells how long it took as one that is marked at once', async () => {
    const { context } = player.openQuiz(PRACTICE);
    const told = vi.spyOn(context.session, 'answerAll');
    write('q2', 'nile');
    check('q2');
    await arrive();
    // The clock of these tests stands still.
    expect(told.mock.calls.map(([[given]]) => given?.interaction?.latency)).toEqual([0]);
  });

  test('is marked by the key of return, too', async () => {
    const { context } = player.openQuiz(PRACTICE);
    write('q3', '112 h');
    player
      .get('#q3 input')
      .dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    await arrive();
    expect(context.session.state.questions.get(13)).toMatchObject({ tries: 1, marked: true });
    expect(document.activeElement).toBe(player.get('#q3 .verdict'));
  });

  test('stays kept and unmarked where nothing can mark it, and the next press tries again', async () => {
    const { context } = player.openQuiz({ ...PRACTICE, mode: 'interactive' });
    write('q2', 'nil');
    await lose();
    check('q2');
    await lose();
    expect(verdict('q2')).toBe(WAITS);
    const state = () => context.session.state.questions.get(12);
    expect(state()).toMatchObject({ answer: { text: 'nil' }, marked: false, tries: 0 });
    expect(player.get<HTMLInputElement>('#q2 input').disabled).toBe(false);
    write('q2', 'nile');
    check('q2');
    expect(names()).toEqual(['words']);
    await arrive();
    expect([verdict('q2'), state()?.tries]).toEqual(['Right.', 1]);
  });

  test('is not marked in place of what the learner types meanwhile', async () => {
    const { context } = player.openQuiz({ ...PRACTICE, mode: 'interactive' });
    write('q2', 'ni');
    check('q2');
    write('q2', 'nile');
    await arrive();
    expect(context.session.state.questions.get(12)).toMatchObject({ marked: false, tries: 0 });
    check('q2');
    expect(context.session.state.questions.get(12)).toMatchObject({ marked: true, tries: 1 });
  });

  test('is kept though its lesson is left before it can be marked, and is marked there later', async () => {
    const first = player.openQuiz(PRACTICE);
    write('q2', 'nile');
    check('q2');
    first.leaving.abort();
    await arrive();
    expect(first.context.session.state.questions.get(12)?.marked).toBe(false);
    player.openQuiz(PRACTICE, true);
    expect(player.get<HTMLInputElement>('#q2 input').value).toBe('nile');
    check('q2');
    expect(verdict('q2')).toBe('Right.');
  });
});

describe('a question between the parts of a conversation', () => {
  const open = async () => {
    const { attach } = await import('../../src/blocks/audio-lesson');
    const block: LessonBlock = { id: 'talk', slot: 5, kind: 'audio-lesson', recalls: [['Nile']] };
    const recall = '<div class="recall" id="r1"><details class="recall-answer"><p>Nile</p></details></div>';
    const opened = player.open(
      player.section(
        block,
        `<ol class="parts"><li class="part">${recall}</li></ol><button id="on">on</button>`,
      ),
      [block],
    );
    attach(player.get('#talk'), block, opened.context);
    player.get<HTMLInputElement>('.recall input').value = 'nile';
    player.get('.recall-form button').focus();
    player.press('.recall-form button');
    return opened;
  };
  const said = () => player.text('.recall-result');

  test('says that it takes a moment, and then where the learner is', async () => {
    await open();
    expect(said()).toBe('One moment, please.');
    await arrive();
    expect([said(), document.activeElement]).toEqual(['Right: Nile', player.get('.recall-result')]);
  });

  test('does not fetch back who has gone on', async () => {
    const opened = await open();
    player.get('#on').focus();
    await arrive();
    expect([said(), document.activeElement, opened.said.pop()]).toEqual([
      'Right: Nile',
      player.get('#on'),
      'Right: Nile',
    ]);
  });
});

describe('an exam', () => {
  test('keeps and counts what is typed, and says that it cannot be read once that is known', async () => {
    const { context } = player.openQuiz(EXAM);
    write('q3', 'far');
    expect(context.session.state.questions.get(13)).toMatchObject({ answer: { text: 'far' }, marked: false });
    expect([player.text('.quiz-count'), player.get('#q3 .verdict').hidden]).toEqual([
      '1 of 3 answered',
      true,
    ]);
    await arrive();
    expect(player.text('.quiz-count')).toBe('0 of 3 answered');
    expect(verdict('q3')).toContain('cannot be read as a number with a unit');
  });

  test('says of what nothing could read for a while that it cannot be read, once that is known', async () => {
    player.openQuiz(EXAM);
    write('q3', 'far');
    await lose();
    write('q2', 'nile');
    expect(player.get('#q3 .verdict').hidden).toBe(true);
    await arrive();
    write('q3', 'far');
    await lose();
    player.press('.hand-in');
    await arrive();
    expect(verdict('q3')).toContain('cannot be read as a number with a unit');
  });

  test('keeps what is filled in without anybody turning to a field', async () => {
    const { context } = player.openQuiz(EXAM);
    for (const [question, words] of Object.entries({ q2: 'nile', q3: '112 h' })) {
      const field = player.get<HTMLInputElement>(`#${question} input`);
      field.value = words;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    player.press('.hand-in');
    await arrive();
    await player.agree();
    expect([12, 13].map((slot) => context.session.state.questions.get(slot)?.earned.toDecimal(0))).toEqual([
      '1',
      '1',
    ]);
  });

  test('tells how long a word took that was noted in a pause of typing', async () => {
    const { context } = player.openQuiz({ ...EXAM, questions: [SHORT] });
    const told = vi.spyOn(context.session, 'answerAll');
    const field = player.get<HTMLInputElement>('#q2 input');
    field.focus();
    await arrive();
    field.value = 'nile';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    vi.advanceTimersByTime(1000);
    field.dispatchEvent(new Event('change', { bubbles: true }));
    player.press('.hand-in');
    await player.agree();
    expect(told.mock.calls.map(([[given]]) => given?.interaction?.latency)).toEqual([0]);
  });

  test('is handed in when it can be marked, and not before', async () => {
    const { context } = player.openQuiz(EXAM);
    const quiz = () => context.session.state.quizzes.get(10);
    player.choose('q1', '0');
    write('q2', 'nile');
    write('q3', '112 h');
    await lose();
    player.press('.hand-in');
    expect(player.text('.quiz-foot .part-failed')).toBe(KEPT);
    await lose();
    expect([player.text('.quiz-foot .part-failed'), dialog()]).toEqual([WAITS, null]);
    expect(quiz()).toMatchObject({ open: true, handedIn: 0, score: null });
    expect(context.session.progress()).toMatchObject({ scored: false });
    player.press('.hand-in');
    // Who presses twice is asked once.
    player.press('.hand-in');
    await arrive();
    expect(document.querySelectorAll('dialog')).toHaveLength(1);
    await player.agree();
    expect(player.text('.quiz-result-title')).toBe('3 of 3 points (100 %)');
    expect(quiz()?.handedIn).toBe(1);
  });

  test('that nobody has answered shows what is right in words', async () => {
    player.openQuiz({ ...EXAM, questions: [NUMBER] });
    player.press('.hand-in');
    await arrive();
    await player.agree();
    expect(player.text('#q3 .accepted')).toContain('112 h');
    expect(player.text('#q3 .accepted')).not.toContain('+-');
  });

  test('whose time is limited begins when it can also be ended', async () => {
    const { context } = player.openQuiz({ ...EXAM, time: 1 });
    player.press('.quiz-begin');
    await lose();
    expect(player.text('.quiz-gate .part-failed')).toBe(WAITS);
    expect(context.session.state.quizzes.get(10)).toBeUndefined();
    player.press('.quiz-begin');
    await arrive();
    expect(context.session.state.quizzes.get(10)?.open).toBe(true);
    expect(player.get('.quiz-gate').hidden).toBe(true);
  });
});

describe('a quiz that is come back to', () => {
  /** The same page once more, as it is opened in a browser: by its blocks. */
  const again = async (block: LessonBlock, elapsed = () => 0) => {
    const { attachBlocks } = await import('../../src/lesson');
    const html = (block.questions ?? []).map(player.questionHtml).join('');
    const opened = player.open(player.section(block, `<div class="questions">${html}</div>`), [block], true);
    attachBlocks(player.get('main'), { ...opened.context, elapsed });
    await vi.advanceTimersByTimeAsync(5000);
    return opened;
  };
  /** Another visit, to an exam that was begun, begins with nothing; its clock runs. */
  const onTheClock = async (timed: LessonBlock) => {
    const { context } = player.openQuiz({ ...timed, parts: [] });
    player.press('.quiz-begin');
    await arrive();
    context.session.leave();
    vi.resetModules();
    player = await import('../player');
    await import('../../src/parts/gaps');
    const begun = Date.now();
    return again(timed, () => Date.now() - begun);
  };

  test('waits for what marks the answers that it shows, and says so where it does not come', async () => {
    player.openQuiz(PRACTICE);
    write('q2', 'nil');
    check('q2');
    await arrive();
    // Another visit begins with nothing.
    vi.resetModules();
    player = await import('../player');
    const { context } = await again(PRACTICE);
    const before = context.session.state.questions.get(12);
    expect(names()).toEqual(['words']);
    expect(player.get('#quiz').dataset.late).toContain('is being loaded');
    await lose();
    expect(player.text('#quiz .part-failed')).toContain('could not be loaded');
    expect(context.session.state.questions.get(12)).toBe(before);
    player.press('#quiz .part-failed button');
    await arrive();
    expect(verdict('q2')).toBe('Not right.');
  });

  test('comes to life at once where nothing was marked, and says how much is answered once that can be read', async () => {
    player.openQuiz(EXAM);
    write('q3', 'far');
    vi.resetModules();
    player = await import('../player');
    asked = [];
    const { context } = await again(EXAM);
    expect(player.get<HTMLInputElement>('#q3 input').value).toBe('far');
    expect(player.text('.quiz-count')).toBe('1 of 3 answered');
    // What is typed now is kept, too.
    write('q2', 'nile');
    expect(context.session.state.questions.get(12)).toMatchObject({ answer: { text: 'nile' } });
    await arrive();
    expect(player.text('.quiz-count')).toBe('1 of 3 answered');
    expect(verdict('q3')).toContain('cannot be read as a number with a unit');
    expect(player.get('#quiz').dataset.late).toBeUndefined();
  });

  test('comes to life at once where nothing was typed', async () => {
    player.openQuiz(PRACTICE);
    player.choose('q1', '1');
    check('q1');
    await again(PRACTICE);
    expect([asked.length, verdict('q1')]).toEqual([0, 'Not right.']);
  });

  test('ends when its time is over, and is marked as soon as that can be', async () => {
    const { context, said } = await onTheClock({ ...EXAM, time: 1 });
    const quiz = () => context.session.state.quizzes.get(10);
    expect(player.text('.quiz-clock')).toBe('Time left: 0:55');
    write('q2', 'nile');
    await lose();
    await vi.advanceTimersByTimeAsync(55_000);
    await lose();
    expect(player.text('.quiz-foot .part-failed')).toContain(
      'handed in as soon as the page has a connection',
    );
    expect([player.get<HTMLInputElement>('#q2 input').disabled, player.get('.hand-in').hidden]).toEqual([
      true,
      true,
    ]);
    expect(quiz()).toMatchObject({ open: true, spent: 60 });
    // It asks again by itself, and not all the time.
    expect(names()).toEqual([]);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(names()).toEqual(['words', 'numbers']);
    await arrive();
    expect(quiz()).toMatchObject({ open: false, handedIn: 1, spent: 60 });
    expect(context.session.state.questions.get(12)?.earned.toDecimal(0)).toBe('1');
    expect(said.filter((words) => words.startsWith('The time is over'))).toHaveLength(1);
  });

  test('goes on by its clock though nothing of it can come to life; what was entered in time counts', async () => {
    const timed: LessonBlock = { ...EXAM, time: 1, questions: [CHOICE], parts: ['own'] };
    const { context } = await onTheClock(timed);
    const quiz = () => context.session.state.quizzes.get(10);
    const taken = () => !player.get('.questions').inert;
    player.choose('q1', '0');
    await lose();
    await vi.advanceTimersByTimeAsync(30_000);
    expect([quiz()?.spent, taken()]).toEqual([20, true]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect([quiz()?.spent, taken()]).toEqual([60, false]);
    player.press('.part-failed button');
    player.runs(asked[0]);
    await settled();
    expect([quiz()?.open, player.text('.quiz-result-title')]).toEqual([false, '1 of 1 point (100 %)']);
    expect(taken()).toBe(true);
  });
});
