import { type CourseState, copyState, type QuestionState, type QuizState, unpackCard } from './model';

/**
 * Two copies of one attempt become one, item by item: more tries, more attempts, later days and every seen
 * mark win, so that nothing a learner did is replaced by something older. Where neither is further, `newer`
 * wins. Both stay as they are; the attempt is that of `base`.
 */
export function mergeStates(base: CourseState, newer: CourseState): CourseState {
  const merged = copyState(base);
  merged.revision = Math.max(base.revision, newer.revision);
  mergeMap(merged.questions, newer.questions, laterQuestion);
  mergeMap(merged.quizzes, newer.quizzes, laterQuiz);
  mergeMap(merged.cards, newer.cards, (old, found) =>
    unpackCard(found).day >= unpackCard(old).day ? found : old,
  );
  for (const slot of newer.seen) merged.seen.add(slot);
  if (newer.place !== null) merged.place = newer.place;
  merged.level = newer.level;
  return merged;
}

/** What `now` holds that `before` did not: the work done in between, as a state to be merged. */
export function changesSince(before: CourseState, now: CourseState): CourseState {
  const changes = copyState(now);
  for (const [slot, value] of before.questions) dropSame(changes.questions, slot, value);
  for (const [slot, value] of before.quizzes) dropSame(changes.quizzes, slot, value);
  for (const [slot, value] of before.cards) dropSame(changes.cards, slot, value);
  for (const slot of before.seen) changes.seen.delete(slot);
  if (now.place === before.place) changes.place = null;
  return changes;
}

/** Of these changes, what was done to items that held nothing before: all of it is the work of who did it. */
export function untouchedBy(before: CourseState, changes: CourseState): CourseState {
  const own = copyState(changes);
  for (const slot of before.questions.keys()) own.questions.delete(slot);
  for (const slot of before.quizzes.keys()) own.quizzes.delete(slot);
  for (const slot of before.cards.keys()) own.cards.delete(slot);
  return own;
}

function dropSame<T>(map: Map<number, T>, slot: number, value: T): void {
  if (map.get(slot) === value) map.delete(slot);
}

function mergeMap<T>(
  into: Map<number, T>,
  from: ReadonlyMap<number, T>,
  choose: (old: T, found: T) => T,
): void {
  for (const [slot, found] of from) {
    const old = into.get(slot);
    into.set(slot, old === undefined ? found : choose(old, found));
  }
}

function laterQuestion(old: QuestionState, found: QuestionState): QuestionState {
  const later = found.tries >= old.tries ? found : old;
  // The longer memory of where the LMS keeps it, and of the wording that only one copy had room for.
  const recorded = Math.max(old.recorded, found.recorded);
  return later.recorded === recorded ? later : { ...later, recorded };
}

function laterQuiz(old: QuizState, found: QuizState): QuizState {
  const further = found.attempt - old.attempt || found.handedIn - old.handedIn;
  const later = further >= 0 ? found : old;
  const best =
    old.best === null || (found.best !== null && found.best.compare(old.best) >= 0) ? found.best : old.best;
  const handedIn = Math.max(old.handedIn, found.handedIn);
  const merged = later.best === best && later.handedIn === handedIn ? later : { ...later, best, handedIn };
  // Time spent in either copy of an attempt is spent.
  const spent = old.attempt === found.attempt ? Math.max(old.spent ?? 0, found.spent ?? 0) : 0;
  return spent > (merged.spent ?? 0) ? { ...merged, spent } : merged;
}
