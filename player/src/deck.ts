import { dueDay, isDue, isNew } from './due';
import { CARD_LEARNING, CARD_RELEARNING, CARD_REVIEW, unpackCard } from './state/model';

/*
 * Which cards of a deck are asked today, and in what order. Siblings (the two directions of a card, the gaps of a
 * text) give each other away: of each group one is asked a day, unless the learner wants the others too.
 */

export interface Deck {
  /** Slots in the author's order. */
  readonly cards: readonly number[];
  /** Groups of slots that are siblings. */
  readonly siblings?: readonly (readonly number[])[];
  /** In percent. */
  readonly retention?: number | undefined;
}

export interface Offer {
  /** Cards to be reviewed, the most urgent first. */
  readonly due: readonly number[];
  /** Cards that were never rated, in the author's order. */
  readonly fresh: readonly number[];
  /** Due and new cards that wait for another day, because a sibling is asked or was asked today. */
  readonly later: readonly number[];
}

/** What a deck has to ask on a day; `words` are those of the state. */
export function offer(deck: Deck, words: ReadonlyMap<number, number>, day: number): Offer {
  const word = (slot: number) => words.get(slot) ?? 0;
  const isAsked = (slot: number) => isNew(word(slot)) || isDue(word(slot), day, deck.retention);
  const urgency = new Map(deck.cards.map((slot) => [slot, urgencyOf(word(slot), day, deck.retention)]));
  const urgent = (one: number, other: number) => (urgency.get(other) ?? 0) - (urgency.get(one) ?? 0);
  const apart = new Set<number>();
  for (const group of deck.siblings ?? []) {
    const askedToday = group.find((slot) => !isNew(word(slot)) && isToday(unpackCard(word(slot)).day, day));
    const [first] = group.filter(isAsked).sort(urgent);
    const stays = askedToday ?? first;
    for (const slot of group) if (slot !== stays) apart.add(slot);
  }
  const asked = deck.cards.filter(isAsked);
  const now = asked.filter((slot) => !apart.has(slot));
  return {
    due: now.filter((slot) => !isNew(word(slot))).sort(urgent),
    fresh: now.filter((slot) => isNew(word(slot))),
    later: asked.filter((slot) => apart.has(slot)),
  };
}

/** For a traveller the day of the last review may still lie ahead. */
const isToday = (last: number, day: number): boolean => last === day || last === day + 1;

/** How much a card needs to be asked: new ones least, missed ones most, between them by how late they are. */
function urgencyOf(word: number, day: number, retention: number | undefined): number {
  const { phase, day: last } = unpackCard(word);
  if (phase === CARD_LEARNING || phase === CARD_RELEARNING) return Number.POSITIVE_INFINITY;
  if (phase !== CARD_REVIEW) return -1;
  return Math.max(0, day - last) / Math.max(1, dueDay(word, retention) - last);
}

/**
 * The cards of one session. Reviews come first, but a quarter is kept for new cards, so that a learner with many
 * reviews still meets them all; the new ones are spread over the session.
 */
export function sessionOf({ due, fresh }: Offer, size: number): number[] {
  const most = Math.min(size, due.length + fresh.length);
  const news = Math.min(fresh.length, Math.max(most - due.length, Math.floor(size / 4)));
  const reviews = due.slice(0, most - news);
  const order: number[] = [];
  for (let taken = 0; order.length < most; ) {
    const newsDue = ((order.length + 1) * news) / most;
    const next = taken + 1 <= newsDue || order.length - taken >= reviews.length;
    const slot = next ? fresh[taken++] : reviews[order.length - taken];
    order.push(slot as number);
  }
  return order;
}
