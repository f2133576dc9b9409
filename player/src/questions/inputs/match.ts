import { all, make } from '../../dom';
import { mixed } from '../../draw';
import { type Answer, keyCharacter, keyNumber, listOf } from '../answer';
import { byKeys, type Input, verdict } from '../input';

const rows = (element: HTMLElement) => all(element, '.pair');
const choice = (row: HTMLElement) => row.querySelector('select') as HTMLSelectElement;
const keyOf = (part: HTMLElement) => part.dataset.key ?? '';

/** A list of left sides, each with a menu of all right sides. */
export const match: Input = {
  ask: 'match-first',
  typed: false,
  read(element) {
    const list: number[] = [];
    for (const row of rows(element)) {
      const { value } = choice(row);
      const place = keyNumber(keyOf(row));
      while (list.length <= place) list.push(-1);
      list[place] = value === '' ? -1 : keyNumber(value);
    }
    return list.some((side) => side >= 0) ? { list } : null;
  },
  write(element, answer: Answer | null) {
    const list = listOf(answer);
    for (const row of rows(element)) {
      const side = list[keyNumber(keyOf(row))] ?? -1;
      choice(row).value = side < 0 ? '' : keyCharacter(side);
      // A right side that is gone since leaves the menu without a choice.
      if (choice(row).selectedIndex < 0) choice(row).value = '';
    }
  },
  controls: (element) => rows(element).map(choice),
  arrange(element, { slot }, keys, seed) {
    byKeys(element.querySelector('.pairs'), '.pair', keys);
    const order = mixed(slot, seed);
    const numbered = all(element, '.side').length > 0;
    byKeys(element.querySelector('.sides'), '.side', order);
    for (const [place, number] of all(element, '.side-number').entries())
      number.textContent = String(place + 1);
    for (const row of rows(element)) {
      const menu = choice(row);
      const [none, ...options] = [...menu.options];
      const { value } = menu;
      options.sort((one, other) => order.indexOf(one.value) - order.indexOf(other.value));
      if (numbered)
        options.forEach((option, place) => {
          option.textContent = (option.textContent ?? '').replace(/^\d+/, String(place + 1));
        });
      menu.append(...(none === undefined ? options : [none, ...options]));
      menu.value = value;
    }
  },
  show(element, { question, outcome, reveal, texts }) {
    question.pairs?.forEach(({ key, right }, position) => {
      const row = rows(element).find((candidate) => keyOf(candidate) === key);
      if (row === undefined) return;
      const isRight = outcome.parts[position] ?? false;
      row.classList.add(isRight ? 'is-right' : 'is-wrong');
      row.querySelector('.pair-sides')?.append(verdict(texts(isRight ? 'verdict-right' : 'verdict-wrong')));
      for (const feedback of all(row, '.feedback')) feedback.hidden = isRight;
      if (isRight || !reveal) return;
      const side = [...choice(row).options].find(({ value }) => value === right)?.textContent ?? '';
      row
        .querySelector('.pair-sides')
        ?.after(make('p', { class: 'part-right' }, texts('pair-right', { side: side.trim() })));
    });
  },
  clear(element) {
    for (const added of all(element, '.option-mark, .part-right')) added.remove();
    for (const row of rows(element)) row.classList.remove('is-right', 'is-wrong');
  },
  interaction({ pairs = [] }, answer) {
    const list = listOf(answer);
    const response = pairs.flatMap(({ key }) => {
      const side = list[keyNumber(key)] ?? -1;
      return side < 0 ? [] : [`${key}.${keyCharacter(side)}`];
    });
    return { type: 'matching', response, correct: pairs.map(({ key, right }) => `${key}.${right}`) };
  },
};
