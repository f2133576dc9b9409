import { describe, expect, test } from 'vitest';
import { Fraction } from '../../src/fraction';
import { crc32, fixed, toCharacters } from '../../src/state/bits';
import { decodeState, type Encoded, encodeState } from '../../src/state/codec';
import { type CourseState, emptyState, NO_QUESTION, packCard } from '../../src/state/model';
import { Chance } from '../random';
import { vectors } from '../vectors';
import { randomState } from './random-state';
import { type Shape, worstState } from './worst-state';

const COURSE = 'foundation-models';
const ALL = { limit: Number.POSITIVE_INFINITY, wording: Number.POSITIVE_INFINITY };
const SCORM12 = { limit: 4096, wording: 16 };

function decoded(text: string): CourseState {
  const { state } = decodeState(text, COURSE);
  if (state === null) throw new Error('not a state');
  return state;
}

test('a state comes back as it was, for 2,000 random states', () => {
  for (let seed = 0; seed < 2000; seed++) {
    const state = randomState(new Chance(seed));
    expect(decoded(encodeState(state, COURSE, ALL).text)).toEqual(state);
  }
});

test('the text has only characters that every LMS keeps', () => {
  for (let seed = 0; seed < 500; seed++) {
    expect(encodeState(randomState(new Chance(seed)), COURSE, ALL).text).toMatch(
      /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{6}$/,
    );
  }
});

test('states of version 1 are still read, and are written as version 2', () => {
  const state = decoded(VERSION_1);
  expect([...state.questions]).toEqual([
    [
      4,
      {
        tries: 1,
        earned: Fraction.of(2, 3),
        marked: true,
        answer: { keys: [0, 2] },
        recorded: 0,
        certainty: 0,
        flagged: false,
      },
    ],
    [
      5,
      {
        tries: 2,
        earned: Fraction.ONE,
        marked: true,
        answer: { text: 'Köln' },
        recorded: 1,
        certainty: 0,
        flagged: false,
      },
    ],
  ]);
  expect([state.revision, state.cards.size, [...state.seen]]).toEqual([3, 1, [2, 7]]);
  const again = encodeState(state, COURSE, ALL).text;
  expect(again.charAt(0)).toBe('2');
  expect(decoded(again)).toEqual(state);
});

const VERSION_1 = '1attempt1e3nugbItcN67Fprerb7vXljkQkAACdWRVUvDtmxuaK.BxIc3l';

test('the text of one known state stays the same: a change of it needs a new version', () => {
  const state = emptyState('attempt1');
  state.revision = 3;
  state.questions.set(4, {
    tries: 1,
    earned: Fraction.of(2, 3),
    marked: true,
    answer: { keys: [0, 2] },
    recorded: 0,
    certainty: 0,
    flagged: false,
  });
  state.questions.set(5, {
    tries: 2,
    earned: Fraction.ONE,
    marked: true,
    answer: { text: 'Köln' },
    recorded: 1,
    certainty: 2,
    flagged: true,
  });
  state.questions.set(6, { ...NO_QUESTION, answer: { list: [2, -1, 0] } });
  state.questions.set(8, { ...NO_QUESTION, answer: { gaps: ['a', null, 'word'] } });
  state.quizzes.set(3, { attempt: 2, seed: 0xdeadbeef, handedIn: 1, open: true, score: Fraction.of(5, 6) });
  state.quizzes.set(7, { attempt: 1, seed: 7, handedIn: 0, open: true, score: null, spent: 754 });
  state.cards.set(9, packCard({ stability: 0, difficulty: 0, day: 2517, phase: 2 }));
  state.seen.add(2).add(7);
  state.place = { lesson: 1, block: 3 };
  expect(encodeState(state, COURSE, ALL).text).toBe(KNOWN);
});

const KNOWN = '2attempt1e3nugZSLXDeXYtuQcQWJSDyRTNrerb7vXlgkAAAAH1-TkQkAACdWZVUvDtmxuaju3uTI0U.Cby2lC';

describe('damage', () => {
  const whole = encodeState(randomState(new Chance(7)), COURSE, ALL).text;

  test('every cut is noticed', () => {
    for (let length = 1; length < whole.length; length++) {
      expect(decodeState(whole.slice(0, length), COURSE).fault).toBe('unreadable');
    }
  });

  test('100,000 altered texts are noticed, and none makes it stumble', () => {
    const chance = new Chance(1);
    const characters = 'ABCabc019-_. \n"&<é';
    for (let round = 0; round < 100_000; round++) {
      const at = chance.below(whole.length);
      const put = chance.pick([...characters]);
      const upTo = at + chance.below(3);
      const altered = whole.slice(0, at) + put + whole.slice(upTo);
      if (altered === whole) continue;
      const { fault } = decodeState(altered, COURSE);
      if (fault !== 'unreadable') throw new Error(`taken for a state: ${altered}`);
    }
  });

  test('a right checksum over nonsense is no state either', () => {
    const chance = new Chance(2);
    for (let round = 0; round < 2000; round++) {
      const text = encodeState(randomState(new Chance(round)), COURSE, ALL).text;
      const at = 13 + chance.below(text.length - 20);
      const altered = signed(text.slice(0, at));
      const { state, fault } = decodeState(altered, COURSE);
      // Cut inside the padding of the last character it may be whole; otherwise it is refused.
      expect(state !== null || fault === 'unreadable').toBe(true);
    }
  });

  test.each([
    ['', 'empty'],
    ['null', 'unreadable'],
    ['x'.repeat(64_000), 'unreadable'],
    [signed(`3${whole.slice(1, -7)}`), 'newer'],
    [encodeState(emptyState('attempt1'), 'another-course', ALL).text, 'other-course'],
  ])('what %.20s is', (text, fault) => {
    expect(decodeState(text, COURSE).fault).toBe(fault);
  });
});

describe('room', () => {
  test('600 cards and 60 questions fit into the 4,096 characters of SCORM 1.2', () => {
    const shape = {
      lessons: 6,
      texts: 5,
      choice: 4,
      multiple: 3,
      trueFalse: 2,
      short: 1,
      options: 6,
      cards: 100,
    };
    const state = worstState(shape);
    expect([state.questions.size, state.cards.size]).toEqual([60, 600]);
    const encoded = encodeState(state, COURSE, SCORM12);
    expect(encoded).toMatchObject({ fits: true, dropped: { cards: 0, wording: 0, seen: 0 } });
    expect(encoded.text.length).toBeLessThanOrEqual(4096);
  });

  test('room that is left keeps more of what was typed, such as a whole essay, and takes nothing else its place', () => {
    const shape = {
      lessons: 2,
      texts: 5,
      choice: 4,
      multiple: 1,
      trueFalse: 1,
      short: 2,
      options: 4,
      cards: 30,
    };
    const state = worstState(shape);
    const slots = [...state.questions.keys()];
    const essay = 'Rivers wind because the water is faster outside. Le long méandre déborde. '.repeat(20);
    const [slot = 0] = slots;
    state.questions.set(slot, { ...NO_QUESTION, answer: { text: essay } });
    const usual = encodeState(state, COURSE, SCORM12);
    const textOf = (encoded: Encoded) => decodeState(encoded.text, COURSE).state?.questions.get(slot)?.answer;
    expect(textOf(usual)).toEqual({ text: 'Rivers wind beca', cut: true });
    const spare = encodeState(state, COURSE, { ...SCORM12, spare: 4000 });
    expect(spare.dropped).toEqual(usual.dropped);
    expect(textOf(spare)).toEqual({ text: essay });
    let longest = essay.length;
    for (let limit = spare.text.length; limit >= usual.text.length; limit -= 7) {
      const encoded = encodeState(state, COURSE, { limit, wording: 16, spare: 4000 });
      const { text = '' } = textOf(encoded) as { text?: string };
      expect([encoded.text.length <= limit, encoded.dropped, essay.startsWith(text)]).toEqual([
        true,
        usual.dropped,
        true,
      ]);
      expect(text.length).toBeLessThanOrEqual(longest);
      longest = text.length;
    }
    expect(longest).toBeLessThan(60);
  });

  test('what goes first is seen marks, then wording, then cards; outcomes never go', () => {
    const shape = {
      lessons: 2,
      texts: 9,
      choice: 1,
      multiple: 1,
      trueFalse: 1,
      short: 6,
      options: 4,
      cards: 30,
    };
    const state = worstState(shape);
    const all = encodeState(state, COURSE, { limit: 10_000, wording: 16 });
    let last: Encoded['dropped'] = { cards: 0, wording: 0, seen: 0 };
    for (let limit = all.text.length; limit > 0; limit--) {
      const { text, fits, dropped } = encodeState(state, COURSE, { limit, wording: 16 });
      if (!fits) {
        expect(dropped).toEqual({ cards: 60, wording: 12, seen: state.seen.size });
        break;
      }
      expect(text.length).toBeLessThanOrEqual(limit);
      // Nothing earlier in the order goes while something later is kept; a smaller thing may still fill the gap.
      expect(dropped.cards).toBeGreaterThanOrEqual(last.cards);
      if (dropped.cards > 1) expect(dropped.wording).toBe(12);
      last = dropped;
      const kept = decoded(text);
      expect(kept.questions.size).toBe(state.questions.size);
      expect(kept.quizzes).toEqual(state.quizzes);
      for (const [slot, question] of kept.questions) {
        const { tries, earned, recorded } = state.questions.get(slot) ?? {};
        expect(question).toMatchObject({ tries, earned, recorded });
      }
    }
  });

  test('the cards seen longest ago go first', () => {
    const state = emptyState('attempt1');
    for (let slot = 1; slot <= 40; slot++) {
      state.cards.set(slot, packCard({ stability: 0, difficulty: 0, day: (slot * 7) % 41, phase: 2 }));
    }
    const { text, dropped } = encodeState(state, COURSE, { limit: 150, wording: 16 });
    const days = (cards: Iterable<number>) => [...cards].map((word) => (word >>> 2) & 0x3fff);
    const kept = days(decoded(text).cards.values());
    expect(kept.length).toBe(40 - dropped.cards);
    expect(Math.min(...kept)).toBe(dropped.cards + 1);
  });

  test('typed wording is cut between characters and says so', () => {
    const state = emptyState('attempt1');
    const blank = { ...NO_QUESTION, tries: 1, marked: true };
    state.questions.set(1, { ...blank, answer: { text: 'sixteen letters!' } });
    state.questions.set(2, { ...blank, answer: { text: 'fifteen letters🙂' } });
    state.questions.set(3, { ...blank, answer: { text: '' } });
    const kept = decoded(encodeState(state, COURSE, SCORM12).text);
    expect([...kept.questions.values()].map(({ answer }) => answer)).toEqual([
      { text: 'sixteen letters!' },
      { text: 'fifteen letters', cut: true },
      { text: '' },
    ]);
  });

  test('the wording of gaps is cut as that of a line is; what was picked from a list is always kept', () => {
    const state = emptyState('attempt1');
    const gaps = ['z', null, 'seventeen letters', 'short'];
    state.questions.set(1, { ...NO_QUESTION, answer: { gaps } });
    const kept = (limit: number) => {
      const { text, dropped } = encodeState(state, COURSE, { limit, wording: 16 });
      return [decoded(text).questions.get(1)?.answer, dropped.wording];
    };
    expect(kept(4096)).toEqual([{ gaps: ['z', null, 'seventeen letter', 'short'], cut: true }, 0]);
    expect(kept(40)).toEqual([{ gaps: ['z', null, '', ''], cut: true }, 1]);
  });

  test('numbers that no list holds are kept as none', () => {
    const state = emptyState('attempt1');
    state.questions.set(1, { ...NO_QUESTION, answer: { list: [65_536, -2, 0.5, 65_535] } });
    const { text } = encodeState(state, COURSE, ALL);
    expect(decoded(text).questions.get(1)?.answer).toEqual({ list: [-1, -1, -1, 65_535] });
  });

  test('lengths that the budget of the packager must cover', () => {
    for (const { name, shape, kept, full } of vectors<{
      name: string;
      shape: Shape;
      kept: number;
      full: number;
    }>('state')) {
      const state = worstState(shape);
      const all = encodeState(state, COURSE, { limit: Number.POSITIVE_INFINITY, wording: 16 });
      // Without seen marks and wording: what an LMS must have room for.
      state.seen.clear();
      for (const [slot, question] of state.questions) {
        const { answer } = question;
        if (answer === null) continue;
        if ('text' in answer) state.questions.set(slot, { ...question, answer: { text: '', cut: true } });
        else if ('gaps' in answer) {
          const gaps = answer.gaps.map((gap) => gap && '');
          state.questions.set(slot, { ...question, answer: { gaps, cut: true } });
        }
      }
      const without = encodeState(state, COURSE, ALL);
      expect([name, without.text.length, all.text.length]).toEqual([name, kept, full]);
    }
  });
});

/** The text with the checksum of what it says now. */
function signed(body: string): string {
  return `${body}.${toCharacters(fixed(crc32(body), 36))}`;
}
