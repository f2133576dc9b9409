import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Fraction } from '../src/fraction';
import type { Session } from '../src/session';
import { decodeState } from '../src/state/codec';
import { answer, course, finishTheRest, handIn } from './homes/course';
import { type Fault, Lms, type Version } from './homes/lms';
import { Memory, Page } from './homes/page';
import { Chance } from './random';

/**
 * Learners with random faults: an LMS that throws, says no, hangs up or lies; tabs killed, frozen, hidden and opened
 * twice; a storage that is full or wiped; a clock that jumps; new attempts. An oracle writes down what was promised.
 *
 *   npx vitest run tests/faults.test.ts                                    200 months, as in continuous integration
 *   HORNBOOK_FAULT_RUNS=10000 npx vitest run tests/faults.test.ts          as many as you like
 */
const RUNS = Number(process.env.HORNBOOK_FAULT_RUNS ?? 200);
/** A month is some milliseconds of computing; on a busy machine more. */
const LONGEST = 60_000 + RUNS * 200;

/** After so many milliseconds the LMS has been told everything that it did not know at an opening. */
const RECOVERY = 5000;
/** After so many a page that asks another one to give way goes on in any case. */
const TAKEN_OVER = 3000;
/** After so many the longest pause between two tries is over. */
const NEXT_TRY = 61_000;
const DAY = 86_400_000;
const FAULTS: Fault[] = ['throw', 'false', 'undefined', 'number', 'empty'];
const PRACTICE = [20, 21, 22, 23, 24, 25];
const RAW = { scorm12: 'cmi.core.score.raw', scorm2004: 'cmi.score.raw' } as const;
const LEARNER = { scorm12: 'cmi.core.student_id', scorm2004: 'cmi.learner_id' } as const;
const PASSED = {
  scorm12: ['cmi.core.lesson_status', 'passed'],
  scorm2004: ['cmi.success_status', 'passed'],
} as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What was done, as far as it must be found again. */
interface Work {
  /** Tries of each practice question. */
  readonly tries: Map<number, number>;
  /** The best exam of this attempt that was handed in, in hundredths. */
  best: number;
}

/** What the page shows while it says that this is safe: nothing that was promised before is forgotten. */
function promise(work: Work, { state }: Session): void {
  for (const [slot, { tries }] of state.questions)
    work.tries.set(slot, Math.max(tries, work.tries.get(slot) ?? 0));
  work.best = Math.max(work.best, Number(state.quizzes.get(3)?.score?.toPercent() ?? 0));
}

const copyOf = ({ tries, best }: Work): Work => ({ tries: new Map(tries), best });
const nothing = (): Work => ({ tries: new Map(), best: 0 });

export class Month {
  private readonly lms: Lms;
  private readonly storage = new Memory();
  private bestEver = 0;
  /** What was done when the page last said that it is saved, or kept by this browser. */
  private readonly promised = nothing();
  /** What a truthful LMS has acknowledged: found even where the browser forgets everything. */
  private readonly acknowledged = nothing();
  /** What this browser has had room to keep. */
  private readonly copied = nothing();
  /** The windows that are open. */
  private readonly pages = new Set<Page>();
  private broken = false;
  /** The LMS has acknowledged what it never stored. */
  private lied = false;
  private oneIn = 1;

  constructor(
    private readonly version: Version,
    private readonly chance: Chance,
  ) {
    this.lms = new Lms(version);
    this.lms.fault = () =>
      this.broken && this.chance.below(this.oneIn) === 0 ? this.chance.pick(FAULTS) : null;
  }

  live(): void {
    const { chance } = this;
    for (let launches = 1 + chance.below(5); launches > 0; launches--) this.visit();
    this.calmVisit();
    this.finish();
    expect(this.lms.violations.filter((violation) => !violation.startsWith('scorm-again'))).toEqual([]);
  }

  private open(): { page: Page; session: Session } {
    const page = new Page(this.storage).install(this.lms);
    const session = page.open(course(this.version));
    // A tab that was killed before is missed within a second.
    page.clock.advance(1000);
    this.pages.add(page);
    return { page, session };
  }

  private visit(): void {
    const { chance, lms } = this;
    this.broken = chance.yes();
    this.oneIn = 1 + chance.below(8);
    // One that has stored nothing at all looks like a new attempt at the next launch: that has a test of its own.
    lms.lies = chance.below(4) === 0 && 'cmi.suspend_data' in lms.saved;
    this.lied ||= lms.lies;
    if (chance.below(5) === 0) this.beginAnew();
    let window = this.open();
    this.acceptOffer(window.session);
    for (let step = chance.below(14); step > 0; step--) {
      window = this.step(window);
      this.note(window.session);
    }
    for (const page of this.pages) {
      if (chance.below(4) > 0) page.leave();
      page.die();
    }
    this.pages.clear();
    this.storage.room = Number.POSITIVE_INFINITY;
    if (chance.below(8) === 0) this.wipe();
  }

  private step(window: { page: Page; session: Session }): { page: Page; session: Session } {
    const { chance } = this;
    const { page, session } = window;
    const deed = chance.below(16);
    if (deed < 7) this.answer(session);
    else if (deed === 7) this.handInExam(session);
    else if (deed === 8) session.moveTo(1, 2 + chance.below(2));
    else if (deed === 9) page.hide();
    else if (deed === 10) page.clock.advance(chance.below(90_000));
    else if (deed === 11) vi.setSystemTime(Date.now() + (chance.below(800) - 400) * DAY);
    else if (deed === 12) this.fill(chance.yes() ? 0 : Number.POSITIVE_INFINITY);
    else if (deed === 13) return this.openAgain(window);
    else this.broken = chance.yes();
    if (chance.yes()) page.clock.advance(0);
    return window;
  }

  private answer(session: Session): void {
    if (!session.writable || session.connection === 'none') return;
    const slot = this.chance.pick(PRACTICE);
    const tries = Math.min((session.state.questions.get(slot)?.tries ?? 0) + 1, 30);
    session.answer(answer(slot, Fraction.of(this.chance.below(3), 2), tries));
  }

  private handInExam(session: Session): void {
    const handedIn = session.state.quizzes.get(3)?.handedIn ?? 0;
    if (!session.writable || session.connection === 'none' || handedIn >= 2) return;
    const points = this.chance.below(101);
    const best = Math.max(Number(session.state.quizzes.get(3)?.score?.toPercent() ?? 0), points);
    this.bestEver = Math.max(this.bestEver, best);
    session.change(handIn(Fraction.of(best, 100), handedIn + 1), { commit: true });
  }

  /** A second window; it takes over, or the first is closed, killed or asleep before it goes on. */
  private openAgain(first: { page: Page; session: Session }): { page: Page; session: Session } {
    // Windows learn of each other from the storage.
    this.storage.room = Number.POSITIVE_INFINITY;
    const second = this.open();
    const way = this.chance.below(5);
    if (way === 0) {
      // Only a look.
      second.page.leave();
      this.pages.delete(second.page);
      return first;
    }
    if (way === 1) first.page.leave();
    if (way === 2) first.page.freeze();
    if (way === 3) first.page.die();
    if (way !== 4) this.pages.delete(first.page);
    second.session.takeOver();
    second.page.clock.advance(TAKEN_OVER);
    return second;
  }

  private note(session: Session): void {
    const { lms, promised, acknowledged } = this;
    // Another window has it: what that one knows was noted while it worked.
    if (session.ended || session.reading || session.connection === 'none') return;
    // Nobody can keep what an LMS only pretends to store and the browser has no room for.
    const stored = session.saving === 'saved' && session.connection === 'connected' && !lms.lies;
    if (session.backedUp || stored) promise(promised, session);
    if (stored) promise(acknowledged, session);
    if (session.backedUp) promise(this.copied, session);
  }

  /** The LMS begins a new attempt: exams start again, the rest is offered. */
  private beginAnew(): void {
    const { lms, version, storage } = this;
    if (!('cmi.suspend_data' in lms.saved) || storage.entries === 0) return;
    lms.saved = { [LEARNER[version]]: 'ada' };
    lms.lies = false;
    this.broken = false;
    // Of the earlier attempt there is what this browser has a copy of.
    Object.assign(this.promised, copyOf(this.copied));
    for (const work of [this.promised, this.acknowledged, this.copied]) work.best = 0;
    this.acknowledged.tries.clear();
  }

  private acceptOffer(session: Session): void {
    if (session.offer === null) return;
    session.takeOffer();
    expect(session.offer).toMatchObject({ taken: true });
  }

  /** In a full storage what an LMS has acknowledged makes room, and is then no copy of anything any more. */
  private fill(room: number): void {
    this.storage.room = room;
    if (room > 0) return;
    Object.assign(this.copied, nothing());
    if (this.lied) Object.assign(this.promised, copyOf(this.acknowledged));
  }

  /** Somebody deletes all data of this browser: what a truthful LMS has acknowledged remains. */
  private wipe(): void {
    this.storage.clear();
    Object.assign(this.promised, copyOf(this.acknowledged));
    Object.assign(this.copied, nothing());
  }

  /** All is well again: everything promised is there, in the page and in the LMS, and nothing that was never done. */
  private calmVisit(): void {
    const { lms, version, promised, bestEver } = this;
    this.broken = false;
    lms.lies = false;
    const { page, session } = this.open();
    this.acceptOffer(session);
    page.clock.advance(RECOVERY + NEXT_TRY);
    expect(session.saving).toBe('saved');
    const inLms = decodeState(lms.saved['cmi.suspend_data'] ?? '', 'tides').state;
    for (const [slot, tries] of promised.tries) {
      expect(session.state.questions.get(slot)?.tries).toBeGreaterThanOrEqual(tries);
      expect(inLms?.questions.get(slot)?.tries).toBeGreaterThanOrEqual(tries);
      expect(inLms?.questions.get(slot)?.tries).toBeLessThanOrEqual(30);
    }
    const best = Number(inLms?.quizzes.get(3)?.score?.toPercent() ?? 0);
    expect(best).toBeGreaterThanOrEqual(promised.best);
    expect(best).toBeLessThanOrEqual(bestEver);
    page.leave();
    // A score that was earned stays, even where its state was lost with the browser's data.
    const raw = lms.saved[RAW[version]];
    const handedIn = (inLms?.quizzes.get(3)?.handedIn ?? 0) > 0;
    if (handedIn) expect(Number(raw)).toBeGreaterThanOrEqual(best);
    if (raw !== undefined) expect(Number(raw)).toBeLessThanOrEqual(bestEver);
  }

  /** The learner finishes: the grade is that of the best exam, at least a pass. */
  private finish(): void {
    const { lms, version } = this;
    const { page, session } = this.open();
    session.change(handIn(Fraction.ONE, 2), { commit: true });
    session.change(finishTheRest, { commit: true });
    page.leave();
    const [element, value] = PASSED[version];
    expect([lms.saved[element], lms.saved[RAW[version]]]).toEqual([value, '100']);
  }
}

test.each<Version>(['scorm12', 'scorm2004'])(
  '%s: months of random faults lose nothing that was promised, and no score is wrong',
  (version) => {
    for (let seed = 0; seed < RUNS; seed++) {
      vi.setSystemTime(Date.UTC(2026, 0, 5));
      try {
        new Month(version, new Chance(seed)).live();
      } catch (error) {
        throw new Error(`seed ${seed}: ${error instanceof Error ? error.stack : error}`);
      }
    }
  },
  LONGEST,
);
