import type { Deck, Offer } from '../deck';
import { button, focusOn, idOf, make } from '../dom';
import { dueDay, isNew } from '../due';
import type { Texts } from '../strings';
import { DeckCounts } from './deck-counts';
import { keepSize, keptSize, SIZES } from './deck-size';

interface Wishes {
  readonly resize: () => void;
  readonly undo: () => void;
  readonly reset: () => void;
  /** null where there is no deck to take along. */
  readonly save: (() => void) | null;
  /** Only the cards of this topic are asked; '' = all. */
  readonly choose: (topic: string) => void;
}

/** What stands around the cards: how many are due, how many a session has, undo, keys, starting anew. */
export class DeckTools {
  readonly head: HTMLElement;
  readonly foot: HTMLElement;
  size = keptSize();
  private readonly counts: DeckCounts;
  private readonly undo: HTMLButtonElement;
  private readonly reset: HTMLButtonElement;
  private readonly hintKey: HTMLElement;
  private readonly keys: HTMLDetailsElement;

  constructor(texts: Texts, topics: readonly string[], { resize, undo, reset, save, choose }: Wishes) {
    const legend = make('legend', {}, texts('deck-size'));
    const sizes = make('fieldset', { class: 'segments deck-sizes' }, legend);
    for (const size of SIZES) {
      const choice = make('input', { type: 'radio', name: idOf(sizes), value: size });
      choice.checked = size === this.size;
      choice.addEventListener('change', () => {
        this.size = size;
        keepSize(size);
        resize();
      });
      const name = Number.isFinite(size) ? String(size) : texts('deck-size-all');
      sizes.append(make('label', {}, choice, name));
    }
    this.counts = new DeckCounts(texts);
    this.head = make('div', { class: 'deck-head no-print' }, this.counts.element);
    this.undo = button(texts('undo'), 'quiet', undo);
    this.undo.setAttribute('aria-keyshortcuts', 'u');
    this.reset = button(texts('deck-reset'), 'quiet', reset);
    const lines = ['Space', '1 – 4', 'U', 'H', 'R', '?'].map((key, at) =>
      make('li', {}, make('kbd', {}, key), ` ${texts(`deck-key-${at + 1}`)}`),
    );
    this.hintKey = lines[3] as HTMLElement;
    this.keys = make(
      'details',
      { class: 'deck-keys' },
      make('summary', { 'aria-keyshortcuts': '?' }, texts('deck-keys')),
      make('ul', {}, ...lines),
    );
    this.foot = make(
      'div',
      { class: 'deck-foot no-print' },
      this.undo,
      this.reset,
      ...(save === null ? [] : [button(texts('deck-save'), 'quiet deck-save', save)]),
      this.keys,
      // Below the cards: they come with the first press, which must move nothing under the finger.
      sizes,
      ...(topics.length > 1 ? [topicChoice(topics, texts, choose)] : []),
    );
  }

  update(offer: Offer, canUndo: boolean, hasHint: boolean, wasRated: boolean): void {
    this.count(offer);
    // Not disabled: a button that loses its focus would leave the keyboard nowhere.
    this.undo.hidden = !canUndo;
    this.reset.hidden = !wasRated;
    this.hintKey.hidden = !hasHint;
  }

  count(offer: Offer): void {
    this.counts.show(offer);
  }

  showKeys(): void {
    this.keys.open = !this.keys.open;
    if (this.keys.open) focusOn(this.keys.querySelector('summary') as HTMLElement);
  }

  /** Days until the first card of the deck comes back. */
  nextDue(deck: Deck, words: ReadonlyMap<number, number>, day: number): number {
    const rated = deck.cards.map((slot) => words.get(slot) ?? 0).filter((word) => !isNew(word));
    return Math.min(...rated.map((word) => dueDay(word, deck.retention) - day));
  }
}

/** A menu of what the cards are about. */
function topicChoice(
  topics: readonly string[],
  texts: Texts,
  choose: (topic: string) => void,
): HTMLLabelElement {
  const menu = make('select', {}, make('option', { value: '' }, texts('deck-topic-all')));
  menu.append(...topics.map((topic) => make('option', { value: topic }, topic)));
  menu.addEventListener('change', () => choose(menu.value));
  return make('label', { class: 'deck-topic' }, `${texts('deck-topic')} `, menu);
}
