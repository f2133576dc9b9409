import { Pcg32 } from './pcg32';

/**
 * Which questions of a quiz a learner meets, and in what order, from a stored seed: see `hornbook/draw.py`, whose
 * twin this is. An order once seen stays when the author adds, removes or moves something during an attempt.
 */
export interface Drawn {
  readonly slot: number;
  /** All 36 keys in the order in which options are shown; '' keeps the author's order. */
  readonly keys: string;
}

const KEYS = '0123456789abcdefghijklmnopqrstuvwxyz';

/**
 * Draw from the slots of the questions, in the author's order; `pick` 0 takes all. Those in `kept` are picked before
 * the others: what was answered in this attempt stays in it when the author adds questions.
 */
export function draw(
  slots: readonly number[],
  pick: number,
  shuffle: boolean,
  seed: number,
  kept: ReadonlySet<number> = new Set(),
): Drawn[] {
  const ranked = slots.map((slot, position) => ({ slot, position, ...rank(slot, seed) }));
  ranked.sort((one, other) => one.rank - other.rank || one.position - other.position);
  const keptFirst = [
    ...ranked.filter(({ slot }) => kept.has(slot)),
    ...ranked.filter(({ slot }) => !kept.has(slot)),
  ];
  const picked = new Set(pick > 0 ? keptFirst.slice(0, pick) : ranked);
  const chosen = ranked.filter((question) => picked.has(question));
  if (shuffle) return chosen.map(({ slot, keys }) => ({ slot, keys }));
  return chosen.sort((one, other) => one.position - other.position).map(({ slot }) => ({ slot, keys: '' }));
}

function rank(slot: number, seed: number): { rank: number; keys: string } {
  const numbers = new Pcg32(seed, slot);
  const own = numbers.next();
  const keys = [...KEYS].map((key) => ({ key, rank: numbers.next() }));
  keys.sort((one, other) => one.rank - other.rank);
  return { rank: own, keys: keys.map(({ key }) => key).join('') };
}
