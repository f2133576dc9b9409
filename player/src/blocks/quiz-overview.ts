import { button, make } from '../dom';
import { Fraction } from '../fraction';
import { fractionOf } from '../homes/lti/session';
import type { Texts } from '../strings';
import type { Attempt, Overview } from './quiz-told';

/** What there is to know before an attempt, in sentences. */
export function beforehand(found: Overview, texts: Texts): string[] {
  const lines: string[] = [];
  if (found.due !== null)
    lines.push(
      texts(found.dueSource === 'lms' ? 'quiz-due-lms' : 'quiz-due', { date: dateText(found.due, texts) }),
    );
  if (found.closed === 'past-due') lines.push(texts('quiz-past-due'));
  else if (found.closed === 'no-attempt-left') lines.push(texts('no-attempt-left'));
  else if (found.left !== null && found.attempt?.open !== true)
    lines.push(texts.count('attempts-left', found.left));
  return lines;
}

/** What became of an attempt that was handed in: a title, and sentences. `pass` is null where nothing is at stake. */
export function outcomeWords(
  found: Overview,
  attempt: Attempt,
  pass: number | null,
  texts: Texts,
): { readonly title: string; readonly lines: string[]; readonly passed: boolean } {
  const lines: string[] = [];
  const { result: reached } = attempt;
  const share = fractionOf(reached?.share ?? null);
  let title = texts('quiz-handed-in');
  if (reached === null) lines.push(texts('quiz-review-later'));
  else if (share !== null)
    title = texts.count('exam-result', reached.total, {
      earned: Number(fractionOf(reached.earned)?.toDecimal(2)),
      percent: Number(share.toPercent()),
    });
  if (attempt.pending) lines.push(texts('quiz-waits-for-mark'));
  const score = fractionOf(found.score);
  if (score !== null && found.attempts.length > 1)
    lines.push(texts('quiz-score', { percent: Number(score.toPercent()) }));
  const passed = score !== null && pass !== null && score.compare(Fraction.of(pass, 100)) >= 0;
  if (score !== null && pass !== null)
    lines.push(texts(passed ? 'exam-passed' : 'exam-not-passed', { pass }));
  return { title, lines, passed };
}

/** The attempts that were handed in, each to be looked at; none where `shown` is the only one. */
export function attemptList(
  found: Overview,
  shown: number,
  look: (id: number) => void,
  texts: Texts,
): HTMLElement[] {
  const done = found.attempts.filter(({ submitted }) => submitted !== null);
  if (done.every(({ id }) => id === shown)) return [];
  const items = done.map(({ id, number, submitted, earned }) => {
    const share = fractionOf(earned);
    const name = texts('quiz-attempt', { n: number, date: dateText(submitted ?? '', texts) });
    const label = share === null ? name : `${name}: ${texts('percent', { n: Number(share.toPercent()) })}`;
    const open = button(label, 'quiet', () => look(id));
    if (id === shown) open.setAttribute('aria-current', 'true');
    return make('li', {}, open);
  });
  const summary = make('summary', {}, texts('quiz-attempts'));
  return [make('details', { class: 'quiz-attempts' }, summary, make('ol', {}, ...items))];
}

function dateText(moment: string, texts: Texts): string {
  const written = new Intl.DateTimeFormat(texts.language, { dateStyle: 'medium', timeStyle: 'short' });
  return written.format(new Date(moment));
}
