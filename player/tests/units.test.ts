import { expect, test } from 'vitest';
import { Fraction } from '../src/fraction';
import { plain } from '../src/numerals';
import { convert, readUnit, type Unit } from '../src/units';
import { vectors } from './vectors';

interface Case {
  text: string;
  like?: string;
  one: [amount: string, unit: string] | null;
}

const unit = (text: string) => readUnit(plain(text)) as Unit;

test('every shared unit converts as it does in Python', () => {
  for (const { text, like, one } of vectors<Case>('units')) {
    const found = readUnit(plain(text), like === undefined ? null : unit(like).dimensions);
    if (one === null || found === null) {
      expect({ text, found }).toEqual({ text, found: one });
      continue;
    }
    const [amount, other] = one;
    expect({ text, dimensions: found.dimensions }).toEqual({ text, dimensions: unit(other).dimensions });
    expect({ text, amount: convert(Fraction.ONE, found, unit(other)).toString() }).toEqual({ text, amount });
  }
});

test('temperatures have different zeros', () => {
  const of = (value: number, from: string, to: string) =>
    convert(Fraction.of(value), unit(from), unit(to)).toString();
  expect(of(100, '°C', '°F')).toBe('212/1');
  expect(of(-40, '°F', '°C')).toBe('-40/1');
  expect(of(0, '°C', 'K')).toBe('5463/20');
  expect(unit('W/(m2 °C)')).toEqual(unit('W/(m2 K)'));
});
