import type { UnitRule } from '../../course';
import { Fraction } from '../../fraction';
import { read } from '../../numerals';
import { readUnit } from '../../units';
import { textOf } from '../answer';
import { type Input, line } from '../input';
import { quantities } from '../number';
import { bounds, inUnitOf, type Quantity, readQuantity } from '../quantity';

/** A line to type a number into. */
export const number: Input = {
  ...line,
  right({ accept = [], decimals }, key = false) {
    const right = readQuantity(accept[0] ?? '');
    const text = key ? right?.written : right?.text;
    // As the language writes decimals.
    return decimals === 'comma' ? text?.replace(/\.(?=[0-9])/g, ',') : text;
  },
  interaction(question, answer) {
    const [key] = quantities(question.accept ?? []);
    const text = textOf(answer);
    const correct = key === undefined || isTyped(key, question.unit) ? null : boundsAsDecimals(key);
    // With a unit to be typed it is no bare number, which is all that a numeric interaction can tell.
    if (key === undefined || correct === null) {
      const written = quantities(question.accept ?? []).map((each) => each.text);
      return { type: 'fill-in', response: text, correct: written };
    }
    const number = read(text, question.decimals);
    const value =
      typeof number === 'string' ? null : valueIn(key, number.value, number.currency || number.rest);
    return { type: 'numeric', response: (value && asDecimal(value)) ?? '', correct };
  },
};

/** Whether the learner types the unit of a key. */
const isTyped = ({ unit }: Quantity, rule: UnitRule | undefined) => unit !== null && rule !== 'shown';

/** Digits before and after the point that every LMS takes (`numeric` of SCORM 2004 in Moodle). */
const LARGEST = Fraction.of(99_999);
const DECIMALS = 7;

const asDecimal = (value: Fraction): string | null =>
  value.abs().compare(LARGEST) > 0 ? null : value.toDecimal(DECIMALS);

function boundsAsDecimals(key: Quantity): string[] | null {
  const [low, high] = bounds(key);
  const numbers = [low, key.value, high].map(asDecimal).filter((number) => number !== null);
  return numbers.length === 3 ? numbers : null;
}

/** A typed number in the unit of the key; null where that cannot be said. */
function valueIn(key: Quantity, value: Fraction, symbol: string): Fraction | null {
  if (symbol === '') return value;
  const unit = readUnit(symbol, key.unit?.dimensions ?? null);
  return unit === null ? null : inUnitOf(key, value, unit);
}
