import { type CourseData, quizzesOf } from '../../course';
import { make } from '../../dom';
import type { Texts } from '../../strings';
import type { LtiSession } from './session';

/**
 * What became of the grade, below an activity without a quiz, such as a deck; a quiz says so beside its result.
 * Every card changes the score, so what goes well is there to be looked at; a fault, and that it is over, is announced.
 */
export function showGrade(course: CourseData, session: LtiSession, texts: Texts): void {
  if (quizzesOf(course).of.size > 0) return;
  const note = make('p', { class: 'quiz-grade due-note' });
  document.querySelector('.frame')?.after(note);
  let fault = false;
  const tell = () => {
    const { state = '', text = '' } = session.grade ?? {};
    if (text === note.textContent) return;
    const fine = state === 'sent' || text === '' || text === texts('learner-grade-waiting');
    if (fault || !fine) note.setAttribute('role', 'status');
    else note.removeAttribute('role');
    note.textContent = text;
    fault = !fine || (fault && state !== 'sent');
  };
  session.subscribe(tell);
  tell();
}
