import type { GapData, QuestionData } from '../../course';
import { all, idOf, make } from '../../dom';
import { inputOf } from '..';
import { gapsOf, keyNumber } from '../answer';
import { outcomes, questionOf } from '../cloze';
import type { Control, Input } from '../input';
import { noticeText } from '../notice';
import { costsATry } from '../outcome';

const gaps = (element: HTMLElement) => all(element, '.gap');
const control = (gap: HTMLElement) =>
  gap.querySelector('input, select') as HTMLInputElement | HTMLSelectElement;
const placeOf = (gap: HTMLElement) => keyNumber(gap.dataset.key ?? '0');

/** Fields and lists inside the text of the question. */
export const cloze: Input = {
  ask: 'gaps-first',
  typed: true,
  read(element) {
    const filled: (string | null)[] = [];
    for (const gap of gaps(element)) {
      const { value } = control(gap);
      while (filled.length <= placeOf(gap)) filled.push(null);
      filled[placeOf(gap)] = value.trim() === '' ? null : value;
    }
    return filled.some((each) => each !== null) ? { gaps: filled } : null;
  },
  write(element, answer) {
    const filled = gapsOf(answer);
    for (const gap of gaps(element)) {
      const field = control(gap);
      field.value = filled[placeOf(gap)] ?? '';
      // What was picked from a list may be gone since.
      if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.value = '';
    }
  },
  controls: (element): readonly Control[] => gaps(element).map(control),
  show(element, { question, outcome, reveal, texts }) {
    for (const [position, gap] of gaps(element).entries()) {
      const isRight = outcome.parts[position];
      if (isRight === undefined && !reveal) continue;
      gap.classList.add(isRight ? 'is-right' : 'is-wrong');
      const right = isRight || !reveal ? undefined : rightAnswer(question, question.gaps?.[position]);
      const said = [
        ...(isRight === undefined ? [] : [texts(isRight ? 'verdict-right' : 'verdict-wrong')]),
        ...(right === undefined ? [] : [texts('gap-right-answer', { answer: right })]),
      ];
      say(gap, said.join(`${texts('comma')} `));
    }
    for (const position of outcome.rejects)
      for (const feedback of all(element, `[data-reject="${position}"]`)) feedback.hidden = false;
  },
  point(element, { question, answer, texts, blind }) {
    const marked = outcomes(question, answer);
    for (const [position, gap] of gaps(element).entries()) {
      const one = marked[position];
      if (one === undefined || one.empty || costsATry(one) || one.notice === '') continue;
      if (blind && one.notice === 'near') continue;
      gap.classList.add('is-asked');
      const told = noticeText(question, one.notice, texts, question.gaps?.[position]?.accept);
      // The sentence of the gap goes on after it.
      say(gap, told.replace(/[.\u3002\u0964]$/, ''));
    }
  },
  clear(element) {
    for (const mark of all(element, '.gap-mark')) mark.remove();
    for (const gap of gaps(element)) {
      gap.classList.remove('is-right', 'is-wrong', 'is-asked');
      control(gap).removeAttribute('aria-describedby');
    }
  },
  interaction(question, answer) {
    const { gaps = [] } = question;
    const filled = gapsOf(answer);
    return {
      type: 'fill-in',
      response: gaps.map((gap) => {
        const given = filled[keyNumber(gap.key)] ?? '';
        return gap.choices?.find(({ key }) => key === given)?.text ?? (gap.choices ? '' : given);
      }),
      correct: gaps.map((gap) => rightAnswer(question, gap) ?? ''),
    };
  },
};

/** Words beside a gap, read out with its field. */
function say(gap: HTMLElement, words: string): void {
  if (words === '') return;
  const mark = make('span', { class: 'gap-mark' }, words);
  gap.append(mark);
  control(gap).setAttribute('aria-describedby', idOf(mark));
}

function rightAnswer(question: QuestionData, gap: GapData | undefined): string | undefined {
  if (gap === undefined) return undefined;
  if (gap.choices !== undefined) return gap.choices.find(({ right }) => right)?.text;
  const one = questionOf(question, gap);
  return inputOf(one).right?.(one);
}
