import type { BlockEntry, CourseData } from './course';
import { all, make } from './dom';
import type { Session } from './session';
import type { StateView } from './state/model';
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
    if (known !== null) words.push(texts('objective-known', { percent: Math.round(known * 100) }));
    place.dataset.done = String(done === serving.length);
    const told =
      place.querySelector('.objective-progress') ??
      place.appendChild(make('span', { class: 'objective-progress' }));
    if (told.textContent !== words.join(' \u00b7 ')) told.textContent = words.join(' \u00b7 ');
  }
}

/**
 * How much of what these blocks ask the learner got right, 0 to 1: the marked questions of their quizzes and the best
 * attempts of those handed in; null as long as nothing was marked.
 */
function knownOf(blocks: readonly BlockEntry[], state: StateView): number | null {
  let sum = 0;
  let count = 0;
  for (const { kind, slot, questions = [] } of blocks) {
    if (kind !== 'quiz') continue;
    const best = state.quizzes.get(slot)?.score ?? null;
    const marked = questions.flatMap((question) => {
      const found = state.questions.get(question);
      return found?.marked === true ? [found.earned] : [];
    });
    const shares = best !== null ? [best] : marked;
    for (const share of shares) {
      sum += Number(share.toDecimal(4));
      count++;
    }
  }
  return count === 0 ? null : sum / count;
}
