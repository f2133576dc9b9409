import { all } from '../../dom';
import { keyCharacter, keyNumber, listOf, MOST_COLUMNS } from '../answer';
import { byKeys, type Input, verdict } from '../input';

const rows = (element: HTMLElement) => all(element, '.row');
const boxes = (row: HTMLElement) => all(row, '.cell input') as HTMLInputElement[];
const keyOf = (part: HTMLElement) => part.dataset.key ?? '';
const bit = (key: string) => 1 << keyNumber(key);

/** A table with radio buttons or checkboxes in its cells. */
export const matrix: Input = {
  ask: 'matrix-first',
  typed: false,
  read(element) {
    const list: number[] = [];
    for (const row of rows(element)) {
      const place = keyNumber(keyOf(row));
      while (list.length <= place) list.push(0);
      list[place] = boxes(row).reduce((mask, box) => (box.checked ? mask | bit(box.value) : mask), 0);
    }
    return list.some((mask) => mask > 0) ? { list } : null;
  },
  write(element, answer) {
    const list = listOf(answer);
    for (const row of rows(element)) {
      const mask = Math.max(0, list[keyNumber(keyOf(row))] ?? 0);
      for (const box of boxes(row)) box.checked = (mask & bit(box.value)) !== 0;
    }
  },
  controls: (element) => rows(element).flatMap(boxes),
  arrange(element, _question, keys) {
    byKeys(element.querySelector('.matrix tbody'), '.row', keys);
  },
  show(element, { question, outcome, reveal, texts }) {
    question.rows?.forEach(({ key, right }, position) => {
      const row = rows(element).find((candidate) => keyOf(candidate) === key);
      if (row === undefined) return;
      const isRight = outcome.parts[position] ?? false;
      row.classList.add(isRight ? 'is-right' : 'is-wrong');
      const head = row.querySelector('th span');
      head?.after(' ', verdict(texts(isRight ? 'verdict-right' : 'verdict-wrong')));
      for (const feedback of all(row, '.feedback')) feedback.hidden = isRight;
      // Of a right row it is told once that it is.
      if (!reveal || isRight) return;
      for (const cell of all(row, '.cell')) {
        if ((right & bit(keyOf(cell))) === 0) continue;
        cell.classList.add('is-key');
        cell.querySelector('label')?.append(verdict(texts('verdict-missed'), 'cell-mark'));
      }
    });
  },
  clear(element) {
    for (const added of all(element, '.option-mark, .cell-mark')) added.remove();
    for (const row of rows(element)) row.classList.remove('is-right', 'is-wrong');
    for (const cell of all(element, '.is-key')) cell.classList.remove('is-key');
  },
  interaction({ rows: data = [] }, answer) {
    const list = listOf(answer);
    const pairs = (key: string, mask: number) =>
      Array.from({ length: MOST_COLUMNS }, (_, column) => column)
        .filter((column) => mask & (1 << column))
        .map((column) => `${key}.${keyCharacter(column)}`);
    return {
      type: 'matching',
      response: data.flatMap(({ key }) => pairs(key, Math.max(0, list[keyNumber(key)] ?? 0))),
      correct: data.flatMap(({ key, right }) => pairs(key, right)),
    };
  },
};
