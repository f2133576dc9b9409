import { all } from './dom';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * Bring a question to life; what a learner has entered into it until then is entered again, as if it had been made just
 * then. Pages come with nothing entered.
 */
export function keepEntries(question: Element, attach: () => void): void {
  const controls = all(question, 'input, select, textarea') as unknown as Control[];
  const entries = controls.map((control) => [control, read(control)] as const).filter(([, entry]) => entry);
  attach();
  for (const [control, entry] of entries) {
    if (control.disabled || read(control) === entry) continue;
    if (isMark(control)) control.checked = true;
    else control.value = String(entry);
    for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
  }
  // A browser that puts entries back when the page is loaded again may know them from another attempt.
  for (const control of controls) control.setAttribute('autocomplete', 'off');
}

const isMark = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && /radio|checkbox/.test(control.type);

const read = (control: Control): string | boolean => (isMark(control) ? control.checked : control.value);
