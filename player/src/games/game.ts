import { Pcg32 } from '../pcg32';
import type { Texts } from '../strings';

/** What the page says of a game (`templates/page/blocks/game.html`). */
export interface GameData {
  readonly game: 'memory' | 'typing' | 'math' | 'words' | 'drill';
  readonly pairs: number;
  readonly rounds: number;
  readonly skill: 'addition' | 'subtraction' | 'multiplication' | 'division';
  readonly upTo: number;
  readonly unit: 'unscramble' | 'gap';
  readonly timed: boolean;
  /** Words a minute; 0 = none. */
  readonly goal: number;
  /** Term and meaning; in a drill also other forms of the term. */
  readonly items: readonly (readonly [string, string, ...string[]])[];
}

/** One round of a game, on the page inside `board`. */
export interface Table {
  readonly board: HTMLElement;
  readonly data: GameData;
  readonly texts: Texts;
  readonly chance: Chance;
  readonly announce: (text: string) => void;
  /** Milliseconds that never run backwards. */
  readonly elapsed: () => number;
  /** The round is over: what to say of it, and `right` of `total` for the record. */
  readonly over: (words: string, right: number, total: number) => void;
}

export type Play = (table: Table) => void;

/** Chance that a test can repeat. */
export class Chance {
  private readonly numbers: Pcg32;

  constructor(seed: number) {
    this.numbers = new Pcg32(seed);
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor((this.numbers.next() / 0x1_0000_0000) * (high - low + 1));
  }

  /** The items in another order. */
  shuffled<T>(items: readonly T[]): T[] {
    const mixed = [...items];
    for (let at = mixed.length - 1; at > 0; at--) {
      const other = this.between(0, at);
      [mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
    }
    return mixed;
  }
}
