import { afterEach, expect, test, vi } from 'vitest';
import type { LessonBlock, LessonData, QuestionData } from '../src/course';
import { displayMenu } from '../src/display';
import { asText, make } from '../src/dom';
import { print } from '../src/printing';
import { textsOf } from '../src/strings';
import { STRINGS } from './player';
import './parts';

const texts = textsOf(STRINGS);
const option = (key: string, words: string) =>
  `<li class="option" data-key="${key}"><span class="option-text">${words}</span></li>`;
/** A formula as pages have it: drawn, with its source in it for those who copy it. */
const HALF =
  '<math><semantics><mfrac><mn>1</mn><mn>2</mn></mfrac><annotation>\\frac{1}{2}</annotation></semantics></math>';
const PAGE = `
  <details id="more"><summary>More</summary>Text</details>
  <details class="hint"><summary>Hint</summary>Look</details>
  <div class="question" data-slot="1">${option('0', `Ice ${HALF}`)}${option('1', 'Wind')}</div>
  <div class="question" data-slot="2"></div>
  <div class="question" data-slot="3"><ol>
    <li class="order-step" data-key="1"><span class="order-text">then</span></li>
    <li class="order-step" data-key="0"><span class="order-text">first</span></li></ol></div>
  <div class="question" data-slot="4">${option('0', 'Secret')}</div>
  <div class="question" data-slot="5"></div>`;
const question = (slot: number, more: Partial<QuestionData>) =>
  ({ id: `q${slot}`, slot, ...more }) as QuestionData;
const quiz = (mode: 'practice' | 'exam', questions: QuestionData[]) =>
  ({ id: mode, slot: 9, kind: 'quiz', mode, questions }) as LessonBlock;
const LESSON: LessonData = {
  id: 'a',
  slot: 8,
  title: 'A',
  blocks: [
    quiz('practice', [
      question(1, {
        options: [
          { key: '0', right: true },
          { key: '1', right: false },
        ],
      }),
      question(2, { type: 'number', accept: ['112 +- 1 h'] }),
      question(3, { steps: ['0', '1'] }),
      question(5, {
        type: 'cloze',
        decimals: 'comma',
        gaps: [
          { key: '0', accept: ['Eis'] },
          { key: '1', accept: ['1.50 +/- 0.05 m^2 sig 3'], number: true },
        ],
      }),
    ]),
    quiz('exam', [question(4, { options: [{ key: '0', right: true }] })]),
  ],
};

afterEach(() => vi.restoreAllMocks());

/** What stands on paper: the answers, and whether what is closed was opened. */
async function printed(answers: boolean) {
  const main = document.createElement('main');
  main.innerHTML = PAGE;
  document.body.replaceChildren(main);
  let paper = { told: [] as string[], open: [] as boolean[], switched: undefined as string | undefined };
  window.print = () => {
    paper = {
      told: [...document.querySelectorAll('.print-answer')].map(asText),
      open: [...document.querySelectorAll('details')].map(({ open }) => open),
      switched: document.documentElement.dataset.print,
    };
  };
  await print(main, LESSON, texts, answers);
  window.dispatchEvent(new Event('afterprint'));
  expect(main.innerHTML).toBe(PAGE);
  expect(document.documentElement.dataset.print).toBeUndefined();
  return paper;
}

test('a lesson prints without its answers', async () => {
  expect(await printed(false)).toEqual({ told: [], open: [true, false], switched: undefined });
});

test('a lesson prints with the answers of its practice, never with those of an exam', async () => {
  const { told, open, switched } = await printed(true);
  expect(told).toEqual(
    ['Ice \\frac{1}{2}', '112 ± 1 h', '1. first · 2. then', 'Eis · 1,50 ± 0,05 m²'].map(
      (answer) => `Right answer: ${answer}`,
    ),
  );
  expect(open).toEqual([true, false]);
  expect(switched).toBe('answers');
});

test('contrast and movement are chosen in the menu, beside colours and size', () => {
  const menu = displayMenu(texts);
  document.body.replaceChildren(menu);
  menu.open = true;
  menu.dispatchEvent(new Event('toggle'));
  const choose = (name: string, value: string) =>
    menu.querySelector<HTMLInputElement>(`input[name="display_${name}"][value="${value}"]`)?.click();
  choose('contrast', 'high');
  choose('motion', 'less');
  expect(document.documentElement.dataset).toMatchObject({ contrast: 'high', motion: 'less' });
  choose('contrast', 'system');
  choose('motion', 'system');
  expect(document.documentElement.dataset.contrast).toBeUndefined();
});

test('a formula in an answer is printed as it is drawn', async () => {
  const main = make('main');
  main.innerHTML = PAGE;
  document.body.replaceChildren(main);
  let drawn = '';
  window.print = () => {
    drawn = document.querySelector('.print-answer math')?.outerHTML ?? '';
  };
  await print(main, LESSON, texts, true);
  expect(drawn).toBe(HALF);
});
