import { expect, test } from 'vitest';
import { Fraction } from '../src/fraction';
import type { Session } from '../src/session';
import { decodeState } from '../src/state/codec';
import { answer, course, finishTheRest, handIn } from './homes/course';
import { type Fault, Lms, type Version } from './homes/lms';
import { Memory, Page } from './homes/page';
import { Chance } from './random';

/** After so many milliseconds the LMS has been told everything that it did not know at an opening. */
const RECOVERY = 5000;
const FAULTS: Fault[] = ['throw', 'false', 'undefined', 'number', 'empty'];
const PASSED = {
  scorm12: ['cmi.core.lesson_status', 'passed'],
  scorm2004: ['cmi.success_status', 'passed'],
} as const;

/** A learner's month with a bad LMS: launches, answers, hidden pages, kills, clocks; faults come and go. */
function live(version: Version, chance: Chance): void {
  const lms = new Lms(version);
  const storage = new Memory();
  const tries = new Map<number, number>();
  const launches = 1 + chance.below(5);
  for (let launch = 0; launch <= launches; launch++) {
    const last = launch === launches;
    let broken = !last && chance.yes();
    const oneIn = 1 + chance.below(8);
    lms.fault = () => (broken && chance.below(oneIn) === 0 ? chance.pick(FAULTS) : null);
    // An LMS that stored nothing at all looks like a new attempt; one that forgets the rest does not.
    lms.lies = !last && chance.below(4) === 0 && 'cmi.suspend_data' in lms.saved;
    const page = new Page(storage).install(lms);
    const session: Session = page.open(course(version));
    // A tab that was killed before is missed within a second.
    page.clock.advance(1000);
    // The last launch is calm: everything that was ever answered must be there, in the page and in the LMS.
    for (let step = last ? 0 : chance.below(12); step > 0; step--) {
      const slot = 20 + chance.below(6);
      const deed = chance.below(8);
      if (deed < 4 && session.writable && session.connection !== 'none') {
        tries.set(slot, Math.min((tries.get(slot) ?? 0) + 1, 30));
        session.answer(answer(slot, Fraction.of(chance.below(3), 2), tries.get(slot)));
      } else if (deed === 4) session.moveTo(1, 2 + chance.below(2));
      else if (deed === 5) page.hide();
      else if (deed === 6) page.clock.advance(chance.below(90_000));
      else broken = chance.yes() && !last;
      if (deed < 4 && chance.yes()) page.clock.advance(0);
    }
    if (last) page.clock.advance(RECOVERY);
    if (chance.below(4) > 0) page.leave();
    else page.die();
    if (!last) continue;
    expect(session.saving).toBe('saved');
    const inLms = decodeState(lms.saved['cmi.suspend_data'] ?? '', 'tides').state;
    for (const [slot, count] of tries) {
      expect(session.state.questions.get(slot)?.tries).toBe(count);
      expect(inLms?.questions.get(slot)?.tries).toBe(count);
    }
  }
  expect(lms.violations.filter((violation) => !violation.startsWith('scorm-again'))).toEqual([]);
  const again = new Page(storage).install(lms);
  const session = again.open(course(version));
  again.clock.advance(1000);
  session.change(handIn(Fraction.ONE), { commit: true });
  session.change(finishTheRest, { commit: true });
  again.leave();
  const [element, value] = PASSED[version];
  expect(lms.saved[element]).toBe(value);
}

/** A month is two milliseconds of computing; on a busy machine some more. */
const LONGEST = 60_000;

test.each<Version>(['scorm12', 'scorm2004'])(
  '%s: 400 months of random faults lose no answer',
  (version) => {
    for (let seed = 0; seed < 400; seed++) {
      try {
        live(version, new Chance(seed));
      } catch (error) {
        throw new Error(`seed ${seed}: ${error}`);
      }
    }
  },
  LONGEST,
);
