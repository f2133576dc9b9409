/**
 * Numbers as people write them, read exactly: never as a float.
 *
 * The grammar stands in `docs/numbers.md`; `hornbook/numerals.py` reads by the same one, with the same languages and
 * digits.
 */

import { currencies } from '../../hornbook/numerals.json';
import type { Convention } from './course';
import { isLonger, plainDigit } from './digits';
import { fold } from './folding';
import { Fraction } from './fraction';

/** A longer text is no number, and is not looked into. */
const MOST_CHARACTERS = 256;
/** Powers of ten up to this one; the largest number that a computer's usual kind holds has 308. */
const MOST_EXPONENT = 400;

/** Why a text is not read as a number: nothing stands there, it can be read in two ways, or in none. */
export type Unread = 'empty' | 'ambiguous' | 'unreadable';

/** A number that was read, and what stands around it. */
export interface Numeral {
  readonly value: Fraction;
  /** A sign of money before the number, else ''. */
  readonly currency: string;
  /** What follows the number, as `plain` writes it: a unit, or nothing. */
  readonly rest: string;
}

const SUPERSCRIPTS = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b';
const RAISED = new RegExp(`([${SUPERSCRIPTS}]+)(\u2044?)`, 'g');

const EXPONENT = '(?:([-+]?[0-9]+)|\\(([-+]?[0-9]+)\\))';
const POWER = `10 ?(?:\\^|\\*\\*) ?${EXPONENT}`;
// After folding the letter of "times" may still be a Cyrillic one.
const TIMES = '[xX\u0445\u0425\u00d7*\u00b7\u22c5\u2219\u2022]';
const OPENING = /(?:[=~\u2248] ?)?/y;
const FRACTION = /(?:([0-9]+) )?([0-9]+) ?\/ ?([0-9]+)/y;
const TEN = new RegExp(POWER, 'y');
const DECIMAL = new RegExp(
  `([0-9]+(?:[ .,'\u066b\u066c][0-9]+)*|[.,\u066b][0-9]+(?: [0-9]+)*)` +
    `(?: ?${TIMES} ?${POWER}|[eE]([-+]?[0-9]+))?`,
  'y',
);
const SEPARATOR = /[ .,'\u066b\u066c]/;
const SEPARATORS = /[ .,'\u066b\u066c]/g;
const GROUPING = " .,'\u066c";
const MARKS = '.,\u066b';
/** Numbers of authors: a point, and nothing between thousands. */
const AUTHORS = /^([0-9]+)?(?:[.\u066b]([0-9]+))?$/;

const CURRENCIES = currencies.replace(/[\\\]^-]/g, '\\$&');
const SIGNS = new RegExp(`([-+]?) ?([${CURRENCIES}]?) ?([-+]?) ?`, 'y');
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map([
  ['\u060c', ','],
  ['\u066a', '%'],
  ['\u2215', '/'],
]);

/** The number that a learner wrote, decimals and thousands read as the learner's language writes them (null = unknown). */
export const read = (text: string, how: Convention | null = 'point'): Numeral | Unread =>
  readAs(text, how, false);

/** The number that an author wrote: with a point before decimals and nothing between thousands. */
export const readKey = (text: string): Numeral | Unread => readAs(text, 'point', true);

/** The text with superscripts as `^2`, digits of all scripts as 0-9, and all else folded but for capitals. */
export function plain(text: string): string {
  const raised = text.replace(RAISED, (_, run: string, slash: string) => {
    const digits = [...run].map((each) => '0123456789+-'[SUPERSCRIPTS.indexOf(each)]).join('');
    return slash === '' ? `^${digits}` : ` ${digits}${slash}`;
  });
  let alike = '';
  for (const character of raised) alike += LOOK_ALIKES.get(character) ?? plainDigit(character);
  return fold(alike, true);
}

function readAs(text: string, how: Convention | null, authors: boolean): Numeral | Unread {
  if (isLonger(text, MOST_CHARACTERS)) return 'unreadable';
  const written = plain(text);
  if (written === '') return 'empty';
  const start = (matchAt(OPENING, written, 0)?.[0] ?? '').length;
  const signs = matchAt(SIGNS, written, start) as RegExpExecArray;
  const [whole, before = '', currency = '', after = ''] = signs;
  if (before !== '' && after !== '') return 'unreadable';
  const found = unsigned(written, start + whole.length, how, authors);
  if (typeof found === 'string') return found;
  const [value, end] = found;
  const rest = written.slice(end).replace(/^ +| +$/g, '');
  return {
    value: before === '-' || after === '-' ? Fraction.ZERO.minus(value) : value,
    currency,
    rest: rest === '.' || rest === ',' ? '' : rest,
  };
}

function matchAt(pattern: RegExp, text: string, place: number): RegExpExecArray | null {
  pattern.lastIndex = place;
  return pattern.exec(text);
}

/** The number that begins at `start`, and where it ends. */
function unsigned(
  written: string,
  start: number,
  how: Convention | null,
  authors: boolean,
): readonly [value: Fraction, end: number] | Unread {
  let match = matchAt(FRACTION, written, start);
  if (match !== null) {
    const value = fraction(match[1], match[2] as string, match[3] as string);
    return typeof value === 'string' ? value : [value, start + match[0].length];
  }
  match = matchAt(TEN, written, start);
  if (match !== null) {
    const value = power((match[1] ?? match[2]) as string);
    return value === null ? 'unreadable' : [value, start + match[0].length];
  }
  match = matchAt(DECIMAL, written, start);
  if (match === null) return 'unreadable';
  const exponent = match[2] ?? match[3] ?? match[4];
  const written10 = match[1] as string;
  const value = authors ? authorsDigits(written10) : digits(written10, how, exponent !== undefined);
  if (typeof value === 'string') return value;
  const factor = exponent === undefined ? Fraction.ONE : power(exponent);
  return factor === null ? 'unreadable' : [value.times(factor), start + match[0].length];
}

function fraction(whole: string | undefined, top: string, bottom: string): Fraction | Unread {
  const divisor = BigInt(bottom);
  if (divisor === 0n) return 'unreadable';
  if (whole === undefined) return Fraction.of(BigInt(top), divisor);
  // "1 500/3" are fifteen hundred thirds, "1 1/2" is one and a half, and "1 100/300" may be either.
  const mixed = BigInt(top) < divisor;
  if (mixed === isGrouped([whole, top])) return mixed ? 'ambiguous' : 'unreadable';
  return mixed
    ? Fraction.of(BigInt(whole)).plus(Fraction.of(BigInt(top), divisor))
    : Fraction.of(BigInt(whole + top), divisor);
}

function power(exponent: string): Fraction | null {
  if (exponent.length > 6 || Math.abs(Number(exponent)) > MOST_EXPONENT) return null;
  const size = 10n ** BigInt(Math.abs(Number(exponent)));
  return Number(exponent) >= 0 ? Fraction.of(size) : Fraction.of(1n, size);
}

function authorsDigits(text: string): Fraction | Unread {
  const match = AUTHORS.exec(text);
  return match === null ? 'ambiguous' : numberOf(match[1] ?? '', match[2] ?? '');
}

/** Digits with separators: as thousands, or with one of the marks before decimals, or as the language has it. */
function digits(text: string, how: Convention | null, scientific: boolean): Fraction | Unread {
  const groups = text.split(SEPARATOR);
  const separators = text.match(SEPARATORS) ?? [];
  if (separators.length === 0) return Fraction.of(BigInt(text));
  const whole = thousands(groups, separators, '');
  let decimal: readonly [string, string] | null = null;
  separators.forEach((mark, place) => {
    if (!MARKS.includes(mark) || separators.filter((each) => each === mark).length > 1) return;
    const left = thousands(groups.slice(0, place + 1), separators.slice(0, place), mark);
    const right = groups.slice(place + 1);
    if (decimal === null && left !== null && isTail(right, separators.slice(place + 1)))
      decimal = [left, right.join('')];
  });
  if (decimal === null) return whole === null ? 'unreadable' : Fraction.of(BigInt(whole));
  // The thousandth before a power of ten can only be a decimal.
  if (whole !== null && !scientific) {
    const [mark] = separators;
    if (how === 'point' && mark === ',') return Fraction.of(BigInt(whole));
    const isDecimal = how === 'comma' ? mark === ',' : how !== null && mark === '.';
    if (!isDecimal) return 'ambiguous';
  }
  return numberOf(decimal[0], decimal[1]);
}

/** The digits of a whole number, with one kind of separator, other than `mark`, between its thousands or none. */
function thousands(groups: readonly string[], separators: readonly string[], mark: string): string | null {
  const [separator] = separators;
  if (separator === undefined) return groups[0] as string;
  const one = separators.every((each) => each === separator);
  if (!one || !GROUPING.includes(separator) || separator === mark || !isGrouped(groups)) return null;
  return groups.join('');
}

/** By thousands, or by lakhs as in India: 12,34,567. */
function isGrouped(groups: readonly string[]): boolean {
  const first = groups[0] as string;
  const inner = groups.slice(1, -1);
  if (groups[groups.length - 1]?.length !== 3 || first === '' || first.startsWith('0')) return false;
  if (first.length <= 3 && inner.every((group) => group.length === 3)) return true;
  return inner.length > 0 && first.length <= 2 && inner.every((group) => group.length === 2);
}

/** Decimals, perhaps with spaces after every third. */
function isTail(groups: readonly string[], separators: readonly string[]): boolean {
  const inner = groups.slice(0, -1);
  const spaced = separators.every((each) => each === ' ') && inner.every((group) => group.length === 3);
  return spaced && (inner.length === 0 || (groups[groups.length - 1] as string).length <= 3);
}

const numberOf = (whole: string, decimals: string): Fraction =>
  Fraction.of(BigInt(whole + decimals || '0'), 10n ** BigInt(decimals.length));
