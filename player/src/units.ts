/**
 * Units of measurement, converted in exact numbers.
 *
 * The table is that of `hornbook/units.py`. How a unit is written stands in `docs/numbers.md`.
 */

import * as DATA from '../../hornbook/units.json';
import { isLonger } from './digits';
import { fold } from './folding';
import { Fraction } from './fraction';

/** A longer text is no unit, and is not looked into. */
const MOST_CHARACTERS = 60;
const MOST_FACTORS = 10;
const MOST_DEPTH = 2;

/** A unit in terms of the base units: `value * factor + zero` is the same in them. */
export interface Unit {
  readonly factor: Fraction;
  /** Base units and their powers, in order of their names: what is measured. `m1 s-2` */
  readonly dimensions: string;
  readonly zero: Fraction;
}

/** The unit of a bare number. */
export const ONE: Unit = { factor: Fraction.ONE, dimensions: '', zero: Fraction.ZERO };

/** A value of one unit in another one of the same dimensions. */
export const convert = (value: Fraction, from: Unit, to: Unit): Fraction =>
  value.times(from.factor).plus(from.zero).minus(to.zero).over(to.factor);

const unit = (factor: Fraction, powers: ReadonlyMap<string, number>, zero = Fraction.ZERO): Unit => ({
  factor,
  dimensions: [...powers]
    .filter(([, power]) => power !== 0)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, power]) => `${name}${power}`)
    .join(' '),
  zero,
});

function powersOf({ dimensions }: Unit): Map<string, number> {
  const parts = dimensions === '' ? [] : dimensions.split(' ');
  return new Map(
    parts.map((part) => {
      const [, name = '', power = ''] = /^(.*?)(-?[0-9]+)$/.exec(part) ?? [];
      return [name, Number(power)];
    }),
  );
}

/** The unit to a whole power; a scale that does not begin at nothing is then one of differences. */
function toThe(base: Unit, power: number): Unit {
  if (power === 1) return base;
  let factor = Fraction.ONE;
  for (let left = Math.abs(power); left > 0; left--) factor = factor.times(base.factor);
  if (power < 0) factor = Fraction.ONE.over(factor);
  return unit(factor, new Map([...powersOf(base)].map(([name, each]) => [name, each * power])));
}

function product(one: Unit, other: Unit): Unit {
  const powers = powersOf(one);
  for (const [name, power] of powersOf(other)) powers.set(name, (powers.get(name) ?? 0) + power);
  return unit(one.factor.times(other.factor), powers);
}

const same = (one: Unit, other: Unit) =>
  one.dimensions === other.dimensions && one.factor.equals(other.factor) && one.zero.equals(other.zero);

const PER = /(?:^| )per /gi;
const AHEAD = (
  [
    ['square|sq', 2],
    ['cubic|cu', 3],
  ] as const
).map(([words, power]) => [new RegExp(`(^|[ /*(])(?:${words}) ([^ /*()]+)`, 'gi'), `$1$2^${power}`] as const);
const BEHIND = (
  [
    ['squared', 2],
    ['cubed', 3],
  ] as const
).map(([word, power]) => [new RegExp(` ${word}(?![^ /*)])`, 'gi'), `^${power}`] as const);
const AROUND = / ?([*\u00b7\u22c5\u2219\u2022\u00d7/()]) ?/g;
const KINDS = ['power', 'times', 'over', 'open', 'close', 'symbol'] as const;
const TOKEN =
  /((?:\^|\*\*)?(?:[-+]?[1-9]|\([-+]?[1-9]\)))(?![0-9])|([ *.\u00b7\u22c5\u2219\u2022\u00d7-])|(\/)|(\()|(\))|([^ *.\u00b7\u22c5\u2219\u2022\u00d7/()0-9,^+-]+)/y;

type Token = readonly [kind: (typeof KINDS)[number] | 'end', text: string];

/**
 * The unit that `text`, as `plain` writes it, stands for; null where it is not known.
 *
 * Capitals are as the symbols have them; where they are not, and only one unit can be meant, it is that one. `like`
 * is the kind of unit that is expected, which decides between readings.
 */
export function readUnit(text: string, like: string | null = null): Unit | null {
  const written = text.replace(/^ +| +$/g, '').replace(/\.$/, '');
  if (written === '' || isLonger(written, MOST_CHARACTERS)) return null;
  if (written.includes(' ')) {
    const named = one(fold(written).replace(/ /g, '_'), like);
    if (named !== null) return named;
  }
  const tokens = tokensOf(written.replace(PER, '/'));
  return tokens === null ? null : new Reader(tokens, tokens.length === 1 ? like : null).read();
}

/** Symbols, powers and what joins them; null where something else stands between. */
function tokensOf(text: string): Token[] | null {
  let written = text;
  for (const [pattern, replacement] of [...BEHIND, ...AHEAD]) written = written.replace(pattern, replacement);
  written = written.replace(AROUND, '$1');
  const tokens: Token[] = [];
  for (let place = 0; place < written.length; place = TOKEN.lastIndex) {
    TOKEN.lastIndex = place;
    const match = TOKEN.exec(written);
    if (match === null) return null;
    const kind = KINDS[match.slice(1).findIndex((group) => group !== undefined)];
    tokens.push([kind as Token[0], match[0]]);
  }
  return tokens.length > 0 ? tokens : null;
}

/** Reads products and quotients of symbols; all that follows a stroke is divided by, up to a closing bracket. */
class Reader {
  private place = 0;
  private factors = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly like: string | null,
  ) {}

  read(): Unit | null {
    const read = this.product(0);
    return this.kind() === 'end' ? read : null;
  }

  private kind(): Token[0] {
    return this.tokens[this.place]?.[0] ?? 'end';
  }

  private take(): string {
    return this.tokens[this.place++]?.[1] ?? '';
  }

  private product(depth: number): Unit | null {
    let read: Unit | null = null;
    let sign = 1;
    while (read === null || (this.kind() !== 'end' && this.kind() !== 'close')) {
      if (this.kind() === 'over') {
        this.take();
        sign = -1;
      } else if (this.kind() === 'times' && read !== null) {
        this.take();
      }
      const bracket = this.kind() === 'open';
      const factor = this.factor(depth);
      if (factor === null) return null;
      // A factor that stands alone keeps where its scale begins.
      read = read === null ? toThe(factor, sign) : product(read, toThe(factor, sign));
      if (bracket) sign = 1;
    }
    return read;
  }

  /** A symbol or a bracket, with its power. */
  private factor(depth: number): Unit | null {
    let read: Unit | null = null;
    this.factors++;
    if (this.kind() === 'symbol') {
      read = one(this.take(), this.like);
    } else if (this.kind() === 'open' && depth < MOST_DEPTH) {
      this.take();
      read = this.product(depth + 1);
      if (this.kind() !== 'close') return null;
      this.take();
    }
    if (read === null || this.factors > MOST_FACTORS) return null;
    return this.kind() === 'power' ? toThe(read, Number(this.take().replace(/[\^*()]/g, ''))) : read;
  }
}

/** The unit of one symbol or name. */
function one(symbol: string, like: string | null): Unit | null {
  const exactly = exact(symbol);
  const expected = exactly.find((each) => each.dimensions === like) ?? exactly[0];
  if (expected !== undefined) return expected;
  let loosely = caseless(fold(symbol));
  const alike = loosely.filter((each) => each.dimensions === like);
  if (alike.length > 0) loosely = alike;
  const [first] = loosely;
  return first !== undefined && loosely.every((each) => same(each, first)) ? first : null;
}

function exact(symbol: string): Unit[] {
  const { symbols, names, prefixNames } = table();
  const found: Unit[] = [];
  const bare = symbols.get(symbol);
  if (bare !== undefined) found.push(bare.unit);
  for (const length of [1, 2]) {
    const entry = symbols.get(symbol.slice(length));
    const factor = entry && prefix(symbol.slice(0, length), entry.prefixes);
    if (entry && factor)
      found.push({ ...entry.unit, factor: entry.unit.factor.times(factor), zero: Fraction.ZERO });
  }
  const word = fold(symbol);
  const named = names.get(word);
  if (named !== undefined) found.push(named.unit);
  for (const [name, factor] of prefixNames) {
    const entry = word.startsWith(name) ? names.get(word.slice(name.length)) : undefined;
    if (entry !== undefined && entry.prefixes !== '')
      found.push({ ...entry.unit, factor: entry.unit.factor.times(factor), zero: Fraction.ZERO });
  }
  return found;
}

function caseless(symbol: string): Unit[] {
  const { symbols, caseless, caselessPrefixes } = table();
  const found: Unit[] = [];
  for (const length of [0, 1, 2]) {
    for (const name of caseless.get(symbol.slice(length)) ?? []) {
      const entry = symbols.get(name) as Entry;
      if (length === 0) found.push(entry.unit);
      for (const each of caselessPrefixes.get(symbol.slice(0, length)) ?? []) {
        const factor = prefix(each, entry.prefixes);
        if (factor)
          found.push({ ...entry.unit, factor: entry.unit.factor.times(factor), zero: Fraction.ZERO });
      }
    }
  }
  return found;
}

/** A symbol of the table, and which prefixes it takes: all, large, data (large and binary) or none. */
interface Entry {
  readonly unit: Unit;
  readonly prefixes: string;
}

interface Table {
  readonly symbols: Map<string, Entry>;
  readonly names: Map<string, Entry>;
  readonly caseless: Map<string, string[]>;
  readonly prefixes: Map<string, Fraction>;
  readonly binary: Map<string, Fraction>;
  readonly prefixNames: Map<string, Fraction>;
  readonly caselessPrefixes: Map<string, string[]>;
}

let made: Table | undefined;

/** The table of units, made when the first unit is read; each row is made of those before it. */
function table(): Table {
  if (made !== undefined) return made;
  const ten = (power: number) =>
    power < 0 ? Fraction.of(1n, 10n ** BigInt(-power)) : Fraction.of(10n ** BigInt(power));
  const fractions = (powers: Record<string, number>, of: (power: number) => Fraction) =>
    new Map(Object.entries(powers).map(([name, power]) => [fold(name, true), of(power)]));
  const building: Table = {
    symbols: new Map(),
    names: new Map(),
    caseless: new Map(),
    prefixes: fractions(DATA.prefixes, ten),
    binary: fractions(DATA.binaryPrefixes, (power) => Fraction.of(1024n ** BigInt(power))),
    prefixNames: fractions(DATA.prefixNames, ten),
    caselessPrefixes: new Map(),
  };
  made = building;
  const { symbols, names, caseless, caselessPrefixes } = building;
  const note = (map: Map<string, string[]>, name: string) => {
    const key = fold(name);
    map.set(key, [...(map.get(key) ?? []), name]);
  };
  for (const name of [...building.prefixes.keys(), ...building.binary.keys()]) note(caselessPrefixes, name);
  for (const row of DATA.units) {
    const [written = '', is = '', prefixes = '', zero = ''] = row.split('|');
    const own = written.split(' ').map((symbol) => fold(symbol, true));
    const base = is === '' ? unit(Fraction.ONE, new Map([[own[0] as string, 1]])) : madeOf(is);
    const entry = { unit: zero === '' ? base : { ...base, zero: amount(zero) }, prefixes };
    for (const symbol of own) {
      symbols.set(symbol, entry);
      note(caseless, symbol);
    }
  }
  for (const row of DATA.aliases) {
    const [written = '', ...aliases] = row.split(' ');
    const symbol = fold(written, true);
    const entry = { unit: readUnit(symbol) as Unit, prefixes: symbols.get(symbol)?.prefixes ?? '' };
    for (const name of aliases) if (!names.has(fold(name))) names.set(fold(name), entry);
  }
  return building;
}

/** What a prefix multiplies a unit by; undefined where there is no such prefix to it. */
function prefix(name: string, kind: string): Fraction | undefined {
  const { prefixes, binary } = table();
  const factor = prefixes.get(name) ?? (kind === 'data' ? binary.get(name) : undefined);
  if (kind === '' || factor === undefined) return undefined;
  return kind === 'all' || factor.compare(Fraction.ONE) > 0 ? factor : undefined;
}

/** A number of the table: `60`, `0.0254`, `1e-6`, `1/16`, `255 67/180`. */
const amount = (text: string): Fraction =>
  text
    .split(' ')
    .map((part) => {
      const [over = '', under = '1'] = part.split('/');
      return decimal(over).over(decimal(under));
    })
    .reduce((sum, part) => sum.plus(part));

function decimal(text: string): Fraction {
  const [digits = '', exponent = '0'] = text.split('e');
  const [whole = '', decimals = ''] = digits.split('.');
  const power = Number(exponent) - decimals.length;
  const size = 10n ** BigInt(Math.abs(power));
  return power < 0
    ? Fraction.of(BigInt(whole + decimals), size)
    : Fraction.of(BigInt(whole + decimals) * size);
}

/** A number and a unit, or a number alone. */
function madeOf(text: string): Unit {
  const space = `${text} `.indexOf(' ');
  const symbol = text.slice(space + 1);
  const base = symbol === '' ? ONE : (readUnit(fold(symbol, true)) as Unit);
  return { ...base, factor: base.factor.times(amount(text.slice(0, space))), zero: Fraction.ZERO };
}
