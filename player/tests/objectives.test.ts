import { expect, test } from 'vitest';
import type { BlockEntry } from '../src/course';
import { Fraction } from '../src/fraction';
import { showObjectives } from '../src/objectives';
import { measure } from '../src/progress';
import type { Session } from '../src/session';
import { emptyState } from '../src/state/model';
import { textsOf } from '../src/strings';
import { STRINGS } from './player';

const block = (slot: number, more: Pick<BlockEntry, 'kind'> & Partial<BlockEntry>): BlockEntry => ({
  id: `b${slot}`,
  slot,
  weight: 0,
  required: true,
  ...more,
});
const COURSE = {
  pass: 60,
  lessons: [
    {
      id: 'one',
      slot: 1,
      title: 'One',
      href: '',
      weight: 1,
      blocks: [
        block(10, { kind: 'text' as const, objective: [1] }),
        block(11, {
          kind: 'quiz' as const,
          mode: 'practice' as const,
          questions: [20, 21],
          objective: [1, 2],
        }),
        block(12, { kind: 'text' as const }),
        block(13, { kind: 'quiz' as const, mode: 'practice' as const, questions: [22, 23], objective: [1] }),
      ],
    },
  ],
};

test('each objective says what is done of it and how much is known', () => {
  document.body.innerHTML =
    '<ul><li data-objective="1.1">A</li><li data-objective="1.2">B</li><li data-objective="1.3">C</li></ul>';
  const state = emptyState('attempt0');
  const session = { state, progress: () => measure(COURSE, state) } as unknown as Session;
  const show = () => {
    showObjectives(document, COURSE, session, textsOf(STRINGS));
    return [...document.querySelectorAll('li')].map((item) => item.querySelector('span')?.textContent ?? '');
  };
  expect(show()).toEqual(['', '', '']);
  state.seen.add(10);
  const answered = {
    tries: 1,
    marked: true,
    answer: null,
    recorded: -1,
    certainty: 0,
    flagged: false,
  } as const;
  state.questions.set(20, { ...answered, earned: Fraction.ONE });
  state.questions.set(21, { ...answered, earned: Fraction.of(1, 2) });
  expect(show()).toEqual([
    '1 of 3 parts done \u00b7 75 % in its quizzes',
    '0 of 1 parts done \u00b7 75 % in its quizzes',
    '',
  ]);
  // As the result of the quiz itself tells it, and each quiz once.
  state.quizzes.set(11, { attempt: 1, seed: 1, handedIn: 1, open: false, score: Fraction.of(11, 27) });
  expect(show()[1]).toBe('0 of 1 parts done \u00b7 40.74 % in its quizzes');
  state.questions.set(22, { ...answered, earned: Fraction.ONE });
  state.questions.set(23, { ...answered, earned: Fraction.ONE });
  expect(show().slice(0, 2)).toEqual([
    '1 of 3 parts done \u00b7 70.37 % in its quizzes',
    '0 of 1 parts done \u00b7 40.74 % in its quizzes',
  ]);
  for (const slot of [11, 13]) state.seen.add(slot);
  show();
  expect([...document.querySelectorAll('li')].map(({ dataset }) => dataset.done)).toEqual([
    'true',
    'true',
    undefined,
  ]);
});
