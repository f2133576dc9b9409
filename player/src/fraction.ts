/** Exact fractions of whole numbers, always in lowest terms with a denominator above zero. */
export class Fraction {
  static readonly ZERO = new Fraction(0n, 1n);
  static readonly ONE = new Fraction(1n, 1n);

  private constructor(
    readonly numerator: bigint,
    readonly denominator: bigint,
  ) {}

  /** `numerator / denominator`; throws a RangeError for a denominator of 0 or a number that is not whole. */
  static of(numerator: number | bigint, denominator: number | bigint = 1): Fraction {
    let n = BigInt(numerator);
    let d = BigInt(denominator);
    if (d === 0n) throw new RangeError('a fraction needs a denominator other than 0');
    if (d < 0n) {
      n = -n;
      d = -d;
    }
    const divisor = greatestCommonDivisor(n < 0n ? -n : n, d);
    return new Fraction(n / divisor, d / divisor);
  }

  plus(other: Fraction): Fraction {
    return Fraction.of(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  minus(other: Fraction): Fraction {
    return Fraction.of(
      this.numerator * other.denominator - other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  /** The distance from 0. */
  abs(): Fraction {
    return this.numerator < 0n ? Fraction.ZERO.minus(this) : this;
  }

  times(other: Fraction): Fraction {
    return Fraction.of(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  over(other: Fraction): Fraction {
    return Fraction.of(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  /** Negative, 0 or positive, as this fraction is below, equal to or above the other. */
  compare(other: Fraction): number {
    const difference = this.numerator * other.denominator - other.numerator * this.denominator;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  equals(other: Fraction): boolean {
    return this.compare(other) === 0;
  }

  /** The nearest fraction whose denominator divides 2 to the power of `bits`. */
  near(bits: number): Fraction {
    const whole = 1n << BigInt(bits);
    return Fraction.of(
      floorDivide(2n * this.numerator * whole + this.denominator, 2n * this.denominator),
      whole,
    );
  }

  /** The value times `10^decimals`, rounded half up to a whole number. */
  scaled(decimals: number): bigint {
    const doubled = 2n * this.numerator * 10n ** BigInt(decimals) + this.denominator;
    return floorDivide(doubled, 2n * this.denominator);
  }

  /** As a decimal without needless zeros, rounded half up: 2/3 to 2 decimals is `0.67`. */
  toDecimal(decimals: number): string {
    const scaled = this.scaled(decimals);
    const sign = scaled < 0n ? '-' : '';
    const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, '0');
    const whole = digits.slice(0, digits.length - decimals);
    const part = digits.slice(digits.length - decimals).replace(/0+$/, '');
    return sign + whole + (part === '' ? '' : `.${part}`);
  }

  /** A score on 0 to 100 with at most two decimals: rounding happens here, once. */
  toPercent(): string {
    return this.times(HUNDRED).toDecimal(2);
  }

  toString(): string {
    return `${this.numerator}/${this.denominator}`;
  }
}

const HUNDRED = Fraction.of(100);

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
