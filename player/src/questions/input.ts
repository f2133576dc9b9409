import type { QuestionData } from '../course';
import { all, make } from '../dom';
import type { Interaction } from '../session';
import type { Texts } from '../strings';
import { type Answer, keyCharacter, keyNumber, keysOf, textOf } from './answer';
import { chosenOptions, type Outcome } from './outcome';

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | HTMLButtonElement;

/** A marked answer on the page. */
export interface Shown {
  readonly question: QuestionData;
  readonly answer: Answer | null;
  readonly outcome: Outcome;
  /** Whether the right answer is shown too. */
  readonly reveal: boolean;
  readonly texts: Texts;
}

/** What an input needs to come to life. */
export interface Tools {
  readonly texts: Texts;
  /** Say something once to those who listen to the page. */
  readonly announce: (text: string) => void;
}

/**
 * How an answer stands in the page and in the LMS's record; one for each form of input. It reads the page alone,
 * which also works where the key is not in it. A change of the answer is an `input` or `change` event.
 */
export interface Input {
  /** Key of the text that asks for an answer where there is none. */
  readonly ask: string;
  /** The answer is typed: it is noted in pauses, and a line is checked by Enter. */
  readonly typed: boolean;
  /** What is chosen or typed now; null = nothing. */
  read(element: HTMLElement): Answer | null;
  write(element: HTMLElement, answer: Answer | null): void;
  /** What must not be used any more once the answer is final. */
  controls(element: HTMLElement): readonly Control[];
  /** Bring it to life; once. */
  attach?(element: HTMLElement, tools: Tools): void;
  /**
   * Put what can be chosen in the order of all 36 `keys`, '' being the order as written; and what is always mixed in
   * the order of `seed`.
   */
  arrange?(element: HTMLElement, question: QuestionData, keys: string, seed: number): void;
  /** The right answer in words, where it is said below the answer; as a `key`, with all that counts as right, too. */
  right?(question: QuestionData, key?: boolean): string | undefined;
  /** Say at each part of the answer how it was marked, with its feedback. */
  show(element: HTMLElement, shown: Shown): void;
  /** Say at the parts of an answer why it is asked for again; `blind` keeps back what would tell that one is right. */
  point?(
    element: HTMLElement,
    pointed: Pick<Shown, 'question' | 'answer' | 'texts'> & { readonly blind: boolean },
  ): void;
  /** Take back what `show` and `point` have added; feedback is hidden by the face. */
  clear(element: HTMLElement): void;
  interaction(
    question: QuestionData,
    answer: Answer,
  ): Pick<Interaction, 'type' | 'response' | 'correct' | 'caseMatters'>;
}

/** Put the children that match in the order of their keys; '' leaves them. */
export function byKeys(list: Element | null, selector: string, keys: string): void {
  if (keys === '' || list === null) return;
  const place = (part: HTMLElement) => keys.indexOf(part.dataset.key ?? '');
  list.append(...all(list, selector).sort((one, other) => place(one) - place(other)));
}

/** How a part was marked, beside it. */
export const verdict = (said: string, name = 'option-mark'): HTMLElement =>
  make('span', { class: name }, said);

const boxes = (element: HTMLElement) => all(element, '.option input') as HTMLInputElement[];
const field = (element: HTMLElement) => element.querySelector<HTMLInputElement>('.short-answer input');

/** Radio buttons and checkboxes. */
export const options: Input = {
  ask: 'choose-first',
  typed: false,
  read(element) {
    const chosen = boxes(element).filter((box) => box.checked);
    const keys = chosen.map((box) => keyNumber(box.value)).sort((one, other) => one - other);
    return keys.length > 0 ? { keys } : null;
  },
  write(element, answer) {
    const keys = keysOf(answer);
    for (const box of boxes(element)) box.checked = keys.includes(keyNumber(box.value));
  },
  controls: boxes,
  arrange(element, { type }, keys) {
    // True and false always stand as they are.
    if (type !== 'true-false') byKeys(element.querySelector('.options'), '.option', keys);
  },
  show(element, { question, answer, reveal, texts }) {
    const chosen = chosenOptions(question, answer);
    question.options?.forEach(({ key, right }, position) => {
      const option = element.querySelector<HTMLElement>(`.option[data-key="${key}"]`);
      const isChosen = chosen.includes(position);
      if (option === null || !(isChosen || (reveal && right))) return;
      const said = isChosen ? (right ? 'right' : 'wrong') : 'missed';
      option.classList.add(right ? 'is-right' : 'is-wrong');
      const label = option.querySelector('label') ?? option;
      label.append(verdict(texts(`verdict-${said}`)));
      for (const feedback of all(option, '.feedback')) feedback.hidden = !isChosen;
    });
  },
  clear(element) {
    for (const mark of all(element, '.option-mark')) mark.remove();
    for (const option of all(element, '.option')) option.classList.remove('is-right', 'is-wrong');
  },
  interaction(question, answer) {
    const right = (question.options ?? []).filter((option) => option.right).map((option) => option.key);
    const chosen = keysOf(answer).map(keyCharacter);
    if (question.type === 'true-false') {
      return { type: 'true-false', response: chosen.includes('1'), correct: right.includes('1') };
    }
    return { type: 'choice', response: chosen, correct: right };
  },
};

/** A line to type into. */
export const line: Input = {
  ask: 'type-first',
  typed: true,
  read(element) {
    const text = field(element)?.value ?? '';
    return text.trim() === '' ? null : { text };
  },
  write(element, answer) {
    const input = field(element);
    if (input !== null) input.value = textOf(answer);
  },
  controls: (element) => all(element, '.short-answer input') as HTMLInputElement[],
  show(element, { outcome: { matched } }) {
    if (matched === null) return;
    for (const feedback of all(element, `[data-reject="${matched}"]`)) feedback.hidden = false;
  },
  right: ({ accept }) => accept?.[0],
  clear() {
    // All that it shows is feedback.
  },
  interaction(question, answer) {
    return {
      type: 'fill-in',
      response: textOf(answer),
      correct: question.accept ?? [],
      caseMatters: question.case === true,
    };
  },
};
