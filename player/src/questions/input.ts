import type { QuestionData } from '../course';
import { all } from '../dom';
import type { Interaction } from '../session';
import type { Answer } from '../state/model';
import { keyNumber } from './outcome';

/** How an answer stands in the page and in the LMS's record; one for each form of input. */
export interface Input {
  /** What is chosen or typed now; null = nothing. */
  read(element: HTMLElement): Answer | null;
  write(element: HTMLElement, answer: Answer | null): void;
  interaction(
    question: QuestionData,
    answer: Answer,
  ): Pick<Interaction, 'type' | 'response' | 'correct' | 'caseMatters'>;
}

const boxes = (element: HTMLElement) => all(element, '.option input') as HTMLInputElement[];
const field = (element: HTMLElement) => element.querySelector<HTMLInputElement>('.short-answer input');
const keysOf = (answer: Answer) => ('keys' in answer ? answer.keys : []);

/** Radio buttons and checkboxes. */
export const options: Input = {
  read(element) {
    const chosen = boxes(element).filter((box) => box.checked);
    const keys = chosen.map((box) => keyNumber(box.value)).sort((one, other) => one - other);
    return keys.length > 0 ? { keys } : null;
  },
  write(element, answer) {
    const keys = answer === null ? [] : keysOf(answer);
    for (const box of boxes(element)) box.checked = keys.includes(keyNumber(box.value));
  },
  interaction(question, answer) {
    const right = (question.options ?? []).filter((option) => option.right).map((option) => option.key);
    const chosen = keysOf(answer).map((key) => key.toString(36));
    if (question.type === 'true-false') {
      return { type: 'true-false', response: chosen.includes('1'), correct: right.includes('1') };
    }
    return { type: 'choice', response: chosen, correct: right };
  },
};

/** A line to type into. */
export const line: Input = {
  read(element) {
    const text = field(element)?.value ?? '';
    return text.trim() === '' ? null : { text };
  },
  write(element, answer) {
    const input = field(element);
    if (input !== null) input.value = answer !== null && 'text' in answer ? answer.text : '';
  },
  interaction(question, answer) {
    return {
      type: 'fill-in',
      response: 'text' in answer ? answer.text : '',
      correct: question.accept ?? [],
      caseMatters: question.case === true,
    };
  },
};
