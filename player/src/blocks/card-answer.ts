import { difference, isAccepted, nearest, type Piece } from '../difference';
import { button, idOf, make } from '../dom';
import type { Texts } from '../strings';

/** The field of a card whose answer is typed, and how it compares with the right one. Keeps nothing. */
export class TypedAnswer {
  readonly element: HTMLElement;
  /** Says whether it was right and shows where it was not; takes the focus after a check. */
  readonly verdict = make('div', { class: 'card-verdict', tabindex: -1, hidden: true });
  private readonly field = make('input', {
    type: 'text',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    maxlength: 300,
  });
  private readonly missing: HTMLElement;
  private readonly form: HTMLFormElement;

  constructor(
    private readonly accept: readonly string[],
    private readonly texts: Texts,
    check: () => void,
  ) {
    const label = make('label', { for: idOf(this.field) }, texts('card-type'));
    const submit = button(texts('check'), 'primary', check);
    this.missing = make('p', { class: 'card-missing', hidden: true }, texts('type-first'));
    this.form = make('form', { class: 'card-form' }, label, this.field, submit, this.missing);
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      check();
    });
    this.element = make('div', { class: 'card-typed no-print' }, this.form, this.verdict);
  }

  focus(): void {
    this.field.focus({ preventScroll: true });
  }

  /** Whether there is nothing to compare, which is told below the field then. */
  get isEmpty(): boolean {
    const empty = this.field.value.trim() === '';
    this.missing.hidden = !empty;
    return empty;
  }

  clear(): void {
    this.field.value = '';
    this.missing.hidden = true;
    this.form.hidden = false;
    this.verdict.hidden = true;
  }

  /** Compare what was typed; true = it is right. */
  check(): boolean {
    const typed = this.field.value.trim();
    const right = isAccepted(typed, this.accept);
    this.form.hidden = true;
    this.verdict.hidden = false;
    this.verdict.dataset.result = right ? 'right' : 'wrong';
    const said = make('p', { class: 'card-result' }, this.texts(right ? 'result-right' : 'card-differs'));
    this.verdict.replaceChildren(
      said,
      ...(right ? [this.line('card-you-typed', [{ text: typed, same: true }])] : []),
    );
    if (right) return true;
    const { typed: left, answer } = difference(typed, nearest(typed, this.accept));
    this.verdict.append(
      this.line('card-you-typed', left, 'del'),
      this.line('card-answer', answer, 'ins'),
      this.inWords('card-extra', left),
      this.inWords('card-missing', answer),
    );
    return false;
  }

  /** A text whose parts that the other lacks are marked: struck out or underlined, and told again in words. */
  private line(label: string, pieces: readonly Piece[], mark: 'del' | 'ins' = 'del'): HTMLElement {
    const parts = pieces.map(({ text, same }) => (same ? text : make(mark, {}, text)));
    return make(
      'p',
      { class: 'card-compared' },
      make('span', { class: 'card-compared-label' }, this.texts(label)),
      ' ',
      make('bdi', {}, ...parts),
    );
  }

  private inWords(label: string, pieces: readonly Piece[]): HTMLElement {
    const parts = pieces
      .filter(({ same, text }) => !same && text.trim() !== '')
      .map(({ text }) => `“${text.trim()}”`);
    const text = this.texts(label, { parts: parts.join(', ') });
    return make('p', { class: 'card-difference', hidden: parts.length === 0 }, text);
  }
}
