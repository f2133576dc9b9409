import { Pcg32 } from '../src/pcg32';

/** Seeded chance for property tests: a failing seed is a test case. */
export class Chance {
  private readonly numbers: Pcg32;

  constructor(seed: number) {
    this.numbers = new Pcg32(seed);
  }

  below(bound: number): number {
    return this.numbers.next() % bound;
  }

  word(): number {
    return this.numbers.next();
  }

  yes(): boolean {
    return this.below(2) === 1;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** Ascending numbers from 1 with gaps, as the slots of a lock file are. */
  slots(count: number, gap = 4): number[] {
    let slot = 0;
    return Array.from({ length: count }, () => {
      slot += 1 + this.below(gap);
      return slot;
    });
  }
}
