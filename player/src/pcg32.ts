/**
 * PCG32 (XSH-RR 64/32): the one source of chance, so that a draw can be repeated from its seed and stream.
 * The same in `hornbook/pcg32.py`; both run `tests/vectors/pcg32.json`.
 */
export class Pcg32 {
  private state = 0n;
  private readonly increment: bigint;

  /** `seed` and `stream`: unsigned 32-bit numbers; every stream is a sequence of its own. */
  constructor(seed: number, stream = 54) {
    this.increment = (BigInt(stream >>> 0) << 1n) | 1n;
    this.next();
    this.state = (this.state + BigInt(seed >>> 0)) & MASK;
    this.next();
  }

  /** The next unsigned 32-bit number. */
  next(): number {
    const old = this.state;
    this.state = (old * MULTIPLIER + this.increment) & MASK;
    const mixed = Number((((old >> 18n) ^ old) >> 27n) & 0xffffffffn);
    const turn = Number(old >> 59n);
    return ((mixed >>> turn) | (mixed << (-turn & 31))) >>> 0;
  }
}

const MASK = (1n << 64n) - 1n;
const MULTIPLIER = 6364136223846793005n;

/** A fresh unsigned 32-bit seed. */
export function freshSeed(): number {
  const cell = new Uint32Array(1);
  try {
    crypto.getRandomValues(cell);
  } catch {
    cell[0] = Math.floor(Math.random() * 0x100000000);
  }
  return cell[0] as number;
}
