import { Store } from '../store';

const KEPT_UNDER = 'hornbook.deck-size';
const USUAL = 10;

/** How many cards a session can have. */
export const SIZES = [5, 10, 20, Number.POSITIVE_INFINITY];

/** How many cards this learner likes at a time; the browser keeps it for all decks of this address. */
export function keptSize(): number {
  const kept = new Store(window).get(KEPT_UNDER);
  return SIZES.find((size) => String(size) === kept) ?? USUAL;
}

export function keepSize(size: number): void {
  new Store(window).keep(KEPT_UNDER, String(size));
}
