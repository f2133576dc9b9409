import { expect, test } from 'vitest';
import { Fraction } from '../src/fraction';
import type { Session } from '../src/session';
import { decodeState } from '../src/state/codec';
import { answer, course } from './homes/course';
import { Lms, type Version } from './homes/lms';
import { Memory, Page } from './homes/page';
import { Chance } from './random';

/*
 * One learner at a laptop and a phone, both open at once, with an LMS that keeps what it was told last and fails now and
 * then. Nothing that was acknowledged on either device is replaced by something older, once each has come back.
 *
 *   HORNBOOK_FAULT_RUNS=10000 npx vitest run tests/devices.test.ts
 */
const RUNS = Number(process.env.HORNBOOK_FAULT_RUNS ?? 200);
const LONGEST = 60_000 + RUNS * 200;
const SETTLED = 70_000;
const SLOTS = [20, 21, 22, 23, 24, 25];

interface Device {
  readonly storage: Memory;
  page: Page | null;
  session: Session | null;
}

class TwoDevices {
  private readonly lms: Lms;
  private readonly devices: Device[] = [0, 1].map(() => ({
    storage: new Memory(),
    page: null,
    session: null,
  }));
  private readonly tries = new Map<number, number>();
  private broken = false;

  constructor(
    private readonly version: Version,
    private readonly chance: Chance,
  ) {
    this.lms = new Lms(version);
    this.lms.fault = () => (this.broken && this.chance.yes() ? this.chance.pick(['false', 'throw']) : null);
    // The attempt exists before anybody answers, as the LMS then tells both devices of the same one.
    const first = this.devices[0] as Device;
    this.open(first);
    first.session?.change((draft) => draft.seen.add(2), { commit: true });
    this.close(first);
  }

  live(): void {
    for (let step = 10 + this.chance.below(30); step > 0; step--) this.step(this.chance.pick(this.devices));
    this.broken = false;
    for (const device of this.devices) this.close(device);
    // Each comes back once; the one that was first may then learn of what the other still had.
    for (const device of [...this.devices, ...this.devices]) {
      this.open(device);
      device.page?.clock.advance(SETTLED);
      expect(device.session?.saving).toBe('saved');
      this.close(device);
    }
    const kept = decodeState(this.lms.saved['cmi.suspend_data'] ?? '', 'tides').state;
    for (const [slot, tries] of this.tries)
      expect(kept?.questions.get(slot)?.tries).toBeGreaterThanOrEqual(tries);
    expect(this.lms.violations.filter((violation) => !violation.startsWith('scorm-again'))).toEqual([]);
  }

  private step(device: Device): void {
    const { chance } = this;
    const deed = chance.below(8);
    if (device.page === null || device.session === null) this.open(device);
    else if (deed < 4) this.answer(device.session);
    else if (deed === 4) device.page.clock.advance(chance.below(30_000));
    else if (deed === 5) device.page.hide();
    else if (deed === 6) this.broken = chance.yes();
    else this.close(device, chance.yes());
    device.page?.clock.advance(0);
  }

  private answer(session: Session): void {
    if (!session.writable || session.connection === 'none') return;
    const slot = this.chance.pick(SLOTS);
    const tries = Math.min((session.state.questions.get(slot)?.tries ?? 0) + 1, 30);
    session.answer(answer(slot, Fraction.of(this.chance.below(3), 2), tries));
    this.tries.set(slot, Math.max(tries, this.tries.get(slot) ?? 0));
  }

  private open(device: Device): void {
    device.page = new Page(device.storage).install(this.lms);
    device.session = device.page.open(course(this.version));
    device.page.clock.advance(1000);
  }

  private close(device: Device, politely = true): void {
    if (politely) device.page?.leave();
    device.page?.die();
    device.page = null;
    device.session = null;
  }
}

test.each<Version>(['scorm12', 'scorm2004'])(
  '%s: what was acknowledged on one of two devices is never replaced by something older',
  (version) => {
    for (let seed = 0; seed < RUNS; seed++) {
      try {
        new TwoDevices(version, new Chance(seed)).live();
      } catch (error) {
        throw new Error(`seed ${seed}: ${error instanceof Error ? error.stack : error}`);
      }
    }
  },
  LONGEST,
);
