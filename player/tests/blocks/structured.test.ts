import { describe, expect, test } from 'vitest';
import type { LessonBlock, QuestionData } from '../../src/course';
import { all } from '../../src/dom';
import { Fraction } from '../../src/fraction';
import { inputOf } from '../../src/questions';
import { get, openQuiz, press, text } from '../player';

const MATCH: QuestionData = {
  id: 'm',
  slot: 11,
  type: 'match',
  points: 1,
  text: '',
  pairs: [
    { key: '0', right: '0' },
    { key: '1', right: '1' },
    { key: '3', right: '0' },
  ],
  sides: ['0', '1', '2'],
};
const ORDER: QuestionData = {
  id: 'o',
  slot: 12,
  type: 'order',
  points: 1,
  text: '',
  steps: ['0', '1', '2', '3'],
};
const MATRIX: QuestionData = {
  id: 't',
  slot: 13,
  type: 'matrix',
  points: 1,
  text: '',
  columns: ['0', '1'],
  rows: [
    { key: '0', right: 1 },
    { key: '2', right: 2 },
  ],
};
const HOTSPOT: QuestionData = {
  id: 'h',
  slot: 14,
  type: 'hotspot',
  points: 1,
  text: '',
  options: [
    { key: '0', right: true },
    { key: '1', right: false },
  ],
};
const SEVERAL: QuestionData = { ...HOTSPOT, id: 's', slot: 15, several: true };
const PRACTICE: LessonBlock = {
  id: 'quiz',
  slot: 10,
  kind: 'quiz',
  mode: 'practice',
  questions: [MATCH, ORDER, MATRIX, HOTSPOT, SEVERAL],
};
const EXAM: LessonBlock = { ...PRACTICE, mode: 'exam', attempts: 0, weight: 1 };

const keys = (selector: string) => all(document, selector).map((part) => part.dataset.key);
const menu = (key: string) => get<HTMLSelectElement>(`#m .pair[data-key="${key}"] select`);
const change = (element: HTMLElement) => {
  for (const name of ['input', 'change']) element.dispatchEvent(new Event(name, { bubbles: true }));
};
function pick(key: string, side: string): void {
  menu(key).value = side;
  change(menu(key));
}
const move = (key: string, by: 1 | -1) =>
  get(`#o .order-step[data-key="${key}"] .order-move[data-by="${by}"]`);
const tick = (row: string, column: string) =>
  get<HTMLInputElement>(`#t .row[data-key="${row}"] input[value="${column}"]`).click();
const key = (target: HTMLElement, name: string) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));

test.each([
  ['m', 'Choose for at least one line first.'],
  ['o', 'Put the steps in order first.'],
  ['t', 'Choose in at least one row first.'],
  ['h', 'Choose a place in the picture first.'],
])('nothing done in %s is asked for and costs no try', (id, words) => {
  const { context } = openQuiz(PRACTICE);
  press(`#${id} .check`);
  expect(text(`#${id} .verdict`)).toBe(words);
  expect(context.session.state.questions.size).toBe(0);
});

describe('match', () => {
  test('each left side is marked, those that are wrong with their feedback; the right side is told at the end', () => {
    const { context } = openQuiz(PRACTICE);
    pick('0', '0');
    pick('1', '2');
    press('#m .check');
    expect(context.session.state.questions.get(11)).toMatchObject({
      earned: Fraction.of(1, 3),
      answer: { list: [0, 2, -1, -1] },
    });
    expect(keys('#m .pair.is-right')).toEqual(['0']);
    expect(all(document, '#m .feedback:not([hidden])').map((told) => told.textContent)).toEqual([
      'feedback 1',
      'feedback 3',
    ]);
    expect(document.querySelector('#m .part-right')).toBeNull();
    press('#m .show-answer');
    expect(all(document, '#m .part-right').map((told) => told.textContent)).toEqual([
      'Right: side 1',
      'Right: side 0',
    ]);
    expect(all(document, '#m select').every((one) => (one as HTMLSelectElement).disabled)).toBe(true);
  });

  test('right sides are mixed in all menus alike, and stand so again when the page comes back', () => {
    const order = () =>
      all(document, '#m select').map((one) => [...(one as HTMLSelectElement).options].map((o) => o.value));
    openQuiz(EXAM);
    pick('3', '1');
    const [first, ...others] = order();
    expect(first?.[0]).toBe('');
    expect([...(first ?? [])].sort()).toEqual(['', '0', '1', '2']);
    expect(others).toEqual([first, first]);
    openQuiz(EXAM, true);
    expect([order()[0], menu('3').value, menu('0').value]).toEqual([first, '1', '']);
  });

  test('a right side that is gone since leaves its menu without a choice', () => {
    openQuiz(EXAM);
    inputOf(MATCH).write(get('#m'), { list: [9, 1, -1, 35] });
    expect([menu('0').value, menu('1').value, menu('3').value]).toEqual(['', '1', '']);
    expect(inputOf(MATCH).read(get('#m'))).toEqual({ list: [-1, 1, -1, -1] });
  });
});

describe('order', () => {
  test('it is never shown in the right order, and what is shown is no answer', () => {
    openQuiz(PRACTICE);
    expect(keys('#o .order-step').sort()).toEqual(ORDER.steps);
    expect(keys('#o .order-step')).not.toEqual(ORDER.steps);
    expect(inputOf(ORDER).read(get('#o'))).toBeNull();
  });

  test('a button moves its step, keeps the focus and says the new place once', () => {
    const { said } = openQuiz(PRACTICE);
    const [first = '', second = ''] = keys('#o .order-step');
    const down = move(first, 1);
    down.focus();
    down.click();
    expect(keys('#o .order-step').slice(0, 2)).toEqual([second, first]);
    expect(document.activeElement).toBe(down);
    expect(said).toEqual([`Place 2 of 4: step ${first}`]);
    expect(text(`#o .order-step[data-key="${first}"] .order-place`)).toBe('2');
  });

  test('at the end of the list a button is there and does nothing', () => {
    const { said } = openQuiz(PRACTICE);
    const before = keys('#o .order-step');
    const up = move(before[0] ?? '', -1);
    expect([up.getAttribute('aria-disabled'), up.hasAttribute('disabled')]).toEqual(['true', false]);
    up.click();
    expect([keys('#o .order-step'), said, inputOf(ORDER).read(get('#o'))]).toEqual([before, [], null]);
  });

  test('the tab key meets one step, arrows go through all of them', () => {
    openQuiz(PRACTICE);
    const reached = () =>
      all(document, '#o .order-move[tabindex="0"]').map((one) => one.closest('li')?.dataset.key);
    const shown = keys('#o .order-step');
    expect(reached()).toEqual([shown[0], shown[0]]);
    move(shown[0] ?? '', 1).focus();
    key(document.activeElement as HTMLElement, 'ArrowDown');
    expect(document.activeElement).toBe(move(shown[1] ?? '', 1));
    key(document.activeElement as HTMLElement, 'End');
    expect(reached()).toEqual([shown[3], shown[3]]);
    key(document.activeElement as HTMLElement, 'ArrowDown');
    expect(document.activeElement).toBe(move(shown[3] ?? '', 1));
    key(document.activeElement as HTMLElement, 'Home');
    expect(document.activeElement).toBe(move(shown[0] ?? '', 1));
  });

  test('steps out of the longest run are marked, and at the end their place is told', () => {
    const { context } = openQuiz(PRACTICE);
    inputOf(ORDER).write(get('#o'), { list: [1, 2, 3, 0] });
    press('#o .check');
    expect(context.session.state.questions.get(12)?.earned.toString()).toBe('2/3');
    expect(keys('#o .is-wrong')).toEqual(['0']);
    expect(text('#o .is-wrong .option-mark')).toBe('out of order');
    press('#o .show-answer');
    expect(text('#o .is-wrong .option-mark')).toBe('belongs in place 1');
    expect((move('0', -1) as HTMLButtonElement).disabled).toBe(true);
  });

  test('an answer kept from before has new steps at its end and no more those that are gone', () => {
    openQuiz(EXAM);
    inputOf(ORDER).write(get('#o'), { list: [3, 9, 1] });
    expect(keys('#o .order-step').slice(0, 2)).toEqual(['3', '1']);
    expect(keys('#o .order-step').slice(2).sort()).toEqual(['0', '2']);
  });

  test('in an exam a move is kept at once', () => {
    const { context } = openQuiz(EXAM);
    const [first = ''] = keys('#o .order-step');
    move(first, 1).click();
    expect(context.session.state.questions.get(12)?.answer).toEqual({
      list: keys('#o .order-step').map((each) => Number(each)),
    });
  });
});

describe('matrix', () => {
  test('each row is marked; at the end its right cells are', () => {
    const { context } = openQuiz(PRACTICE);
    tick('0', '0');
    tick('2', '0');
    press('#t .check');
    expect(context.session.state.questions.get(13)).toMatchObject({
      earned: Fraction.of(1, 2),
      answer: { list: [1, 0, 1] },
    });
    expect([keys('#t .row.is-right'), keys('#t .row.is-wrong')]).toEqual([['0'], ['2']]);
    expect(document.querySelector('#t .cell-mark')).toBeNull();
    press('#t .show-answer');
    expect(keys('#t .row[data-key="2"] .is-key')).toEqual(['1']);
    expect([...document.querySelectorAll('#t .cell-mark')].map(({ textContent }) => textContent)).toEqual([
      'right answer',
    ]);
    inputOf(MATRIX).clear(get('#t'));
    expect(document.querySelector('#t .cell-mark, #t .option-mark, #t .is-key')).toBeNull();
  });

  test('the LMS is told pairs of row and column', () => {
    expect(inputOf(MATRIX).interaction(MATRIX, { list: [3, 0, -1] })).toEqual({
      type: 'matching',
      response: ['0.0', '0.1'],
      correct: ['0.0', '2.1'],
    });
  });
});

describe('hotspot', () => {
  const region = (id: string, at: string) => get(`#${id} .region[data-key="${at}"]`);
  const box = (id: string, at: string) => get<HTMLInputElement>(`#${id} input[value="${at}"]`);

  test('a region is placed by its centre and pressed as its answer in the list is', () => {
    openQuiz(PRACTICE);
    expect([region('h', '0').style.left, region('h', '0').style.top, region('h', '0').hidden]).toEqual([
      '25%',
      '40%',
      false,
    ]);
    region('h', '1').click();
    expect([box('h', '1').checked, region('h', '1').getAttribute('aria-pressed')]).toEqual([true, 'true']);
    box('h', '0').click();
    expect([region('h', '0'), region('h', '1')].map((one) => one.getAttribute('aria-pressed'))).toEqual([
      'true',
      'false',
    ]);
  });

  test('with the list open the places are met there alone', () => {
    openQuiz(PRACTICE);
    const list = get<HTMLDetailsElement>('#h .region-list');
    const reached = () => [region('h', '0').tabIndex, region('h', '0').getAttribute('aria-hidden')];
    list.open = true;
    list.dispatchEvent(new Event('toggle'));
    expect(reached()).toEqual([-1, 'true']);
    list.open = false;
    list.dispatchEvent(new Event('toggle'));
    expect(reached()).toEqual([0, null]);
  });

  test('where several may be chosen a region is let go again', () => {
    openQuiz(PRACTICE);
    for (const at of ['0', '1', '1']) region('s', at).click();
    expect(inputOf(SEVERAL).read(get('#s'))).toEqual({ keys: [0] });
  });

  test('the list and the picture give the same score, and feedback opens the list', () => {
    const { context } = openQuiz(PRACTICE);
    region('h', '1').click();
    press('#h .check');
    expect(region('h', '1').classList.contains('is-wrong')).toBe(true);
    expect(get<HTMLDetailsElement>('#h .region-list').open).toBe(true);
    box('h', '0').click();
    expect(region('h', '1').classList.contains('is-wrong')).toBe(false);
    press('#h .check');
    expect(context.session.state.questions.get(14)).toMatchObject({ tries: 2, earned: Fraction.ONE });
    expect((region('h', '1') as HTMLButtonElement).disabled).toBe(true);
  });
});
