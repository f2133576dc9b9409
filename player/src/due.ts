import { CARD_NEW, CARD_REVIEW, unpackCard } from './state/model';

/*
 * What a card's word says without planning anew: when the card comes back. The table of contents needs no more, so
 * the scheduler itself (`cards.ts`) can come later. The same rules as `hornbook/cards.py`.
 */

/** In percent: the part of the cards that a learner wants to know when they come back. */
export const RETENTION = 90;
const LONGEST_INTERVAL = 3650;

/** How fast FSRS-6 forgets: the last of its default weights. */
const DECAY = -0.1542;
const FACTOR = 0.9 ** (1 / DECAY) - 1;

/** Stability is written on a logarithmic scale in steps of 1.3 %; code 0 is no memory. */
export const LEAST_STABILITY = 0.05;
export const MOST_STABILITY = 36_500;
export const HIGHEST_STABILITY_CODE = 0x3ff;
export const STABILITY_STEP = Math.log(MOST_STABILITY / LEAST_STABILITY) / (HIGHEST_STABILITY_CODE - 1);

/** Days until the chance to remember has fallen to `retention`. */
export function interval(stability: number, retention: number): number {
  const days = (stability / FACTOR) * ((retention / 100) ** (1 / DECAY) - 1);
  return Math.min(Math.max(1, Math.round(days)), LONGEST_INTERVAL);
}

export function decodedStability(code: number): number {
  return LEAST_STABILITY * Math.exp(STABILITY_STEP * (code - 1));
}

export const isNew = (word: number): boolean => unpackCard(word).phase === CARD_NEW;

/** Whether a card that was rated before is to be asked on this day; a new card never is. */
export function isDue(word: number, day: number, retention = RETENTION): boolean {
  const { phase, day: last } = unpackCard(word);
  if (phase === CARD_NEW) return false;
  // A last review that lies ahead was dated by a wrong clock: asking once too often loses nothing.
  return phase !== CARD_REVIEW || last > day + 1 || day >= dueDay(word, retention);
}

/** The number of the day on which a card that was rated comes back. */
export function dueDay(word: number, retention = RETENTION): number {
  const { stability, day } = unpackCard(word);
  return day + (stability === 0 ? 0 : interval(decodedStability(stability), retention));
}
