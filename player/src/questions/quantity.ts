/**
 * Numbers as authors write them into a key: a value, how far an answer may be from it, and a unit. The packager has
 * read the same texts (`hornbook/questions/quantity.py`) and refused what cannot be read.
 */

import { Fraction } from '../fraction';
import { type Numeral, plain, readKey } from '../numerals';
import { convert, ONE, readUnit, type Unit } from '../units';

/** One right (or expected wrong) value. */
export interface Quantity {
  /** The number and its unit as the author wrote them, without the tolerance. */
  readonly text: string;
  /** The same with its tolerance, as a reader writes it: 112 \u00b1 1 h. */
  readonly written: string;
  readonly value: Fraction;
  /** How far an answer may be off, in the unit. */
  readonly tolerance: Fraction;
  /** How many significant digits count; 0 where that is not asked. */
  readonly digits: number;
  readonly unit: Unit | null;
}

const TOLERANCE = / ?(?:\+-|\+\/-|\u00b1) ?/;
const DIGITS = / sig ([0-9]{1,3})(?= |$)/;
const POWER = /\^(-?[0-9])/g;
const RAISED = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';

const known = new Map<string, Quantity | null>();

/** The quantity that a key says; null where it is none, which a course that was built does not hold. */
export function readQuantity(text: string): Quantity | null {
  let quantity = known.get(text);
  if (quantity === undefined) {
    quantity = readNew(text);
    known.set(text, quantity);
  }
  return quantity;
}

function readNew(text: string): Quantity | null {
  let written = plain(text);
  const asked = DIGITS.exec(written);
  if (asked !== null) written = written.replace(DIGITS, '');
  const [amount = '', tolerance] = written.split(TOLERANCE);
  const number = readKey(amount);
  if (typeof number === 'string') return null;
  const symbol = number.currency || number.rest;
  const made = (unit: string, allowed: Fraction) =>
    quantityOf(number, [amount, tolerance], unit, allowed, Number(asked?.[1] ?? 0));
  if (tolerance === undefined) return made(symbol, Fraction.ZERO);
  const allowed = readKey(tolerance);
  if (typeof allowed === 'string') return null;
  if (allowed.rest.startsWith('%') && symbol !== '%') {
    const share = allowed.value.times(number.value.abs()).over(Fraction.of(100));
    return made(symbol || allowed.rest.slice(1).trim(), share);
  }
  if (symbol === '' || allowed.rest === '') return made(symbol || allowed.rest, allowed.value);
  const [unit, ofTolerance] = [readUnit(symbol), readUnit(allowed.rest)];
  if (unit === null || ofTolerance === null) return null;
  return made(symbol, allowed.value.times(ofTolerance.factor).over(unit.factor));
}

function quantityOf(
  number: Numeral,
  [amount, off]: readonly [amount: string, off: string | undefined],
  symbol: string,
  tolerance: Fraction,
  digits: number,
): Quantity | null {
  const unit = symbol === '' ? null : readUnit(symbol);
  if (symbol !== '' && unit === null) return null;
  const whole = symbol !== '' && (number.currency || number.rest) === '' ? `${amount} ${symbol}` : amount;
  const raise = (_: string, power: string) =>
    power.replace('-', '\u207b').replace(/[0-9]/, (digit) => RAISED[Number(digit)] as string);
  const text = whole.replace(POWER, raise);
  const written = off === undefined ? text : `${amount} \u00b1 ${off}`.replace(POWER, raise);
  return { text, written, value: number.value, tolerance, digits, unit };
}

/** Whether a value, in the quantity's unit, is near enough. */
export function holds({ value, tolerance, digits }: Quantity, given: Fraction): boolean {
  if (digits > 0) return rounded(given, digits).equals(rounded(value, digits));
  return given.minus(value).abs().compare(tolerance) <= 0;
}

/** The lowest and the highest value that is near enough. */
export function bounds({ value, tolerance, digits }: Quantity): readonly [low: Fraction, high: Fraction] {
  const half = digits > 0 && value.numerator !== 0n ? stepOf(value, digits).over(Fraction.of(2)) : tolerance;
  const middle = digits > 0 ? rounded(value, digits) : value;
  return [middle.minus(half), middle.plus(half)];
}

/** A value in the unit of the quantity; null where it measures something else. */
export function inUnitOf(quantity: Quantity, value: Fraction, unit: Unit | null): Fraction | null {
  const [own, given] = [quantity.unit ?? ONE, unit ?? ONE];
  return own.dimensions === given.dimensions ? convert(value, given, own) : null;
}

/** The value to so many significant digits; half of the last one goes away from zero. */
export function rounded(value: Fraction, digits: number): Fraction {
  if (value.numerator === 0n) return value;
  const step = stepOf(value, digits);
  const whole = Fraction.of(value.abs().over(step).scaled(0)).times(step);
  return value.numerator > 0n ? whole : Fraction.ZERO.minus(whole);
}

/** What the last of so many significant digits is worth. */
function stepOf(value: Fraction, digits: number): Fraction {
  const size = value.abs();
  // The power of ten of the first digit, from the lengths of the whole numbers; it may be one too high.
  let exponent = String(size.numerator).length - String(size.denominator).length;
  if (size.compare(tenTo(exponent)) < 0) exponent--;
  return tenTo(exponent - digits + 1);
}

const tenTo = (power: number): Fraction =>
  power < 0 ? Fraction.of(1n, 10n ** BigInt(-power)) : Fraction.of(10n ** BigInt(power));
