import type { BlockEntry, CourseData } from './course';
import { all, make } from './dom';
import { Fraction } from './fraction';
import type { Session } from './session';
import { NO_QUESTION, type StateView } from './state/model';
import type { Texts } from './strings';

/** Say beside each objective that parts of the lesson serve how many of them are done, and how much of it is known. */
export function showObjectives(
  root: ParentNode,
  course: Pick<CourseData, 'lessons'>,
  session: Session,
  texts: Texts,
): void {
  const { blocks } = session.progress();
  for (const place of all(root, '[data-objective]')) {
    const [slot, number] = (place.dataset.objective ?? '').split('.').map(Number);
    const lesson = course.lessons.find((entry) => entry.slot === slot);
    const serving = lesson?.blocks.filter(({ objective = [] }) => objective.includes(number ?? 0)) ?? [];
    if (serving.length === 0) continue;
    const done = serving.filter((block) => blocks.get(block.slot)?.done === true).length;
    const words = [texts('objective-count', { done, total: serving.length })];
    const known = knownOf(serving, session.state);
    // Nothing is said of what was not begun.
    if (done === 0 && known === null) words.pop();
    if (known !== null) words.push(texts('objective-known', { percent: Number(known.toPercent()) }));
    place.dataset.done = String(done === serving.length);
    const told =
      place.querySelector('.objective-progress') ??
      place.appendChild(make('span', { class: 'objective-progress' }));
    if (told.textContent !== words.join(' \u00b7 ')) told.textContent = words.join(' \u00b7 ');
  }
}

/**
 * The mean score of the quizzes among these blocks, 0 to 1, of each the one that counts; where nothing was handed in yet,
 * what the marked questions have earned. Null as long as nothing was marked.
 */
function knownOf(blocks: readonly BlockEntry[], { quizzes, questions: states }: StateView): Fraction | null {
  return mean(
    blocks.flatMap(({ slot, questions = [] }) => {
      const marked = questions.flatMap((question) => {
        const { marked, earned } = states.get(question) ?? NO_QUESTION;
        return marked ? [earned] : [];
      });
      const score = quizzes.get(slot)?.score ?? mean(marked);
      return score === null ? [] : [score];
    }),
  );
}

const mean = (shares: readonly Fraction[]): Fraction | null =>
  shares.length === 0
    ? null
    : shares.reduce((one, other) => one.plus(other)).over(Fraction.of(shares.length));
