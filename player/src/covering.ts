import { button, idOf, make } from './dom';
import type { Texts } from './strings';

/** Something to recall: `text` is covered, the button that shows it stands in `place` and is told apart by `name`. */
export interface Covered {
  readonly item: HTMLElement;
  readonly text: HTMLElement;
  readonly place: HTMLElement;
  readonly name: Element | string;
}

/**
 * Read the texts, then cover them and recall each: the row with the button that covers and shows all. What is covered
 * keeps its room on the page, and is hidden from screen readers too. `kind` ends the keys of the button's texts.
 */
export function coverAll(things: readonly Covered[], kind: 'texts' | 'examples', texts: Texts): HTMLElement {
  const items = things.map(({ item, text, place, name }) => {
    const reveal = button(texts('reveal'), 'quiet reveal', () => {
      setCovered(item, reveal, false);
      text.tabIndex = -1;
      text.focus();
      label();
    });
    if (typeof name === 'string') reveal.setAttribute('aria-label', name);
    else reveal.setAttribute('aria-describedby', idOf(name));
    reveal.hidden = true;
    place.append(' ', reveal);
    return { item, reveal };
  });
  const isAnyCovered = () => items.some(({ item }) => item.classList.contains('covered'));
  const toggle = button('', 'quiet', () => {
    const covered = !isAnyCovered();
    for (const { item, reveal } of items) setCovered(item, reveal, covered);
    label();
  });
  function label(): void {
    toggle.textContent = texts(`${isAnyCovered() ? 'show' : 'hide'}-${kind}`);
  }
  label();
  return make('div', { class: 'actions' }, toggle);
}

function setCovered(item: HTMLElement, reveal: HTMLElement, covered: boolean): void {
  item.classList.toggle('covered', covered);
  reveal.hidden = !covered;
}
