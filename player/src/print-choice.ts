import { type LessonData, readLesson } from './course';
import { button, make } from './dom';
import { print } from './printing';
import type { Texts } from './strings';

/** Print the lesson that is shown, with its answers or without; where none is shown, as on the cover, it is not offered. */
export function printChoice(texts: Texts): HTMLElement {
  const answers = make('input', { type: 'checkbox', name: 'print_answers' });
  const lost = make('p', { role: 'status' });
  const press = () => {
    const open = shown();
    if (open === null) return;
    lost.textContent = '';
    print(open.main, open.lesson, texts, answers.checked).catch(() => {
      lost.textContent = texts('part-failed');
    });
  };
  const choice = make(
    'fieldset',
    { class: 'display-choice print-choice' },
    make('legend', {}, texts('print')),
    make('p', { class: 'small' }, texts('print-about')),
    make('label', {}, answers, make('span', {}, texts('print-answers'))),
    make('div', {}, button(texts('print-start'), '', press)),
    lost,
  );
  const offer = () => {
    choice.hidden = shown() === null;
  };
  offer();
  // The menu is opened again beside another page. Its event does not bubble.
  document.addEventListener('toggle', offer, true);
  return choice;
}

function shown(): { main: HTMLElement; lesson: LessonData } | null {
  const main = document.querySelector<HTMLElement>('#shell_main');
  const lesson = main === null ? null : readLesson(main);
  return main === null || lesson === null ? null : { main, lesson };
}
