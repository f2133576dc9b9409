import type { AttemptsJournal } from './attempts-journal';
import { type CourseData, quizzesOf } from './course';
import type { PendingInteraction } from './interactions';
import type { Entry } from './journal';
import { freshSeed } from './pcg32';
import { decodeState, freshAttempt } from './state/codec';
import { mergeStates, type Quizzes } from './state/merge';
import { type CourseState, copyState, emptyState } from './state/model';

/** Text keys of `session.notice`. */
export type Notice =
  | ''
  /** The LMS's data could not be read and this browser had no copy: the course starts anew. */
  | 'notice.unreadable'
  /** They were written by a newer version of the player. */
  | 'notice.newer'
  /** They belong to another course. */
  | 'notice.other-course'
  /** The LMS's data were damaged or behind; this browser's copy was used and is being saved. */
  | 'notice.restored'
  /** Neither LMS nor browser can keep anything: storage is blocked or full. */
  | 'notice.no-storage';

/** What LMS and journal agree on at the start. */
export interface Restored {
  readonly base: CourseState;
  /** Anything was found at all. */
  readonly stored: boolean;
  readonly notice: Notice;
  /** Interactions that the LMS may not have. */
  readonly pending: readonly PendingInteraction[];
}

/**
 * The learner's state from the LMS's suspend_data and this browser's journal; never throws. `followed`: what another
 * window that worked in this attempt has kept last; the journal may have forgotten it since.
 */
export function restore(
  data: string,
  course: CourseData,
  learner: string,
  journal: AttemptsJournal,
  followed: Entry | null = null,
): Restored {
  const { state, fault } = decodeState(data, course.package);
  if (state !== null) {
    const entry = journal.read(learner, state.attempt) ?? followed;
    if (entry === null) return { base: state, stored: true, notice: '', pending: [] };
    return { ...reconcile(state, entry, quizzesOf(course)), stored: true, pending: entry.pending };
  }
  const kept = followed === null ? null : (journal.read(learner, followed.state.attempt) ?? followed);
  const entry = kept ?? (fault === 'empty' ? journal.unreached(learner) : journal.namedIn(data, learner));
  if (fault !== 'empty') journal.keepRaw(learner, data);
  if (entry === null) {
    const notice = fault === 'empty' ? '' : (`notice.${fault}` as const);
    return { base: emptyState(freshAttempt(freshSeed)), stored: false, notice, pending: [] };
  }
  const notice = fault === 'empty' ? '' : 'notice.restored';
  return { base: entry.state, stored: true, notice, pending: entry.pending };
}

/**
 * Two copies of one attempt are always merged: that one of them has the higher revision and was acknowledged does not
 * mean that it knows of the other. Of two devices that are open at once, an LMS keeps what it was told last.
 */
function reconcile(lms: CourseState, entry: Entry, quizzes: Quizzes): Pick<Restored, 'base' | 'notice'> {
  const mine = entry.state;
  const merged =
    mine.revision >= lms.revision ? mergeStates(lms, mine, quizzes) : mergeStates(mine, lms, quizzes);
  const base = withRecordsOf(lms, merged);
  const news = mine.revision > lms.revision || (mine.revision < lms.revision && holdsMore(base, lms));
  return { base, notice: news ? 'notice.restored' : '' };
}

/** Whether something was done in `merged` of which `lms` knows nothing. */
function holdsMore(merged: CourseState, lms: CourseState): boolean {
  const tried = [...merged.questions].some(
    ([slot, { tries }]) => tries > (lms.questions.get(slot)?.tries ?? 0),
  );
  const handedIn = [...merged.quizzes].some(
    ([slot, quiz]) => quiz.handedIn > (lms.quizzes.get(slot)?.handedIn ?? 0),
  );
  return tried || handedIn || merged.cards.size > lms.cards.size;
}

/** Where two devices gave one place to two questions, the one that the LMS knows of keeps it. */
function withRecordsOf(lms: CourseState, merged: CourseState): CourseState {
  const taken = new Set([...lms.questions.values()].map(({ recorded }) => recorded));
  const settled = copyState(merged);
  for (const [slot, question] of settled.questions) {
    const known = lms.questions.get(slot)?.recorded ?? -1;
    const recorded = known >= 0 || taken.has(question.recorded) ? known : question.recorded;
    settled.questions.set(slot, { ...question, recorded });
  }
  return settled;
}

/** An LMS that holds fewer interactions than we remember has lost some: those get new places when answered again. */
export function withoutLostRecords(state: CourseState, interactions: number): CourseState {
  const kept = copyState(state);
  for (const [slot, question] of kept.questions) {
    if (question.recorded >= interactions) kept.questions.set(slot, { ...question, recorded: -1 });
  }
  return kept;
}

/** The highest place among the LMS's interactions that this state remembers; -1 = none. */
export function highestRecorded(state: CourseState): number {
  return Math.max(-1, ...[...state.questions.values()].map(({ recorded }) => recorded));
}
