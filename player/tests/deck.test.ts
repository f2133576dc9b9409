import { expect, test } from 'vitest';
import { AGAIN, EASY, forgotten, GOOD, type Rating, review } from '../src/cards';
import { type Deck, offer, sessionOf } from '../src/deck';
import { Chance } from './random';

const TODAY = 2500;
const deck = (count: number, siblings: number[][] = []): Deck => ({
  cards: Array.from({ length: count }, (_, at) => at + 1),
  siblings,
});
const rated = (...cards: [slot: number, day: number, rating: Rating][]) =>
  new Map(cards.map(([slot, day, rating]) => [slot, review(0, rating, day)]));

test('cards are new, due, or neither', () => {
  const words = rated([1, TODAY - 2, GOOD], [2, TODAY, GOOD], [3, TODAY - 1, EASY]);
  words.set(5, forgotten(TODAY - 9));
  expect(offer(deck(5), words, TODAY)).toEqual({ due: [1], fresh: [4, 5], later: [] });
});

test('missed cards come first, then those that are latest for what they were', () => {
  const words = rated([1, TODAY - 2, GOOD], [2, TODAY - 30, EASY], [3, TODAY, AGAIN], [4, TODAY - 9, EASY]);
  expect(offer(deck(4), words, TODAY).due).toEqual([3, 2, 4, 1]);
});

test('of siblings one is asked a day', () => {
  const pairs = [
    [1, 2],
    [3, 4, 5],
  ];
  expect(offer(deck(6, pairs), new Map(), TODAY)).toEqual({ due: [], fresh: [1, 3, 6], later: [2, 4, 5] });
  const first = rated([1, TODAY, GOOD]);
  expect(offer(deck(6, pairs), first, TODAY)).toEqual({ due: [], fresh: [3, 6], later: [2, 4, 5] });
  expect(offer(deck(6, pairs), first, TODAY + 1)).toEqual({ due: [], fresh: [2, 3, 6], later: [4, 5] });
});

test('of siblings the one that is due goes before a new one, and a missed one stays until it is known', () => {
  const pair = [[1, 2]];
  expect(offer(deck(2, pair), rated([2, TODAY - 5, GOOD]), TODAY)).toEqual({
    due: [2],
    fresh: [],
    later: [1],
  });
  expect(offer(deck(2, pair), rated([2, TODAY, AGAIN]), TODAY)).toEqual({ due: [2], fresh: [], later: [1] });
});

test('a day that went back by one does not ask siblings twice', () => {
  expect(offer(deck(2, [[1, 2]]), rated([1, TODAY + 1, GOOD]), TODAY).later).toEqual([2]);
});

test('reviews come first, a quarter is kept for new cards, and these are spread', () => {
  const due = Array.from({ length: 30 }, (_, at) => 100 + at);
  const fresh = [1, 2, 3, 4, 5, 6];
  expect(sessionOf({ due, fresh, later: [] }, 10)).toEqual([100, 101, 102, 103, 1, 104, 105, 106, 107, 2]);
  expect(sessionOf({ due: due.slice(0, 2), fresh, later: [] }, 5)).toEqual([100, 1, 101, 2, 3]);
  expect(sessionOf({ due: [], fresh, later: [] }, 5)).toEqual([1, 2, 3, 4, 5]);
  expect(sessionOf({ due: [], fresh: [], later: [9] }, 5)).toEqual([]);
});

test('a session holds each card once and no more than its size, for random offers', () => {
  const chance = new Chance(3);
  for (let round = 0; round < 2000; round++) {
    const due = Array.from({ length: chance.below(40) }, (_, at) => 1000 + at);
    const fresh = Array.from({ length: chance.below(40) }, (_, at) => at + 1);
    const size = chance.pick([5, 10, 20, Number.POSITIVE_INFINITY]);
    const session = sessionOf({ due, fresh, later: [] }, size);
    expect(session.length).toBe(Math.min(size, due.length + fresh.length));
    expect(new Set(session).size).toBe(session.length);
    // The most urgent reviews and the first new cards, each in their order.
    const reviews = session.filter((slot) => slot >= 1000);
    expect(reviews).toEqual(due.slice(0, reviews.length));
    expect(session.filter((slot) => slot < 1000)).toEqual(fresh.slice(0, session.length - reviews.length));
  }
});

test('with siblings, no session and no day asks two of a group, for random decks over forty days', () => {
  const chance = new Chance(8);
  for (let round = 0; round < 40; round++) {
    const count = 1 + chance.below(30);
    const groups: number[][] = [];
    for (let slot = 1; slot <= count; ) {
      const size = 1 + chance.below(4);
      groups.push(Array.from({ length: Math.min(size, count - slot + 1) }, (_, at) => slot + at));
      slot += size;
    }
    // Every second learner misses cards; then a sibling that is new may wait for one that is not known yet.
    const ratings: Rating[] = round % 2 ? [GOOD, GOOD, EASY] : [AGAIN, GOOD, EASY];
    const words = new Map<number, number>();
    const plan = deck(count, groups);
    for (let day = TODAY; day < TODAY + 40; day++) {
      const asked = new Set<number>();
      for (let visit = 0; visit < 2; visit++) {
        for (const slot of sessionOf(offer(plan, words, day), 10)) {
          asked.add(slot);
          words.set(slot, review(words.get(slot) ?? 0, chance.pick(ratings), day));
        }
      }
      for (const group of groups)
        expect(group.filter((slot) => asked.has(slot)).length).toBeLessThanOrEqual(1);
    }
    if (round % 2) expect(words.size).toBe(count);
  }
});
