import type { CourseData, HomeName } from '../../src/course';
import { Fraction } from '../../src/fraction';
import type { AnswerGiven } from '../../src/session';
import type { CourseState } from '../../src/state/model';

/** Lesson 1: a conversation with a recall question and an exam of two attempts; lesson 10: a practice quiz and cards. */
export function course(home: HomeName, change: Partial<CourseData> = {}): CourseData {
  return {
    format: 1,
    package: 'tides',
    title: 'Tides',
    home,
    limit: home === 'scorm12' ? 4096 : 16_000,
    pass: 60,
    strings: {},
    lessons: [
      {
        id: 'moon',
        slot: 1,
        title: 'The moon',
        href: 'lesson-moon.html',
        weight: 1,
        blocks: [
          { id: 'talk', slot: 2, kind: 'audio-lesson', weight: 0, required: true, recalled: [0, 30] },
          {
            id: 'exam',
            slot: 3,
            kind: 'quiz',
            weight: 1,
            required: true,
            mode: 'exam',
            attempts: 2,
            questions: [4, 5, 6, 7, 8, 9],
          },
        ],
      },
      {
        id: 'coast',
        slot: 10,
        title: 'The coast',
        href: 'lesson-coast.html',
        weight: 1,
        blocks: [
          {
            id: 'try',
            slot: 11,
            kind: 'quiz',
            weight: 0,
            required: true,
            mode: 'practice',
            attempts: 0,
            questions: [20, 21, 22, 23, 24, 25],
          },
          { id: 'deck', slot: 12, kind: 'cards', weight: 0, required: true, cards: [13, 14] },
        ],
      },
    ],
    ...change,
  };
}

export function answer(slot: number, earned: Fraction = Fraction.ONE, tries = 1): AnswerGiven {
  return {
    lesson: 'moon',
    question: `question-${slot}`,
    slot,
    state: { tries, earned, marked: true, answer: { keys: [0, 2] }, certainty: 0, flagged: false },
    interaction: {
      type: 'choice',
      description: 'Which bodies\npull the sea? {moon}',
      response: ['2', '0'],
      correct: ['0', '2'],
      weighting: 2,
      latency: 5250,
    },
  };
}

export function handIn(points: Fraction, attempt = 1): (draft: CourseState) => void {
  return (draft) => {
    draft.quizzes.set(3, { attempt, seed: 7, handedIn: attempt, open: false, score: points });
  };
}

/** Everything but the exam. */
export function finishTheRest(draft: CourseState): void {
  draft.seen.add(2).add(11);
  // A learning card, last seen on day 1.
  draft.cards.set(13, 5).set(14, 5);
}
