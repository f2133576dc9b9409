import { calibration } from '../calibration';
import { button, focusOn, make } from '../dom';
import type { Texts } from '../strings';
import type { QuizPage } from './quiz-page';

/** How certainty and truth go together, and what to look at first. */
export function certaintyParts(page: QuizPage): HTMLElement[] {
  const { block, context, store, asked } = page;
  const { texts } = context;
  const { answers, right, marks, sureButWrong } = calibration(block, asked, store.stateOf);
  if (answers.every((count) => count === 0)) return [];
  const rows = [3, 2, 1].map((level) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, texts(`certainty-${level}`)),
      make('td', {}, String(answers[level - 1] ?? 0)),
      make('td', {}, String(right[level - 1] ?? 0)),
    ),
  );
  const heads = ['certainty', 'certainty-answers', 'certainty-right'].map((key) =>
    make('th', { scope: 'col' }, texts(key)),
  );
  const most = answers.reduce((sum, count) => sum + count, 0) * 3;
  return [
    ...lookFirst(page, sureButWrong, texts),
    make(
      'table',
      { class: 'calibration' },
      make('thead', {}, make('tr', {}, ...heads)),
      make('tbody', {}, ...rows),
    ),
    make('p', { class: 'small' }, texts('certainty-marks', { marks: Number(marks.toDecimal(2)), most })),
  ];
}

function lookFirst(page: QuizPage, slots: readonly number[], texts: Texts): HTMLElement[] {
  if (slots.length === 0) return [];
  const go = (position: number) => () => {
    const face = page.dealt[position];
    if (face !== undefined) focusOn(face.heading);
  };
  const jumps = page.asked.flatMap(({ slot }, position) =>
    slots.includes(slot)
      ? [button(texts('question', { n: position + 1 }), 'small-button', go(position))]
      : [],
  );
  return [make('p', { class: 'sure-but-wrong' }, texts('sure-but-wrong'), ' ', ...jumps)];
}
