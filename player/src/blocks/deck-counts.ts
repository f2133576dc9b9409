import type { Offer } from '../deck';
import { make } from '../dom';
import type { Texts } from '../strings';

/** How many cards of a deck are due, and how many are new. */
export class DeckCounts {
  private readonly due = make('span', { class: 'deck-due' });
  private readonly fresh = make('span', { class: 'deck-fresh' });
  readonly element = make('p', { class: 'deck-counts' }, this.due, ' ', this.fresh);

  constructor(private readonly texts: Texts) {}

  show({ due, fresh }: Offer): void {
    this.due.textContent =
      due.length === 0 ? this.texts('cards-none-due') : this.texts.count('cards-due', due.length);
    this.due.classList.toggle('none', due.length === 0);
    // Who has new cards before them has something to do.
    this.due.hidden = due.length === 0 && fresh.length > 0;
    this.fresh.textContent = this.texts.count('cards-new', fresh.length);
    this.fresh.hidden = fresh.length === 0;
  }
}
