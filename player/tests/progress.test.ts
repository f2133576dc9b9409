import { expect, test } from 'vitest';
import type { Fraction } from '../src/fraction';
import { type Measured, measure } from '../src/progress';
import { type CourseState, emptyState, packCard } from '../src/state/model';
import { fractionOf, vectors } from './vectors';

interface Case {
  name: string;
  course: Measured;
  state: {
    quizzes: Record<string, { attempt: number; handedIn: number; open: boolean; score: string | null }>;
    cards: Record<string, 0 | 1 | 2 | 3>;
    seen: number[];
  };
  expected: Record<string, unknown>;
}

function stateOf({ quizzes, cards, seen }: Case['state']): CourseState {
  const state = emptyState('attempt1');
  for (const [slot, { attempt, handedIn, open, score }] of Object.entries(quizzes)) {
    state.quizzes.set(Number(slot), {
      attempt,
      seed: 1,
      handedIn,
      open,
      score: score === null ? null : fractionOf(score),
    });
  }
  for (const [slot, phase] of Object.entries(cards)) {
    state.cards.set(Number(slot), packCard({ stability: 0, difficulty: 0, day: 1, phase }));
  }
  for (const slot of seen) state.seen.add(slot);
  return state;
}

const text = (score: Fraction | null) => (score === null ? null : String(score));
const bySlot = (parts: ReadonlyMap<number, { done: boolean; score: Fraction | null }>) =>
  Object.fromEntries([...parts].map(([slot, { done, score }]) => [slot, [done, text(score)]]));

test.each(vectors<Case>('progress'))('$name', ({ course, state, expected }) => {
  const { blocks, lessons, score, ...rest } = measure(course, stateOf(state));
  const percent = score?.toPercent() ?? null;
  expect({ blocks: bySlot(blocks), lessons: bySlot(lessons), score: text(score), percent, ...rest }).toEqual(
    expected,
  );
});
