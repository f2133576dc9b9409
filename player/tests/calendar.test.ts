import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { attach } from '../src/blocks/gate';
import { openNow } from '../src/blocks/quiz-result';
import type { LessonBlock } from '../src/course';
import { cardDay } from '../src/state/model';
import { get, open, openQuiz, section } from './player';

/*
 * What goes by days, over New Year and where clocks are put forward or back: at night, at midnight itself, by half an
 * hour, and where the day begins first on earth. The zone that the tests run in would show nothing of it.
 */
const ZONES = {
  'Europe/Berlin': '2027-03-28',
  'Asia/Beirut': '2027-03-28',
  'America/Havana': '2027-11-07',
  'America/St_Johns': '2027-03-14',
  'Australia/Lord_Howe': '2027-04-04',
  'Pacific/Kiritimati': '2027-01-01',
};
const HALF_AN_HOUR = 1_800_000;

describe.each(Object.entries(ZONES))('in %s', (zone, changed) => {
  beforeEach(() => vi.stubEnv('TZ', zone));
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  /** The last moment before a day and its first one, as people there see them on their clocks. */
  function midnight(day: string): [before: number, first: number] {
    const written = new Intl.DateTimeFormat('sv', { timeZone: zone });
    let moment = Date.parse(`${day}T00:00Z`) - 86_400_000;
    while (written.format(moment) < day) moment += HALF_AN_HOUR;
    return [moment - 1, moment];
  }

  test('the days of cards follow one another, whatever number of hours they have', () => {
    const end = Date.UTC(2028, 0, 5);
    let before = new Date(Date.UTC(2026, 11, 25));
    for (let now = before; now.getTime() < end; now = new Date(now.getTime() + HALF_AN_HOUR)) {
      const passed = now.getDate() === before.getDate() ? 0 : 1;
      if (cardDay(now.getTime()) - cardDay(before.getTime()) !== passed) expect(now).toBe(before);
      before = now;
    }
    expect(cardDay(midnight('2028-01-01')[1]) - cardDay(midnight('2027-01-01')[1])).toBe(365);
  });

  test.each(['2027-01-01', changed])('a gate opens when %s begins', (day) => {
    const gate: LessonBlock = { id: 'gate', slot: 3, kind: 'gate', holds: [4], day };
    const held: LessonBlock = { id: 'held', slot: 4, kind: 'text' };
    const html = section(gate, '<div class="gate-notice"></div>') + section(held, 'Behind');
    const closed = midnight(day).map((moment) => {
      const { context } = open(html, [gate, held]);
      attach(get('#gate'), gate, { ...context, now: () => moment });
      return get('#held').hidden;
    });
    expect(closed).toEqual([true, false]);
  });

  test.each([
    ['2026-12-31', '2027-01-01'],
    [changed, new Date(Date.parse(changed) + 86_400_000).toISOString().slice(0, 10)],
  ])('what waits until %s is over is shown when %s begins', (due, next) => {
    const review = { own: 'now', right: 'after-due', feedback: 'now' } as const;
    const quiz: LessonBlock = {
      id: 'quiz',
      slot: 10,
      kind: 'quiz',
      mode: 'exam',
      questions: [],
      review,
      due,
    };
    const { context } = openQuiz(quiz);
    const store = { quiz: { handedIn: 1 } } as Parameters<typeof openNow>[2];
    const shown = midnight(next).map(
      (moment) => openNow(quiz, { ...context, now: () => moment }, store).right,
    );
    expect(shown).toEqual([false, true]);
  });
});
