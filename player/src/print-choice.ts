import { readLesson } from './course';
import { button, make } from './dom';
import { print } from './printing';
import type { Texts } from './strings';

/** Print the lesson that is shown, with its answers or without. */
export function printChoice(texts: Texts): HTMLElement {
  const answers = make('input', { type: 'checkbox', name: 'print_answers' });
  const lost = make('p', { role: 'status' });
  const press = () => {
    lost.textContent = '';
    printLesson(texts, answers.checked).catch(() => {
      lost.textContent = texts('part-failed');
    });
  };
  return make(
    'fieldset',
    { class: 'display-choice print-choice' },
    make('legend', {}, texts('print')),
    make('p', { class: 'small' }, texts('print-about')),
    make('label', {}, answers, make('span', {}, texts('print-answers'))),
    button(texts('print-start'), '', press),
    lost,
  );
}

async function printLesson(texts: Texts, answers: boolean): Promise<void> {
  const main = document.querySelector<HTMLElement>('#shell_main');
  const lesson = main === null ? null : readLesson(main);
  // The cover is printed as it stands.
  if (main === null || lesson === null) window.print();
  else await print(main, lesson, texts, answers);
}
