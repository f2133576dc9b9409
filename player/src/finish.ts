import type { CourseData } from './course';
import { button, make } from './dom';
import type { Session } from './session';
import type { Texts } from './strings';

/** The calm end of a course: the result, and whether the window may be closed; null while there is work left. */
export function finishedPanel(
  course: CourseData,
  session: Session,
  texts: Texts,
  leave: ((onward?: boolean) => void) | null,
): HTMLElement | null {
  const { required, doneRequired, score, success, completion } = session.progress();
  if (required === 0 || doneRequired < required) return null;
  const panel = make('section', { class: 'finished', tabindex: -1 });
  panel.append(
    make(
      'h2',
      {},
      texts(
        completion !== 'completed'
          ? 'finished-not-passed'
          : course.cover === false
            ? 'finished-activity'
            : 'finished',
      ),
    ),
  );
  if (score !== null)
    panel.append(make('p', { class: 'finished-score' }, texts('score', { n: Number(score.toPercent()) })));
  if (success !== 'unknown') panel.append(make('p', {}, texts(`success-${success}`)));
  else if (completion === 'incomplete') panel.append(make('p', {}, texts('try-again-for-pass')));
  if (session.mode === 'normal') {
    panel.append(
      make('p', { class: 'finished-close' }, texts(session.saving === 'saved' ? 'may-close' : 'wait-close')),
    );
    const actions = make('div', { class: 'actions' });
    // SCORM 1.2 has no word for it: there the LMS's own table of contents leads on.
    if (leave !== null && course.next !== undefined && course.home === 'scorm2004')
      actions.append(button(`${texts('next')}: ${course.next}`, 'primary', () => leave(true)));
    if (leave !== null)
      actions.append(
        button(texts('leave'), actions.childElementCount > 0 ? 'quiet' : 'primary', () => leave()),
      );
    if (actions.childElementCount > 0) panel.append(actions);
  }
  return panel;
}

/** What stays after the learner left: nothing more can be saved from here. */
export function leftPanel(session: Session, texts: Texts): HTMLElement {
  const lost = session.saving !== 'saved';
  return make(
    'article',
    { class: 'left' },
    make('h1', { tabindex: -1 }, texts('left')),
    make('p', {}, texts(lost ? 'left-unsaved' : 'left-saved')),
    make('p', {}, texts('left-close')),
  );
}
