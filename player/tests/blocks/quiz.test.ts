import { describe, expect, test, vi } from 'vitest';
import { attach } from '../../src/blocks/quiz';
import type { LessonBlock, QuestionData } from '../../src/course';
import type { Session } from '../../src/session';
import { NO_QUESTION } from '../../src/state/model';
import { Memory } from '../homes/page';
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
  points: 1,
  text: 'One?',
  options: [
    { key: '0', right: true },
    { key: '1', right: false },
  ],
};
const MULTIPLE: QuestionData = {
  id: 'q2',
  slot: 12,
  type: 'multiple',
  points: 2,
  text: 'Both?',
  options: [
    { key: '0', right: true },
    { key: '1', right: true },
    { key: '2', right: false },
  ],
};
const SHORT: QuestionData = {
  id: 'q3',
  slot: 13,
  type: 'short',
  points: 1,
  text: 'Word?',
  accept: ['fine-tuning'],
  reject: [['pre-training']],
};
const PRACTICE: LessonBlock = {
  id: 'quiz',
  slot: 10,
  kind: 'quiz',
  mode: 'practice',
  shuffle: false,
  attempts: 0,
  weight: 0,
  questions: [CHOICE, MULTIPLE, SHORT],
};
const EXAM: LessonBlock = { ...PRACTICE, mode: 'exam', attempts: 2, weight: 1 };

const isHidden = (selector: string) => get(selector).hidden;

describe('what is not checked yet', () => {
  const field = () => get<HTMLInputElement>('#q3 input');
  const chosen = () => get<HTMLInputElement>('#q1 input[value="1"]').checked;
  /** The page of a session is built anew. */
  function again({ context, leaving }: ReturnType<typeof openQuiz>) {
    leaving.abort();
    const { session } = context;
    return openQuiz(PRACTICE, true, session);
  }
  function begin() {
    const opened = openQuiz(PRACTICE);
    choose('q1', '1');
    type('#q3 input', 'half a wo');
    return opened;
  }

  test('stands there again when the page is built anew, until it is checked', () => {
    const second = again(begin());
    expect([chosen(), field().value, second.context.session.state.questions.size]).toEqual([
      true,
      'half a wo',
      0,
    ]);
    press('#q1 .check');
    type('#q3 input', '');
    again(second);
    expect([text('#q1 .verdict'), field().value]).toEqual(['Not right.', '']);
    expect(localStorage.getItem('hornbook-draft:test')).toBeNull();
  });

  test('makes the verdict on the answer before out of date', () => {
    const first = openQuiz(PRACTICE);
    type('#q3 input', 'prompting');
    press('#q3 .check');
    type('#q3 input', 'fine-tuning');
    again(first);
    expect([field().value, isHidden('#q3 .verdict'), isHidden('#q3 .show-answer')]).toEqual([
      'fine-tuning',
      true,
      false,
    ]);
  });

  test('gives way to what was answered elsewhere meanwhile', () => {
    const first = begin();
    const elsewhere = { ...NO_QUESTION, tries: 1, marked: true, answer: { text: 'fine-tuning' } };
    first.context.session.change((draft) => draft.questions.set(13, elsewhere), { commit: true });
    again(first);
    expect(field().value).toBe('fine-tuning');
  });

  test('is kept by this browser for the next visit, and for this attempt alone', () => {
    const { session } = begin().context;
    session.moveTo(1, 10);
    session.leave();
    const next = openQuiz(PRACTICE, true);
    expect([chosen(), field().value]).toEqual([true, 'half a wo']);
    next.context.session.leave();
    const kept = localStorage.getItem('hornbook-draft:test') ?? '';
    localStorage.clear();
    localStorage.setItem('hornbook-draft:test', kept);
    openQuiz(PRACTICE, true);
    expect([kept === '', chosen(), field().value]).toEqual([false, false, '']);
  });

  test("is nobody else's: of what an earlier visit left, an LMS that answers late finds nothing", () => {
    const { session } = begin().context;
    session.moveTo(1, 10);
    session.leave();
    const next = openQuiz(PRACTICE, true);
    expect(field().value).toBe('half a wo');
    choose('q2', '2');
    // The LMS knows somebody, and an attempt of theirs.
    Object.assign(next.context.session, { state: { ...next.context.session.state, attempt: 'anothers' } });
    again(next);
    expect([chosen(), field().value, get<HTMLInputElement>('#q2 input[value="2"]').checked]).toEqual([
      false,
      '',
      true,
    ]);
  });

  test('is of one attempt at its quiz: one begun on another device knows nothing of it', () => {
    const { session } = begin().context;
    session.moveTo(1, 10);
    session.leave();
    const next = openQuiz(PRACTICE, true);
    expect(field().value).toBe('half a wo');
    const anew = { attempt: 2, seed: 5, handedIn: 0, open: true, score: null };
    next.context.session.change((draft) => draft.quizzes.set(10, anew), { commit: true });
    next.context.session.leave();
    const last = openQuiz(PRACTICE, true);
    expect([chosen(), field().value]).toEqual([false, '']);
    type('#q3 input', 'of the second');
    again(last);
    expect(field().value).toBe('of the second');
  });

  test('is gone once it is taken back, also where the storage takes nothing more', () => {
    const storage = new Memory();
    vi.stubGlobal('localStorage', storage);
    const { session } = begin().context;
    session.moveTo(1, 10);
    session.flush();
    storage.room = 0;
    type('#q3 input', '');
    session.leave();
    openQuiz(PRACTICE, true);
    vi.unstubAllGlobals();
    expect(field().value).toBe('');
  });

  test('does not stand in the place of an answer that is looked back at', () => {
    const first = openQuiz(PRACTICE);
    type('#q3 input', 'pre-training');
    press('#q3 .check');
    type('#q3 input', 'fine-tuning');
    Object.assign(first.context.session, { mode: 'review' });
    again(first);
    expect([field().value, isHidden('#q3 .verdict')]).toEqual(['pre-training', false]);
  });

  test('is forgotten where the quiz is begun anew or handed in', async () => {
    const interactive: LessonBlock = { ...PRACTICE, mode: 'interactive' };
    openQuiz(interactive);
    type('#q3 input', 'half a wo');
    press('.hand-in');
    await agree();
    expect(localStorage.getItem('hornbook-draft:test')).toBeNull();
  });
});

describe('what was entered before a question came to life', () => {
  const field = (id: string) => get<HTMLInputElement>(`#${id} input`);

  /** Pages come without answers; these are entered before the script runs. */
  function openEntered(block: LessonBlock, enter: () => void, going?: Session) {
    const questions = (block.questions ?? []).map(questionHtml).join('');
    const html = section(block, `<div class="questions">${questions}</div>`);
    const { context } = open(html, [block], going !== undefined, going);
    enter();
    attach(get('#quiz'), block, context);
    return context.session;
  }

  test('is entered again, over what was kept', () => {
    const { session } = openQuiz(EXAM).context;
    choose('q1', '0');
    type('#q3 input', 'kept');
    const enter = () => {
      get<HTMLInputElement>('#q2 input[value="1"]').checked = true;
      field('q3').value = 'typed';
    };
    openEntered(EXAM, enter, session);
    const answers = [11, 12, 13].map((slot) => session.state.questions.get(slot)?.answer);
    expect(answers).toEqual([{ keys: [0] }, { keys: [1] }, { text: 'typed' }]);
  });

  test('is no answer where none is taken any more', async () => {
    const { session } = openQuiz(EXAM).context;
    choose('q1', '0');
    press('.hand-in');
    await agree();
    const enter = () => {
      get<HTMLInputElement>('#q1 input[value="1"]').checked = true;
    };
    openEntered(EXAM, enter, session);
    expect(get<HTMLInputElement>('#q1 input[value="0"]').checked).toBe(true);
    expect(session.state.questions.get(11)?.answer).toEqual({ keys: [0] });
  });

  test('stays while many questions come to life one after another', async () => {
    const many = Array.from({ length: 60 }, (_, at) => ({ ...SHORT, id: `m${at}`, slot: 100 + at }));
    const long: LessonBlock = { ...PRACTICE, questions: many };
    // The first question takes long enough to fill a slice.
    let time = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (time += 20));
    const session = openEntered(long, () => {
      field('m58').value = 'before';
    });
    expect(text('#m58 .question-number')).toBe('');
    type('#m59 input', 'meanwhile');
    clock.mockRestore();
    await vi.waitFor(() => expect(text('#m59 .question-number')).not.toBe(''), 30_000);
    expect([field('m58').value, field('m59').value]).toEqual(['before', 'meanwhile']);
    openQuiz(long, true, session);
    await vi.waitFor(() => expect(field('m59').value).toBe('meanwhile'), 30_000);
    expect(field('m58').value).toBe('before');
  });
});

describe('practice', () => {
  test('an empty answer is asked for and costs no try', () => {
    const { context } = openQuiz(PRACTICE);
    press('#q1 .check');
    press('#q3 .check');
    expect([text('#q1 .verdict'), text('#q3 .verdict')]).toEqual([
      'Choose an answer first.',
      'Type an answer first.',
    ]);
    expect(context.session.state.questions.size).toBe(0);
  });

  test('a wrong answer shows its own feedback, and not yet what is right', () => {
    const { context } = openQuiz(PRACTICE);
    choose('q1', '1');
    press('#q1 .check');
    expect(text('#q1 .verdict')).toBe('Not right.');
    expect([isHidden('#q1 [data-key="1"] .feedback'), isHidden('#q1 [data-key="0"] .feedback')]).toEqual([
      false,
      true,
    ]);
    expect([isHidden('#q1 .explanation'), isHidden('#q1 .check'), isHidden('#q1 .show-answer')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(get('#q1').querySelector('.is-right')).toBeNull();
    expect(context.session.state.questions.get(11)).toMatchObject({
      tries: 1,
      marked: true,
      answer: { keys: [1] },
    });
  });

  test('a right answer after a wrong one explains and closes the question', () => {
    const { context } = openQuiz(PRACTICE);
    choose('q1', '1');
    press('#q1 .check');
    choose('q1', '0');
    expect(isHidden('#q1 .verdict')).toBe(true);
    press('#q1 .check');
    expect(text('#q1 .verdict')).toBe('Right.');
    expect([isHidden('#q1 .explanation'), isHidden('#q1 .check')]).toEqual([false, true]);
    expect(document.activeElement?.className).toBe('verdict');
    expect(context.session.state.questions.get(11)?.tries).toBe(2);
  });

  test('an expected wrong word has its own feedback; Enter checks', () => {
    openQuiz(PRACTICE);
    type('#q3 input', 'Pre\u2013Training');
    get('#q3 input').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
    );
    expect([text('#q3 .verdict'), isHidden('#q3 [data-reject="0"]')]).toEqual(['Not right.', false]);
    press('#q3 .show-answer');
    expect(text('#q3 .accepted')).toBe('Right answer: fine-tuning');
  });

  test('part of one point is told as that', () => {
    openQuiz({ ...PRACTICE, questions: [{ ...MULTIPLE, points: 1 }] });
    choose('q2', '0');
    press('#q2 .check');
    expect(text('#q2 .verdict')).toBe('Partly right: 0.5 of 1 point.');
  });

  test('once every question was tried the block is done, and a new round starts without answers', () => {
    const { context } = openQuiz(PRACTICE);
    choose('q1', '0');
    press('#q1 .check');
    choose('q2', '0');
    press('#q2 .check');
    expect(text('#q2 .verdict')).toBe('Partly right: 1 of 2 points.');
    expect([isHidden('.new-attempt'), context.session.state.seen.has(10)]).toEqual([true, false]);
    type('#q3 input', 'prompting');
    press('#q3 .check');
    expect(context.session.state.seen.has(10)).toBe(true);
    expect(context.session.state.quizzes.get(10)?.score?.toString()).toBe('1/2');
    press('.new-attempt');
    expect(get<HTMLInputElement>('#q1 input[value="0"]').checked).toBe(false);
    expect(text('.quiz-count')).toBe('0 of 3 tried, 0 right');
    expect(context.session.state.quizzes.get(10)).toMatchObject({ attempt: 2, seed: 8 });
    expect(context.session.state.seen.has(10)).toBe(true);
  });

  test('hints come one after another', () => {
    openQuiz(PRACTICE);
    const [first, second] = document.querySelectorAll<HTMLDetailsElement>('#q1 .hint');
    expect(second?.hidden).toBe(true);
    if (first) first.open = true;
    first?.dispatchEvent(new Event('toggle'));
    expect(second?.hidden).toBe(false);
  });
});

test('a mark outlives the words that earned it', () => {
  const first = openQuiz(PRACTICE);
  type('#q3 input', 'fine-tuning');
  press('#q3 .check');
  first.context.session.change(
    (draft) => {
      const question = draft.questions.get(13);
      if (question) draft.questions.set(13, { ...question, answer: { text: '', cut: true } });
    },
    { commit: true },
  );
  first.context.session.leave();
  openQuiz(PRACTICE, true);
  expect(text('#q3 .verdict')).toBe('Right. Only the beginning of your words was kept; the mark stays.');
});

describe('exam', () => {
  test('answers are kept unmarked while they are given, and found again with the same order', () => {
    const shuffled = { ...EXAM, shuffle: true };
    const first = openQuiz(shuffled);
    const order = () =>
      [...document.querySelectorAll('.question, .option')].map((one) => one.outerHTML.slice(0, 60));
    const before = order();
    choose('q2', '2');
    type('#q3 input', 'word');
    expect(first.context.session.state.questions.get(12)).toMatchObject({
      marked: false,
      tries: 0,
      answer: { keys: [2] },
    });
    first.context.session.leave();
    const second = openQuiz(shuffled, true);
    expect(second.context.session.state.quizzes.get(10)).toMatchObject({ open: true, seed: 7, attempt: 1 });
    expect(order()).toEqual(before);
    expect(get<HTMLInputElement>('#q2 input[value="2"]').checked).toBe(true);
    expect(get<HTMLInputElement>('#q3 input').value).toBe('word');
  });

  test('handing in names what is unanswered, and can be put off', async () => {
    const { context } = openQuiz(EXAM);
    choose('q2', '0');
    press('.hand-in');
    expect(text('dialog p')).toContain('Questions 1, 3 have no answer yet.');
    press('dialog .quiet');
    await settled();
    expect(document.activeElement?.id).toBe('q1_number');
    expect(context.session.state.quizzes.get(10)?.handedIn).toBe(0);
  });

  test('handed in, everything is marked and explained; the best attempt counts and the last one ends it', async () => {
    const { context } = openQuiz(EXAM);
    choose('q1', '0');
    choose('q2', '0');
    press('.hand-in');
    await agree();
    expect(text('.quiz-result-title')).toBe('2 of 4 points (50 %)');
    expect(get<HTMLProgressElement>('.quiz-result progress').value).toBe(50);
    expect(text('.quiz-result')).toContain('You have one attempt left.');
    expect(text('.quiz-nav summary')).toBe('1 of 3 right');
    expect(text('#q3 .verdict')).toBe('Not answered.');
    expect([isHidden('#q1 .explanation'), isHidden('.hand-in')]).toEqual([false, true]);
    expect(get('#q2 [data-key="1"]').classList.contains('is-right')).toBe(true);
    expect([...document.querySelectorAll('input')].every((input) => input.disabled)).toBe(true);
    expect(context.session.state.quizzes.get(10)).toMatchObject({ handedIn: 1, open: false });

    // It is offered where the result is told, too.
    expect(isHidden('.quiz-foot .new-attempt')).toBe(false);
    press('.quiz-result .new-attempt');
    expect(context.session.state.quizzes.get(10)).toMatchObject({ attempt: 2, open: true, seed: 8 });
    expect([isHidden('.quiz-result'), get<HTMLInputElement>('#q1 input').checked]).toEqual([true, false]);
    choose('q1', '0');
    press('.hand-in');
    await agree();
    expect(text('.quiz-result')).toContain('Your best attempt counts: 50 %.');
    expect(text('.quiz-result')).toContain('You have no attempt left.');
    expect([
      isHidden('.quiz-foot .new-attempt'),
      document.querySelector('.quiz-result .new-attempt'),
    ]).toEqual([true, null]);
  });

  test('made of a practice quiz, it does not count what was earned there', async () => {
    const { context } = openQuiz(PRACTICE);
    choose('q1', '0');
    press('#q1 .check');
    choose('q2', '0');
    press('#q2 .check');
    type('#q3 input', 'fine-tuning');
    press('#q3 .check');
    expect(context.session.state.quizzes.get(10)?.score?.toString()).toBe('3/4');
    context.session.leave();
    const later = openQuiz(EXAM, true);
    expect(later.context.session.progress().score?.toString()).toBe('0/1');
    choose('q1', '1');
    press('.hand-in');
    await agree();
    expect(text('.quiz-result-title')).toBe('2 of 4 points (50 %)');
    expect(text('.quiz-result')).toContain('is below the pass mark');
    expect(later.context.session.state.quizzes.get(10)?.score?.toString()).toBe('1/2');
  });

  test('a blank takes the place of the answer that the LMS holds; without one nothing is told', async () => {
    const trueFalse: QuestionData = { ...CHOICE, id: 'q4', slot: 14, type: 'true-false' };
    const { context } = openQuiz({ ...EXAM, questions: [CHOICE, SHORT, trueFalse] });
    context.session.change(
      (draft) => {
        for (const slot of [11, 14]) draft.questions.set(slot, { ...NO_QUESTION, recorded: slot });
      },
      { commit: false },
    );
    const answers = vi.spyOn(context.session, 'answerAll');
    press('.hand-in');
    await agree();
    const told = answers.mock.calls
      .flatMap(([given]) => given)
      .map(({ slot, state, interaction }) => [slot, state.earned.toString(), interaction?.response ?? null]);
    expect(told).toEqual([
      [11, '0/1', ''],
      [13, '0/1', null],
      [14, '0/1', ''],
    ]);
  });

  test('questions picked and answered stay on the page when the author adds others', () => {
    const questions = [11, 12, 13, 14].map((slot) => ({ ...CHOICE, id: `q${slot}`, slot }));
    const ids = () => [...document.querySelectorAll('.question')].map(({ id }) => id);
    const first = openQuiz({ ...EXAM, groups: [[4, 2]], questions });
    const before = ids();
    for (const id of before) choose(id, '0');
    first.context.session.leave();
    const added = [15, 16, 17, 18, 19, 20].map((slot) => ({ ...CHOICE, id: `q${slot}`, slot }));
    openQuiz({ ...EXAM, groups: [[10, 2]], questions: [...questions, ...added] }, true);
    expect(ids()).toEqual(before);
  });

  test('hints stay closed until the attempt is handed in', async () => {
    openQuiz(EXAM);
    expect(isHidden('#q1 .hints')).toBe(true);
    press('.hand-in');
    await agree();
    expect(isHidden('#q1 .hints')).toBe(false);
  });

  test('picked questions alone are on the page, numbered from one', () => {
    openQuiz({ ...EXAM, groups: [[3, 2]] });
    expect([...document.querySelectorAll('.question-number')].map((heading) => heading.textContent)).toEqual([
      'Question 1',
      'Question 2',
    ]);
  });

  test('words of which only the beginning was kept are asked for again, and count as unanswered', () => {
    const first = openQuiz(EXAM);
    type('#q3 input', 'fine-tuning');
    first.context.session.change(
      (draft) => {
        const question = draft.questions.get(13);
        if (question) draft.questions.set(13, { ...question, answer: { text: 'fine', cut: true } });
      },
      { commit: true },
    );
    first.context.session.leave();
    openQuiz(EXAM, true);
    expect([get<HTMLInputElement>('#q3 input').value, text('#q3 .verdict')]).toEqual([
      'fine',
      'Only the beginning of your answer was kept. Please type it again.',
    ]);
    expect(text('.quiz-count')).toBe('0 of 3 answered');
    type('#q3 input', 'fine-tuning');
    expect(text('.quiz-count')).toBe('1 of 3 answered');
  });

  test('words still being typed are kept when the page is hidden', () => {
    const { context } = openQuiz(EXAM);
    const input = get<HTMLInputElement>('#q3 input');
    input.value = 'half a wo';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    window.dispatchEvent(new Event('pagehide'));
    expect(context.session.state.questions.get(13)?.answer).toEqual({ text: 'half a wo' });
  });
});
