import { describe, expect, test } from 'vitest';
import { decodeState } from '../src/state/codec';
import { answer, course } from './homes/course';
import { Lms, type Version } from './homes/lms';
import { Memory, Page } from './homes/page';

const VERSIONS: Version[] = ['scorm12', 'scorm2004'];
/** Milliseconds after which what was sent is asked after, and asked after again. */
const BEAT = 5000;
const NEXT_BEAT = 61_000;

const stateIn = (lms: Lms) => decodeState(lms.saved['cmi.suspend_data'] ?? '', 'tides');
const file = () => Promise.resolve(new Response('tides\n'));
const loginPage = () => Promise.resolve(new Response('<!doctype html><title>Log in</title>'));
const outage = () => Promise.resolve(new Response('', { status: 503 }));
const noNetwork = () => Promise.reject(new TypeError('no network'));
/** Whatever answers to requests has been read. */
const read = () => new Promise((done) => setTimeout(done));

describe.each(VERSIONS)('%s', (version) => {
  const open = (lms: Lms, storage: Storage | null = new Memory(), name = 'tides') => {
    const page = new Page(storage).install(lms);
    page.server = file;
    const session = page.open({ ...course(version), package: name });
    const passes = async (milliseconds: number) => {
      page.clock.advance(milliseconds);
      await read();
    };
    return { page, session, passes };
  };

  test('a session that has expired behind an API that says yes is told, and made good once it is back', async () => {
    const lms = new Lms(version);
    const { page, session, passes } = open(lms);
    session.answer(answer(4));
    await passes(BEAT);
    expect([session.saving, session.reason]).toEqual(['saved', '']);

    lms.lies = true;
    page.server = loginPage;
    session.answer(answer(5));
    await passes(0);
    expect(session.saving).toBe('saved');
    await passes(NEXT_BEAT);
    expect([session.connection, session.reason, session.saving]).toEqual([
      'lost',
      'connection.expired',
      'waiting',
    ]);
    session.answer(answer(6));
    await passes(NEXT_BEAT);
    expect(session.saving).toBe('waiting');

    lms.lies = false;
    page.server = file;
    await passes(NEXT_BEAT);
    expect([session.connection, session.reason, session.saving]).toEqual(['connected', '', 'saved']);
    expect([...(stateIn(lms).state?.questions.keys() ?? [])]).toEqual([4, 5, 6]);
    const told = Object.keys(lms.saved).filter((name) => /^cmi\.interactions\.\d+\.id$/.test(name));
    expect(told.length).toBe(3);
    expect(lms.violations).toEqual([]);
  });

  test('a session that has expired is told where the LMS only says no, also when it goes on saying it', async () => {
    const lms = new Lms(version);
    const { page, session, passes } = open(lms);
    session.answer(answer(4));
    await passes(BEAT);

    lms.fault = ({ name }) => (/Commit/.test(name) ? 'false' : null);
    page.server = loginPage;
    session.answer(answer(5));
    await passes(0);
    expect([session.reason, session.saving]).toEqual(['connection.lost', 'waiting']);
    await passes(NEXT_BEAT);
    expect([session.reason, session.saving]).toEqual(['connection.expired', 'waiting']);

    // The learner has logged in elsewhere, and the LMS takes nothing from a page of before.
    page.server = file;
    await passes(NEXT_BEAT);
    expect([session.reason, session.saving]).toEqual(['connection.expired', 'waiting']);
  });

  test('a lesson that is a SCO of its own asks for the file of its course', async () => {
    const { page, session, passes } = open(new Lms(version), new Memory(), 'tides/7');
    session.answer(answer(4));
    await passes(BEAT);
    page.server = loginPage;
    session.answer(answer(5));
    await passes(NEXT_BEAT);
    expect(session.reason).toBe('connection.expired');
  });

  test('a page without storage says that its answers are only here', async () => {
    const lms = new Lms(version);
    const { page, session, passes } = open(lms, null);
    session.answer(answer(4));
    await passes(BEAT);
    page.server = loginPage;
    session.answer(answer(5));
    await passes(NEXT_BEAT);
    expect([session.reason, session.saving]).toEqual(['connection.unkept', 'lost']);
  });

  test('a network that fails once is nothing; one that stays away is told', async () => {
    const { page, session, passes } = open(new Lms(version));
    session.answer(answer(4));
    await passes(BEAT);
    page.server = noNetwork;
    session.answer(answer(5));
    await passes(NEXT_BEAT);
    expect(session.saving).toBe('saved');
    page.server = outage;
    await passes(NEXT_BEAT);
    expect([session.reason, session.saving]).toEqual(['connection.lost', 'waiting']);
    page.server = file;
    await passes(NEXT_BEAT);
    expect([session.reason, session.saving]).toEqual(['', 'saved']);
  });

  test('a server that never gives the file is never missed', async () => {
    const { page, session, passes } = open(new Lms(version));
    page.server = loginPage;
    for (let slot = 4; slot < 7; slot++) {
      session.answer(answer(slot));
      await passes(NEXT_BEAT);
    }
    expect([session.reason, session.saving]).toEqual(['', 'saved']);
  });

  test('a closed page asks no more', async () => {
    const { page, session, passes } = open(new Lms(version));
    let asked = 0;
    page.server = () => {
      asked++;
      return file();
    };
    session.answer(answer(4));
    page.leave();
    await passes(NEXT_BEAT);
    expect(asked).toBe(0);
  });

  test('an LMS that says yes and gives back something else is told of at once', async () => {
    const lms = new Lms(version);
    const { page, session } = open(lms);
    const name = version === 'scorm12' ? 'API' : 'API_1484_11';
    const api = (page.window as unknown as Record<string, Record<string, (...values: string[]) => unknown>>)[
      name
    ];
    const set = version === 'scorm12' ? 'LMSSetValue' : 'SetValue';
    const truthful = api?.[set];
    if (api === undefined || truthful === undefined) throw new Error('no API');
    api[set] = (element = '', value = '') =>
      element === 'cmi.suspend_data' ? 'true' : truthful(element, value);
    session.answer(answer(4));
    page.clock.advance(0);
    expect([session.reason, session.saving]).toEqual(['connection.forgetful', 'waiting']);
    api[set] = truthful;
    page.clock.advance(NEXT_BEAT);
    expect([session.reason, session.saving]).toEqual(['', 'saved']);
    expect(stateIn(lms).state?.questions.size).toBe(1);
  });
});
