import { describe, expect, test, vi } from 'vitest';
import { AttemptsJournal, learnerKey } from '../src/attempts-journal';
import type { Entry } from '../src/journal';
import { emptyState, NO_QUESTION } from '../src/state/model';
import { Store } from '../src/store';
import { Memory } from './homes/page';

const HERE = 'https://lms.example/course/';
const windowOf = (storage: Storage) => ({ localStorage: storage }) as unknown as Window;
const journalOf = (storage: Storage, where = HERE) =>
  new AttemptsJournal(new Store(windowOf(storage)), 'tides', where);

function entry(change: Partial<Entry> = {}): Entry {
  const state = emptyState('attempt1');
  state.revision = 5;
  state.questions.set(4, {
    ...NO_QUESTION,
    tries: 1,
    answer: { text: 'a long wording that the LMS has no room for' },
  });
  return { state, acknowledged: 5, reached: true, pending: [], ...change };
}

test('an entry comes back whole, with all wording', () => {
  const journal = journalOf(new Memory());
  expect(journal.write('ada', 'attempt1', entry())).toBe(true);
  expect(journal.read('ada', 'attempt1')).toEqual(entry());
  expect([journal.read('eve', 'attempt1'), journal.read('ada', 'attempt2')]).toEqual([null, null]);
});

test('work that never reached the LMS is offered to its learner in its course alone', () => {
  const storage = new Memory();
  journalOf(storage).write('ada', 'attempt1', entry({ reached: false }));
  expect(journalOf(storage).unreached('ada')).not.toBeNull();
  expect(journalOf(storage, 'https://lms.example/another/').unreached('ada')).toBeNull();
  expect(journalOf(storage).unreached('eve')).toBeNull();
  journalOf(storage).write('', 'local', entry({ reached: false }));
  expect(journalOf(storage).unreached('')).toBeNull();
});

describe('attempts that others followed', () => {
  const other = (attempt: string, change: Partial<Entry> = {}) => {
    const found = entry(change);
    found.state.attempt = attempt;
    return found;
  };

  test('those of this learner come back, the latest first, as long as they are not settled', () => {
    vi.useFakeTimers();
    const journal = journalOf(new Memory());
    for (const [attempt, day] of [
      ['attemptA', 2],
      ['attemptC', 3],
      ['attemptB', 1],
    ] as const) {
      vi.setSystemTime(day * 86_400_000);
      journal.write('ada', attempt, other(attempt));
    }
    vi.useRealTimers();
    const earlier = (learner: string, attempt: string) =>
      journal.earlier(learner, attempt).map(({ state }) => state.attempt);
    expect(earlier('ada', 'attempt9')).toEqual(['attemptC', 'attemptA', 'attemptB']);
    expect(earlier('ada', 'attemptC')).toEqual(['attemptA', 'attemptB']);
    journal.settle('ada', 'attemptC', true);
    expect(earlier('ada', 'attempt9')).toEqual(['attemptA', 'attemptB']);
    journal.settle('ada', 'attemptC', false);
    expect(earlier('ada', 'attempt9')).toHaveLength(3);
    expect([earlier('eve', 'attempt9'), earlier('', 'attempt9')]).toEqual([[], []]);
  });

  test('those that are settled go: at once when the LMS has them, else when room is short', () => {
    const storage = new Memory();
    const journal = journalOf(storage);
    journal.write('ada', 'attemptA', other('attemptA'));
    journal.write('ada', 'attemptB', other('attemptB', { acknowledged: 4 }));
    journal.write('ada', 'attemptC', other('attemptC'));
    for (const attempt of ['attemptA', 'attemptB']) journal.settle('ada', attempt, true);
    journal.tidy('ada', 'attempt9');
    const left = () =>
      ['attemptA', 'attemptB', 'attemptC'].filter((name) => journal.read('ada', name) !== null);
    expect(left()).toEqual(['attemptB', 'attemptC']);
    storage.room = [...storage.items].reduce((sum, [key, value]) => sum + key.length + value.length, 10);
    journal.erase('ada', 'attemptC');
    journal.write('ada', 'attempt8', entry({ acknowledged: 1 }));
    expect(journal.write('ada', 'attempt9', entry({ acknowledged: 1 }))).toBe(true);
    expect(left()).toEqual([]);
  });
});

test('in a full browser acknowledged entries make room, others never', () => {
  const storage = new Memory();
  const journal = journalOf(storage);
  journal.write('ada', 'attempt0', entry());
  journal.write('ada', 'attempt9', entry({ acknowledged: 4 }));
  storage.room = [...storage.items].reduce((sum, [key, value]) => sum + key.length + value.length, 0) + 10;
  expect(journal.write('ada', 'attempt1', entry({ acknowledged: 4 }))).toBe(true);
  expect([journal.read('ada', 'attempt0'), journal.read('ada', 'attempt9')]).toEqual([
    null,
    entry({ acknowledged: 4 }),
  ]);
  expect(journal.write('ada', 'attempt2', entry())).toBe(false);
  expect(journal.read('ada', 'attempt1')).not.toBeNull();
});

test.each(['', '{', 'null', '7', '{"data":7}', '{"data":"x","acknowledged":1}', '[]'])(
  'a spoilt entry %s is none',
  (text) => {
    const storage = new Memory();
    storage.setItem('hornbook:tides:ada:attempt1', text);
    const journal = journalOf(storage);
    expect(journal.read('ada', 'attempt1')).toBeNull();
    expect([journal.unreached('ada'), journal.namedIn('attempt1', 'ada')]).toEqual([null, null]);
  },
);

test('a learner is kept under a number, not under a name', () => {
  expect(learnerKey('ada.lovelace')).toMatch(/^[0-9a-z]{1,7}$/);
  expect(learnerKey('ada')).not.toBe(learnerKey('eve'));
});
