import type { AttemptsJournal } from './attempts-journal';
import type { BlockEntry, CourseData } from './course';
import type { Entry } from './journal';
import { measure } from './progress';
import { changesSince } from './state/merge';
import {
  type CourseState,
  copyState,
  emptyState,
  isTouched,
  NO_QUESTION,
  type StateView,
  unpackCard,
} from './state/model';

/** Work of other attempts that this browser still holds, as the page offers it. */
export interface Offer {
  /** It was taken over and can be given back; else it can be taken. */
  readonly taken: boolean;
  /** The learner said no (or has read that it was taken): only the status panel still speaks of it. */
  readonly dismissed: boolean;
  /** Answers and cards that come with it. */
  readonly answers: number;
  readonly cards: number;
}

/** After so many answers and cards of its own an attempt has a life of its own, and nothing is offered any more. */
const LONG_WORK = 10;

/**
 * What this learner did in earlier attempts, in the same browser and place. An LMS that begins a new attempt gives
 * no data, and the new attempt starts clean; the old answers are offered, since most new attempts are begun by
 * accident (a course left in the middle, an LMS set to begin anew at every visit).
 *
 * Taken over are answers, practice and cards. What a grade hangs on is earned again in the new attempt: of graded
 * quizzes the answers come back as if they had just been given, unmarked, to be handed in once more.
 */
export class EarlierWork {
  private dismissed = false;
  private over = false;
  /** The states before and after it was taken over. */
  private before: CourseState | null = null;
  private after: CourseState | null = null;
  private counted: { of: StateView; offer: Offer | null } | null = null;

  private constructor(
    private readonly course: CourseData,
    private readonly journal: AttemptsJournal,
    private readonly learner: string,
    private readonly entries: readonly Entry[],
  ) {}

  /**
   * All attempts that are worth an offer. One that was finished and acknowledged is forgotten: it stands in the
   * LMS with its grade, can be reviewed there, and whoever begins anew after it wants to answer anew.
   */
  static find(
    course: CourseData,
    journal: AttemptsJournal,
    learner: string,
    state: StateView,
  ): EarlierWork | null {
    const worthIt = (entry: Entry) => {
      const over = entry.acknowledged >= entry.state.revision && isFinished(course, entry.state);
      if (over) journal.erase(learner, entry.state.attempt);
      return !over;
    };
    const entries = journal.earlier(learner, state.attempt).filter(worthIt);
    return entries.length === 0 ? null : new EarlierWork(course, journal, learner, entries);
  }

  /** What is offered beside this state of the new attempt; null = nothing (any more). */
  offer(state: StateView): Offer | null {
    if (this.counted?.of !== state) this.counted = { of: state, offer: this.weigh(state) };
    return this.counted.offer;
  }

  take(draft: CourseState): void {
    this.before = copyState(draft);
    this.bring(draft);
    this.after = copyState(draft);
    this.dismissed = false;
  }

  /** After the new state was kept: the old attempts have been dealt with. */
  settle(settled: boolean): void {
    for (const { state } of this.entries) this.journal.settle(this.learner, state.attempt, settled);
  }

  /** Take out again what was taken over and not worked on since. */
  giveBack(draft: CourseState): void {
    const { before, after } = this;
    if (before === null || after === null) return;
    restoreMap(draft.questions, before.questions, after.questions);
    restoreMap(draft.quizzes, before.quizzes, after.quizzes);
    restoreMap(draft.cards, before.cards, after.cards);
    for (const slot of after.seen) if (!before.seen.has(slot)) draft.seen.delete(slot);
    if (draft.place === after.place) draft.place = before.place;
    this.before = null;
    this.after = null;
    this.dismissed = false;
  }

  dismiss(): void {
    this.dismissed = true;
    this.counted = null;
  }

  /** Where two attempts hold an answer to one question, the later one comes first and stays. */
  private bring(draft: CourseState): void {
    for (const { state } of this.entries) bring(state, this.course, draft);
  }

  private weigh(state: StateView): Offer | null {
    const { after, dismissed } = this;
    const own = changesSince(after ?? emptyState(''), copyState(state));
    this.over ||= own.questions.size + own.cards.size >= LONG_WORK;
    if (this.over) return null;
    const draft = copyState(this.before ?? state);
    const start = copyState(draft);
    this.bring(draft);
    const { questions, cards, seen } = changesSince(start, draft);
    if (questions.size + cards.size + seen.size === 0) return null;
    return { taken: after !== null, dismissed, answers: questions.size, cards: cards.size };
  }
}

function isFinished(course: CourseData, state: StateView): boolean {
  return measure(course, state).completion === 'completed';
}

/** Put the work of an old attempt into a new one, wherever the new one holds nothing of its own. */
function bring(old: StateView, course: CourseData, draft: CourseState): void {
  for (const lesson of course.lessons) {
    for (const block of lesson.blocks) bringBlock(old, block, lesson.weight > 0, draft);
  }
  if (draft.place === null) draft.place = old.place;
}

function bringBlock(old: StateView, block: BlockEntry, lessonCounts: boolean, draft: CourseState): void {
  const graded = block.weight > 0 && lessonCounts;
  const handedIn = (draft.quizzes.get(block.slot)?.handedIn ?? 0) > 0;
  for (const slot of block.questions ?? []) {
    const found = old.questions.get(slot);
    if (found === undefined || handedIn || isTouched(draft.questions.get(slot))) continue;
    const recorded = draft.questions.get(slot)?.recorded ?? NO_QUESTION.recorded;
    if (!graded && block.mode === 'practice') draft.questions.set(slot, { ...found, recorded });
    else if (found.answer !== null)
      draft.questions.set(slot, { ...NO_QUESTION, recorded, answer: found.answer });
  }
  for (const slot of block.cards ?? []) {
    const found = old.cards.get(slot);
    const now = draft.cards.get(slot);
    if (found !== undefined && (now === undefined || unpackCard(found).day > unpackCard(now).day))
      draft.cards.set(slot, found);
  }
  if (graded) return;
  const quiz = old.quizzes.get(block.slot);
  if (block.mode === 'practice' && quiz !== undefined && !draft.quizzes.has(block.slot))
    draft.quizzes.set(block.slot, quiz);
  for (const slot of [block.slot, ...(block.recalled ?? [])]) if (old.seen.has(slot)) draft.seen.add(slot);
}

function restoreMap<T>(
  draft: Map<number, T>,
  before: ReadonlyMap<number, T>,
  after: ReadonlyMap<number, T>,
): void {
  for (const [slot, value] of after) {
    const old = before.get(slot);
    if (value === old || draft.get(slot) !== value) continue;
    if (old === undefined) draft.delete(slot);
    else draft.set(slot, old);
  }
}
