import { FSRSAlgorithm } from 'ts-fsrs';
import { expect, test } from 'vitest';
import { forgotten, intervals, isOftenMissed, RATINGS, type Rating, review } from '../src/cards';
import { dueDay, isDue, isNew } from '../src/due';
import { cardDay } from '../src/state/model';
import { Chance } from './random';
import { vectors } from './vectors';

interface Case {
  readonly name: string;
  readonly retention: number;
  readonly start: number;
  readonly reviews: readonly {
    readonly day: number;
    readonly rating: Rating;
    readonly promised: number[];
    readonly word: number;
    readonly due: number;
    readonly oftenMissed: boolean;
  }[];
}

interface DueCase {
  readonly name: string;
  readonly word: number;
  readonly day: number;
  readonly retention: number;
  readonly isDue: boolean;
}

test.each(vectors<Case>('cards'))('$name', ({ retention, start, reviews }) => {
  let word = start;
  for (const { day, rating, promised, ...expected } of reviews) {
    expect(intervals(word, day, retention)).toEqual(promised);
    word = review(word, rating, day, retention);
    expect({ word, due: dueDay(word, retention), oftenMissed: isOftenMissed(word) }).toEqual(expected);
  }
});

test.each(vectors<DueCase>('cards', 'due'))(
  'due or not: $name',
  ({ word, day, retention, isDue: expected }) => {
    expect(isDue(word, day, retention)).toBe(expected);
  },
);

test('intervals are those of the library', () => {
  for (let retention = 70; retention <= 97; retention++) {
    const library = new FSRSAlgorithm({ request_retention: retention / 100, maximum_interval: 3650 });
    const expected = RATINGS.slice(1).map((rating) =>
      library.next_interval(library.init_stability(rating), 0),
    );
    expect(intervals(0, 2100, retention)).toEqual([0, ...expected]);
  }
});

test('any word of 32 bits can be reviewed on any day', () => {
  const chance = new Chance(11);
  for (let round = 0; round < 20_000; round++) {
    const word = chance.word();
    const day = chance.below(40_000) - 1000;
    const rating = chance.pick(RATINGS);
    const retention = 70 + chance.below(28);
    const after = review(word, rating, day, retention);
    expect(Number.isInteger(after) && after > 0 && after <= 0xffffffff && !isNew(after)).toBe(true);
    const [again, hard, good, easy] = intervals(word, day, retention) as [number, number, number, number];
    expect(again === 0 && hard >= 1 && good >= hard && easy >= good && easy <= 3650).toBe(true);
  }
});

test('a card that was set back is new, though its word stays', () => {
  const word = forgotten(0);
  expect([word > 0, isNew(word), isDue(word, 9000), isOftenMissed(word)]).toEqual([true, true, false, false]);
});

test('the day changes at midnight where the learner is', () => {
  const evening = new Date(2026, 10, 25, 23, 59).getTime();
  const night = new Date(2026, 10, 26, 0, 0).getTime();
  expect([cardDay(evening), cardDay(night)]).toEqual([2520, 2521]);
});

test('days stay within what a card holds, whatever the clock says', () => {
  const moments = [Number.NaN, -8.64e15, 0, Date.UTC(2300, 0, 1), 8.64e15, Number.POSITIVE_INFINITY];
  expect(moments.map(cardDay)).toEqual([0, 0, 0, 16_383, 16_383, 0]);
});
