import { button, focusOn, idOf, make, putBeside } from './dom';
import { breath } from './slices';

/** Ask in a modal dialog; the answer is no where it is closed in any other way. Focus goes back by itself. */
export function confirm(title: string, text: string, yes: string, no: string): Promise<boolean> {
  // Browsers before 2022 know no dialogs.
  if (typeof HTMLDialogElement === 'undefined') return Promise.resolve(window.confirm(`${title}\n\n${text}`));
  return new Promise((answer) => {
    let agreed = false;
    const heading = make('h2', {}, title);
    const words = make('p', {}, text);
    const dialog = make('dialog', {
      class: 'confirm',
      'aria-labelledby': idOf(heading),
      'aria-describedby': idOf(words),
    });
    const agree = button(yes, 'primary', () => {
      agreed = true;
      dialog.close();
    });
    dialog.append(
      heading,
      words,
      make(
        'div',
        { class: 'actions' },
        button(no, 'quiet', () => dialog.close()),
        agree,
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      // It is seen to close before what was agreed to is done.
      void breath().then(() => answer(agreed));
    });
    putBeside(dialog);
    dialog.showModal();
    // In a low window the way to its first button leads past what it asks.
    if (dialog.scrollTop > 0) {
      focusOn(heading);
      dialog.scrollTop = 0;
    }
  });
}
