import type { QuestionData, UnitRule } from '../course';
import { Fraction } from '../fraction';
import { read } from '../numerals';
import { readUnit, type Unit } from '../units';
import { type Answer, textOf } from './answer';
import { EMPTY, type Notice, type Outcome, outcome } from './outcome';
import { holds, inUnitOf, type Quantity, readQuantity } from './quantity';

/** Mark the typed number; `matched` is the expected wrong one. */
export function mark(question: QuestionData, answer: Answer | null): Outcome {
  const { accept = [], reject = [], unit: rule = 'required', decimals } = question;
  const number = read(textOf(answer), decimals);
  if (number === 'empty') return EMPTY;
  if (typeof number === 'string') return told(number);
  const keys = quantities(accept);
  const symbol = number.currency || number.rest;
  const like = keys.find((key) => key.unit !== null)?.unit?.dimensions ?? null;
  const unit = symbol === '' ? null : readUnit(symbol, like);
  if (symbol !== '' && (unit === null || (number.currency !== '' && number.rest !== '')))
    return told('unreadable');
  const isGiven = (key: Quantity) => isNumber(key, number.value, unit, rule);
  if (keys.some(isGiven)) return outcome(Fraction.ONE);
  if (unit === null && rule === 'required' && keys.every((key) => key.unit !== null))
    return told('unit-missing');
  const matched = reject.findIndex((variants) => quantities(variants).some(isGiven));
  if (matched >= 0) return outcome(Fraction.ZERO, { matched });
  if (unit === null) return outcome(Fraction.ZERO);
  // Only a number is asked for.
  if (keys.every((key) => key.unit === null) && unit.dimensions !== '') return told('unreadable');
  const sameKind = keys.some((key) => (key.unit?.dimensions ?? '') === unit.dimensions);
  const otherUnit = !sameKind || keys.some((key) => holds(key, number.value));
  return told(otherUnit ? 'unit' : '');
}

/** The keys that can be read; the packager lets no others through. */
export const quantities = (texts: readonly string[]): Quantity[] =>
  texts.map(readQuantity).filter((key) => key !== null);

const told = (notice: Notice): Outcome => outcome(Fraction.ZERO, { notice });

/** Whether a typed number is the one of a key. */
function isNumber(key: Quantity, value: Fraction, unit: Unit | null, rule: UnitRule): boolean {
  if (unit === null && key.unit !== null && key.unit.dimensions !== '')
    return rule !== 'required' && holds(key, value);
  const own = inUnitOf(key, value, unit);
  if (own !== null && holds(key, own)) return true;
  if (unit === null) return key.unit !== null && rule !== 'required' && holds(key, value);
  // "25 %" where 25 is asked for: the question itself speaks of percent.
  return key.unit === null && unit.dimensions === '' && holds(key, value);
}
