import type { Counts } from '../course';
import type { Fraction } from '../fraction';
import {
  type CourseState,
  copyState,
  NO_QUESTION,
  type QuestionState,
  type QuizState,
  unpackCard,
} from './model';

/** What of a course decides between two copies of its state. */
export interface Quizzes {
  /** Slots of questions -> slot of the quiz in which they stand. */
  readonly of: ReadonlyMap<number, number>;
  /** Which attempt makes the score of a quiz, by its slot; where nothing stands, the best. */
  readonly counts: ReadonlyMap<number, Counts>;
}

/**
 * Two copies of one attempt become one, item by item: more tries, more attempts, later days and every seen
 * mark win, so that nothing a learner did is replaced by something older. Where neither is further, `newer`
 * wins. The answers of a quiz are those of the copy that is further in it: in a later attempt of an exam, or in one
 * that is handed in, the answers of the one before are history. Both copies stay as they are; the attempt is that of
 * `base`.
 */
export function mergeStates(base: CourseState, newer: CourseState, quizzes: Quizzes): CourseState {
  const merged = copyState(base);
  merged.revision = Math.max(base.revision, newer.revision);
  for (const slot of new Set([...base.questions.keys(), ...newer.questions.keys()])) {
    const [old, found] = [base.questions.get(slot), newer.questions.get(slot)];
    const quiz = quizzes.of.get(slot) ?? 0;
    const question = laterQuestion(old, found, further(base.quizzes.get(quiz), newer.quizzes.get(quiz)));
    merged.questions.set(slot, question);
  }
  mergeMap(merged.quizzes, newer.quizzes, (old, found, slot) =>
    laterQuiz(old, found, quizzes.counts.get(slot) ?? 'best'),
  );
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
  choose: (old: T, found: T, slot: number) => T,
): void {
  for (const [slot, found] of from) {
    const old = into.get(slot);
    into.set(slot, old === undefined ? found : choose(old, found, slot));
  }
}

/** `lead`: how much further the copy with `found` is in the quiz of the question. */
function laterQuestion(
  old: QuestionState = NO_QUESTION,
  found: QuestionState = NO_QUESTION,
  lead: number,
): QuestionState {
  const later = lead > 0 || (lead === 0 && isLater(old, found)) ? found : old;
  // The longer memory of where the LMS keeps it.
  const recorded = Math.max(old.recorded, found.recorded);
  return later.recorded === recorded ? later : { ...later, recorded };
}

/** What was tried as often wins by being newer, but nothing at all never replaces something. */
function isLater(old: QuestionState, found: QuestionState): boolean {
  return found.tries > old.tries || (found.tries === old.tries && found !== NO_QUESTION);
}

/** How much further the copy with `found` is: above 0 in a later attempt, or where the same one is handed in. */
function further(old: QuizState | undefined, found: QuizState | undefined): number {
  if (old === undefined || found === undefined) return 0;
  return found.attempt - old.attempt || found.handedIn - old.handedIn;
}

function laterQuiz(old: QuizState, found: QuizState, counts: Counts): QuizState {
  const later = further(old, found) >= 0 ? found : old;
  const score = laterScore(old, found, counts);
  const handedIn = Math.max(old.handedIn, found.handedIn);
  const merged = later.score === score && later.handedIn === handedIn ? later : { ...later, score, handedIn };
  // Time spent in either copy of an attempt is spent.
  const spent = old.attempt === found.attempt ? Math.max(old.spent ?? 0, found.spent ?? 0) : 0;
  return spent > (merged.spent ?? 0) ? { ...merged, spent } : merged;
}

/** The best of two scores where the best counts; else that of the copy that knows of more attempts: it includes the other's. */
function laterScore(old: QuizState, found: QuizState, counts: Counts): Fraction | null {
  if (old.score === null || found.score === null) return old.score ?? found.score;
  if (counts === 'best' || (old.handedIn === 0 && found.handedIn === 0))
    return found.score.compare(old.score) >= 0 ? found.score : old.score;
  // Of attempts that were handed in apart from each other, the first is that of the older copy.
  const more = found.handedIn - old.handedIn || (counts === 'first' ? -1 : 1);
  return more > 0 ? found.score : old.score;
}
