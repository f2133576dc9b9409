import { beforeEach, expect, test } from 'vitest';
import { showGrade } from '../../../src/homes/lti/grade-note';
import type { Grade } from '../../../src/homes/lti/opening';
import { LtiSession } from '../../../src/homes/lti/session';
import { textsOf } from '../../../src/strings';
import { courseOf, get, STRINGS } from '../../player';

const WAITING = STRINGS['learner-grade-waiting'] ?? '';
const OUTAGE = STRINGS['learner-grade-waiting-problem'] ?? '';

beforeEach(() => {
  localStorage.clear();
  document.body.innerHTML = '<div class="frame"></div>';
});

const opened = (quiz: boolean) => {
  const block = quiz
    ? { id: 'check', slot: 2, kind: 'quiz', questions: [{ slot: 3 }] }
    : { id: 'deck', slot: 2, kind: 'cards' };
  const course = courseOf([block as never]);
  const session = new LtiSession(
    course,
    {
      journal: 'someone',
      preview: false,
      progress: { seen: [], cards: {}, place: null, level: 2 },
      standing: { quizzes: {}, grade: null },
      due: 0,
    },
    window as Window & typeof globalThis,
  );
  showGrade(course, session, textsOf(STRINGS));
  return (state: string, text: string): unknown[] => {
    const grade: Grade = { state, text, moving: false };
    session.stand({ quizzes: {}, grade });
    const note = get('.quiz-grade');
    return [note.textContent, note.getAttribute('role')];
  };
};

test('a deck says below itself what became of the grade; a fault is announced, and its end', () => {
  const stand = opened(false);
  expect(stand('waiting', WAITING)).toEqual([WAITING, null]);
  expect(stand('sent', '50 %')).toEqual(['50 %', null]);
  expect(stand('waiting', OUTAGE)).toEqual([OUTAGE, 'status']);
  expect(stand('waiting', WAITING)).toEqual([WAITING, 'status']);
  expect(stand('sent', '55 %')).toEqual(['55 %', 'status']);
  expect(stand('sent', '60 %')).toEqual(['60 %', null]);
});

test('where there is a quiz, the quiz says it', () => {
  opened(true);
  expect(document.querySelector('.quiz-grade')).toBe(null);
});
