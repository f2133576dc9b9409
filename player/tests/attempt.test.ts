import { describe, expect, test } from 'vitest';
import {
  attemptLeft,
  counted,
  handIn,
  isOver,
  type Rules,
  recounted,
  remarked,
  respond,
  resultOf,
  secondsLeft,
  shown,
} from '../src/attempt';
import { calibration } from '../src/calibration';
import type { QuestionData } from '../src/course';
import { Fraction } from '../src/fraction';
import type { Answer } from '../src/questions/answer';
import { type Certainty, NO_QUESTION, type QuestionState } from '../src/state/model';
import { fractionOf, vectors } from './vectors';

interface Case {
  name: string;
  quiz: Rules;
  data: QuestionData[];
  steps: {
    slot?: number;
    answer?: Answer | null;
    certainty?: Certainty;
    handIn?: true;
    earned?: string;
    remark?: true;
  }[];
  expected: unknown[];
}

const written = ({ tries, earned, marked, answer, certainty }: QuestionState) => [
  tries,
  earned.toString(),
  marked,
  answer,
  certainty,
];

/** What each step of a case gives, as it is written in the vectors. */
function played(quiz: Rules, questions: readonly QuestionData[], steps: Case['steps']): unknown[] {
  const states = new Map(questions.map(({ slot }) => [slot, NO_QUESTION]));
  const stateOf = (slot: number) => states.get(slot) ?? NO_QUESTION;
  return steps.map((step) => {
    const slot = step.slot ?? 0;
    const question = questions.find((candidate) => candidate.slot === slot);
    if (step.answer !== undefined && question !== undefined) {
      const { certainty = 0 } = step;
      const [state, outcome] = respond(quiz, question, stateOf(slot), step.answer, { certainty });
      states.set(slot, state);
      const notice = outcome.empty ? 'empty' : outcome.notice;
      return [...written(state), outcome.fraction.toString(), notice, isOver(quiz, question, state)];
    }
    if (step.earned !== undefined) {
      states.set(slot, { ...stateOf(slot), earned: fractionOf(step.earned), marked: true });
      return written(stateOf(slot));
    }
    if (step.remark) {
      for (const each of questions) states.set(each.slot, remarked(quiz, each, stateOf(each.slot)));
      return questions.map((each) => written(stateOf(each.slot)));
    }
    for (const each of questions) states.set(each.slot, handIn(quiz, each, stateOf(each.slot)));
    const { earned, total, waiting, share } = resultOf(quiz, questions, stateOf);
    const { answers, right, marks, sureButWrong } = calibration(quiz, questions, stateOf);
    return {
      states: questions.map((each) => written(stateOf(each.slot))),
      result: [earned.toString(), total, waiting, share?.toString() ?? null],
      calibration: [answers, right, marks.toString(), sureButWrong],
    };
  });
}

/** A quiz as written says its certainty in the author's words. */
const rulesOf = ({ certainty, ...quiz }: Rules): Rules => ({
  ...quiz,
  mode: quiz.mode ?? 'exam',
  certainty: certainty === 'graded' ? 'graded' : certainty ? 'asked' : 'off',
});

test('every shared attempt goes as it does in Python', () => {
  for (const { name, quiz, data, steps, expected } of vectors<Case>('attempt')) {
    expect({ name, steps: played(rulesOf(quiz), data, steps) }).toEqual({ name, steps: expected });
  }
});

describe('which attempt counts', () => {
  const shares = ['1/5', '4/5', '1/2'].map(fractionOf);

  test.each([
    ['best', '4/5'],
    ['last', '1/2'],
    ['first', '1/5'],
    ['mean', '1/2'],
  ] as const)('%s, one by one', (counts, expected) => {
    let score: Fraction | null = null;
    shares.forEach((share, handedIn) => {
      score = counted(counts, score, handedIn, share);
    });
    expect(String(score)).toBe(expected);
  });

  test.each([
    ['best', '4/5'],
    ['last', '1/1'],
    ['first', '1/5'],
    ['mean', '2/3'],
  ] as const)('%s, the last one marked anew', (counts, expected) => {
    const before = { best: '4/5', last: '1/2', first: '1/5', mean: '1/2' }[counts];
    const now = recounted(counts, fractionOf(before), 3, fractionOf('1/2'), Fraction.ONE);
    // The best of the others is no longer known, so it may only rise.
    expect(now.toString()).toBe(counts === 'best' ? '1/1' : expected);
  });
});

test('attempts and time run out', () => {
  expect([0, 1, 2].map((handedIn) => attemptLeft({ attempts: 2 }, handedIn))).toEqual([true, true, false]);
  expect(attemptLeft({}, 500)).toBe(true);
  expect([0, 119, 120, 500].map((spent) => secondsLeft({ time: 2 }, spent))).toEqual([120, 1, 0, 0]);
  expect(secondsLeft({}, 500)).toBe(null);
});

test('what is shown of an attempt waits for its date, for the last attempt, or for ever', () => {
  const review = { own: 'now', right: 'after-attempts', feedback: 'after-due' } as const;
  expect(shown(review, false, true)).toEqual({ own: true, right: false, feedback: false });
  expect(shown(review, true, true)).toEqual({ own: true, right: false, feedback: true });
  expect(shown(review, false, false)).toEqual({ own: true, right: true, feedback: false });
  expect(shown({ ...review, own: 'never' }, true, false)).toEqual({
    own: false,
    right: false,
    feedback: false,
  });
});
