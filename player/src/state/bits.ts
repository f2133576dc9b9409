/**
 * Numbers as strings of the characters 0 and 1. Strings are short to write, and 25,000 bits of them cost
 * less than one call to an LMS.
 */

/** Elias gamma: any whole number from 1 up; small ones are short. */
export function gamma(value: number | bigint): string {
  const binary = value.toString(2);
  return '0'.repeat(binary.length - 1) + binary;
}

/** Exponential Golomb of order `order`: any whole number from 0 up, cheap below `2^order`. */
export function golomb(value: number, order: number): string {
  return gamma(Math.floor(value / 2 ** order) + 1) + fixed(value % 2 ** order, order);
}

export function fixed(value: number | bigint, width: number): string {
  return width === 0 ? '' : value.toString(2).padStart(width, '0');
}

/** Thrown by a reader that meets what no writer wrote. */
export class Broken extends Error {}

export class BitReader {
  private at = 0;

  constructor(private readonly bits: string) {}

  fixed(width: number): number {
    return width === 0 ? 0 : Number.parseInt(this.take(width), 2);
  }

  flag(): boolean {
    return this.take(1) === '1';
  }

  bigGamma(): bigint {
    const one = this.bits.indexOf('1', this.at);
    const zeros = one - this.at;
    if (one < 0 || zeros > 255) throw new Broken();
    this.at = one;
    return BigInt(`0b${this.take(zeros + 1)}`);
  }

  bigFixed(width: number): bigint {
    return width === 0 ? 0n : BigInt(`0b${this.take(width)}`);
  }

  gamma(): number {
    const value = this.bigGamma();
    if (value > 0xffffffffn) throw new Broken();
    return Number(value);
  }

  golomb(order: number): number {
    return (this.gamma() - 1) * 2 ** order + this.fixed(order);
  }

  private take(width: number): string {
    const from = this.at;
    this.at += width;
    if (this.at > this.bits.length) throw new Broken();
    return this.bits.slice(from, this.at);
  }
}

/** The 64 characters that every LMS keeps as they are. */
export const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Six bits a character, filled up with zeros. */
export function toCharacters(bits: string): string {
  let text = '';
  for (let at = 0; at < bits.length; at += 6) {
    text += ALPHABET.charAt(Number.parseInt(bits.slice(at, at + 6).padEnd(6, '0'), 2));
  }
  return text;
}

export function fromCharacters(text: string): string {
  let bits = '';
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new Broken();
    bits += fixed(value, 6);
  }
  return bits;
}

const TABLE = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 (IEEE 802.3) of a text's UTF-8 bytes, unsigned. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] as number);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
