import { all, make } from '../dom';
import type { Certainty } from '../state/model';
import type { Texts } from '../strings';

const LEVELS = [1, 2, 3] as const;

/** Asks how sure the learner is of one answer. */
export class CertaintyChoice {
  readonly element: HTMLElement;

  constructor(name: string, texts: Texts) {
    this.element = make('fieldset', { class: 'certainty' }, make('legend', {}, texts('certainty')));
    for (const level of LEVELS) {
      const input = make('input', { type: 'radio', name: `${name}_certainty`, value: level });
      this.element.append(make('label', {}, input, make('span', {}, texts(`certainty-${level}`))));
    }
  }

  get value(): Certainty {
    const chosen = this.inputs.find((input) => input.checked)?.value;
    return LEVELS.find((level) => String(level) === chosen) ?? 0;
  }

  set value(certainty: Certainty) {
    for (const input of this.inputs) input.checked = input.value === String(certainty);
  }

  set locked(locked: boolean) {
    for (const input of this.inputs) input.disabled = locked;
  }

  private get inputs(): HTMLInputElement[] {
    return all(this.element, 'input') as HTMLInputElement[];
  }
}
