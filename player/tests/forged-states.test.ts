import { expect, test } from 'vitest';
import { Fraction } from '../src/fraction';
import { measure } from '../src/progress';
import { crc32, fixed, toCharacters } from '../src/state/bits';
import { decodeState, encodeState } from '../src/state/codec';
import { answer, course } from './homes/course';
import { Lms, type Version } from './homes/lms';
import { Memory, Page } from './homes/page';
import { Chance } from './random';
import { randomState } from './state/random-state';

/**
 * What an LMS gives back may be cut, altered, somebody else's or made up.
 *
 *   npx vitest run tests/forged-states.test.ts                                   1,000 states a version
 *   HORNBOOK_FORGED_STATES=100000 npx vitest run tests/forged-states.test.ts     as many as you like
 */
const RUNS = Number(process.env.HORNBOOK_FORGED_STATES ?? 1000);
const LONGEST = 60_000 + RUNS * 30;
const CHARACTERS = 'ABCabc019-_. {"é\u0000\ud83d\n';
const RAW = { scorm12: 'cmi.core.score.raw', scorm2004: 'cmi.score.raw' } as const;
const COURSE_SLOTS = [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 20, 21, 22, 23, 24, 25];

/** A state with anything in it, half of it about items of the course. */
function made(chance: Chance): string {
  const state = randomState(chance);
  const move = <T>(map: Map<number, T>) => {
    for (const [slot, value] of [...map])
      if (chance.yes()) map.set(chance.pick(COURSE_SLOTS), map.get(slot) ?? value);
  };
  move(state.questions);
  move(state.quizzes);
  move(state.cards);
  for (const slot of COURSE_SLOTS) if (chance.below(4) === 0) state.seen.add(slot);
  return encodeState(state, 'tides', { limit: 4096, wording: 16 }).text;
}

const signed = (text: string): string => `${text}.${toCharacters(fixed(crc32(text), 36))}`;

function scramble(text: string, chance: Chance): string {
  const characters = [...text];
  for (let count = 1 + chance.below(5); count > 0; count--) {
    const at = chance.below(characters.length + 1);
    const deed = chance.below(4);
    if (deed === 0) characters.splice(at, 1 + chance.below(20));
    else if (deed === 1) characters.splice(at, 0, chance.pick([...CHARACTERS]));
    else if (deed === 2) characters[at] = chance.pick([...CHARACTERS]);
    else characters.push(...characters.slice(at));
  }
  return characters.join('').slice(0, 4096);
}

function forged(chance: Chance): string {
  const text = made(chance);
  const kind = chance.below(5);
  if (kind === 0) return text;
  if (kind === 1) return scramble(text, chance);
  // Nonsense that carries a right checksum: nobody but a forger makes it, and still nothing may break.
  if (kind === 2) return signed(scramble(text.slice(0, -7), chance).replace(/[^\w-]/g, ''));
  if (kind === 3) return text.slice(0, chance.below(text.length));
  return Array.from({ length: chance.below(300) }, () => chance.pick([...CHARACTERS])).join('');
}

test.each<Version>(['scorm12', 'scorm2004'])(
  '%s: forged and mutated states break nothing, and no score comes of what could not be read',
  (version) => {
    for (let seed = 0; seed < RUNS; seed++) {
      const chance = new Chance(seed);
      // White space around it is taken off before it is read.
      const text = forged(chance).trim();
      const { state, fault } = decodeState(text, 'tides');
      const lms = new Lms(version, { 'cmi.suspend_data': text });
      const storage = new Memory();
      const page = new Page(storage).install(lms);
      const told = () => `seed ${seed}: ${JSON.stringify(text)}`;
      const session = page.open(course(version));
      page.clock.advance(20_000);
      expect(session.connection, told()).toBe('connected');
      if (state === null) {
        // Nothing of it is believed; the learner is told, and the text is put aside for whoever is asked to help.
        expect([session.state.questions.size, session.state.cards.size], told()).toEqual([0, 0]);
        expect(session.notice, told()).toBe(fault === 'empty' ? '' : `notice.${fault}`);
        expect(lms.saved[RAW[version]], told()).toBeUndefined();
        if (fault !== 'empty') expect([...storage.items.values()], told()).toContain(text);
      } else {
        expect(session.notice, told()).toBe('');
        expect([...session.state.cards], told()).toEqual([...state.cards]);
      }
      session.answer(answer(20, Fraction.ONE, 3));
      page.clock.advance(5000);
      const { score, scored } = measure(course(version), session.state);
      if (score !== null && scored) expect(lms.saved[RAW[version]], told()).toBe(score.toPercent());
      page.leave();
      expect(lms.violations, told()).toEqual([]);
      const again = new Page(new Memory()).install(lms).open(course(version));
      expect(again.state.questions.get(20)?.tries, told()).toBe(3);
    }
  },
  LONGEST,
);
