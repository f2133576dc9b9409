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

export const KEYS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Questions that are drawn from together: so many in a row, of which so many are asked (0 = all). */
export type Group = readonly [size: number, pick: number];

/**
 * Draw from the slots of the questions, in the author's order; `groups` parts them in this order. Those in `kept` are
 * picked before the others: what was answered in this attempt stays in it when the author adds questions.
 */
export function draw(
  slots: readonly number[],
  groups: readonly Group[],
  shuffle: boolean,
  seed: number,
  kept: ReadonlySet<number> = new Set(),
): Drawn[] {
  const inOrder = slots.map((slot, position) => ({ slot, position, ...stream(slot, seed) }));
  const ranked = [...inOrder].sort((one, other) => one.rank - other.rank || one.position - other.position);
  const picked = new Set<number>();
  let start = 0;
  for (const [size, pick] of groups) {
    const inside = ranked.filter(({ position }) => position >= start && position < start + size);
    const keptFirst = [
      ...inside.filter(({ slot }) => kept.has(slot)),
      ...inside.filter(({ slot }) => !kept.has(slot)),
    ];
    for (const { position } of pick > 0 ? keptFirst.slice(0, pick) : inside) picked.add(position);
    start += size;
  }
  const chosen = (shuffle ? ranked : inOrder).filter(({ position }) => picked.has(position));
  return chosen.map(({ slot, numbers }) => ({ slot, keys: shuffle ? keysInOrder(numbers) : '' }));
}

/** The stream of a question: its first number ranks it, those that follow its options. */
function stream(slot: number, seed: number): { readonly rank: number; readonly numbers: Pcg32 } {
  const numbers = new Pcg32(seed, slot);
  return { rank: numbers.next(), numbers };
}

/** Slots have 16 bits: this one makes another stream of each. */
const MIXED_STREAM = 0x80000000;

/**
 * All 36 keys in the order in which a question shows what is never shown as written: another order than that of
 * `draw`, so that left sides mixed by that one and right sides by this do not agree.
 */
export function mixed(slot: number, seed: number): string {
  const numbers = new Pcg32(seed, (slot | MIXED_STREAM) >>> 0);
  return keysInOrder(numbers);
}

/**
 * The keys of steps, given in their right order, as `mixed` shows them: never in that order. Where chance would have
 * it so the first goes to the end.
 */
export function mixedSteps(steps: readonly string[], slot: number, seed: number): string[] {
  const order = mixed(slot, seed);
  const shown = [...steps].sort((one, other) => order.indexOf(one) - order.indexOf(other));
  const [first] = shown;
  if (first === undefined || shown.some((key, place) => key !== steps[place])) return shown;
  return [...shown.slice(1), first];
}

function keysInOrder(numbers: Pcg32): string {
  const keys = [...KEYS].map((key) => ({ key, rank: numbers.next() }));
  keys.sort((one, other) => one.rank - other.rank);
  return keys.map(({ key }) => key).join('');
}
