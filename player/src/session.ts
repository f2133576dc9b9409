/**
 * The session: the one door between what a learner does and where it is kept (LMS, local journal).
 *
 *   const session = openSession(course, window);           // never throws, never waits; this browser keeps the work
 *   const session = openWithLms(course, window, home);     // the same with an LMS (`course-session.ts`)
 *
 *   session.mode         'normal' | 'review' | 'browse'
 *   session.writable     answers are kept (mode normal, neither ended nor read only); cards are kept in review too
 *   session.connection   'connected' | 'none' | 'lost'; session.reason is a text key that says why, '' when all is well
 *   session.saving       'saved' | 'waiting' | 'lost'
 *   session.backedUp     this browser keeps a copy too
 *   session.notice       a text key about the data found at the start, '' = nothing to say
 *   session.offer        work of an earlier attempt that may be taken over; null = nothing to offer
 *   session.takeOffer(), returnOffer(), dismissOffer()     take it over, undo that, put the question aside
 *   session.replaced     counts how often `state` was exchanged under the page, which must then be built anew
 *   session.reading      another window writes this course: here it can only be read
 *   session.takeOver()   go on here: the other window saves what it has and ends
 *   session.ended        the LMS session is closed; nothing more can be saved on this page
 *   session.state        read-only view; entries are replaced, never changed in place
 *   session.progress()   what is done, the score, completion and success
 *   session.answer({...})            keeps a question's new state and tells the LMS its interaction
 *   session.answerAll([...], also)   keeps the states of many questions in one change
 *   session.tell([...])              the LMS hears of those answers of which it has no record; nothing changes
 *   session.practised({...})         tells the LMS how a session of cards goes; nothing of it is graded
 *   session.change(draft => {...}, { commit: true })   everything else: quizzes, cards, seen, level
 *   session.moveTo(lessonSlot, blockSlot)              the place; saved with the next commit, soon, or when hidden
 *   session.subscribe(fn) -> unsubscribe               called after any change of the above
 *   session.beforeLastSave(fn) -> unsubscribe          called before the page is hidden or left
 *   session.flush()      send what waits now (normally by itself, right after the event that caused it)
 *   session.leave()      last save and Terminate; idempotent; wired to `pagehide`; `leave(true)` asks for what comes next
 *
 * Everything given to `answer` and `change` inside one event is sent with one commit right after it.
 * An API that appears late replaces `state`: what was done on this page until then is merged into it.
 */
import type { CourseData } from './course';
import type { EarlierWork, Offer } from './earlier';
import type { Diagnostic } from './homes/home';
import type { Interaction } from './interactions';
import { LocalSession } from './local-session';
import type { Progress } from './progress';
import type { Notice } from './restore';
import type { CourseState, QuestionState, StateView } from './state/model';

export type { Diagnostic } from './homes/home';
export type { Interaction } from './interactions';
export type { Notice } from './restore';

export type Mode = 'normal' | 'review' | 'browse';
export type Connection = 'connected' | 'none' | 'lost';
export type Saving = 'saved' | 'waiting' | 'lost';

/** Text keys of `session.reason`. */
export type Reason =
  | ''
  /** No LMS found yet; the search goes on for some seconds. */
  | 'connection.searching'
  /** No LMS answers: nothing is recorded there; answers stay in this browser. */
  | 'connection.none'
  /** A web course: there is no LMS to tell, answers stay in this browser. */
  | 'connection.web'
  /** The LMS refused to open the session. */
  | 'connection.refused'
  /** The LMS stopped answering; saving is tried again and again. */
  | 'connection.lost'
  /** The LMS's server answers with a login page: whatever its API says, nothing is stored. */
  | 'connection.expired'
  /** The LMS says that the answers are stored, and does not give them back. */
  | 'connection.forgetful'
  /** The LMS stopped answering and this browser keeps nothing: the answers exist on this page alone. */
  | 'connection.unkept'
  /** Another window may be writing this course: it is asked. */
  | 'connection.asking'
  /** Another window writes this course; this one can take over. */
  | 'connection.reading'
  /** Another window has taken this course over and goes on with it. */
  | 'connection.elsewhere'
  /** The LMS refused data (see `diagnostic`), or they do not fit; the journal holds them. */
  | 'connection.rejected'
  /** The session was closed when the page was left: open the lesson again from the LMS. */
  | 'connection.ended'
  /** The LTI tool does not answer; this browser keeps what waits, and it is sent again and again. */
  | 'connection.lost-lti'
  /** The same where this browser keeps nothing. */
  | 'connection.unkept-lti'
  /** The tool refused something for what it is. */
  | 'connection.rejected-lti'
  /** The launch has ended: the activity must be opened anew from the LMS. */
  | 'connection.ended-lti';

/** How far a session of cards or a game has come: `right` of `total`, in the block of this slot and id. */
export interface Practice {
  readonly lesson: string;
  readonly block: string;
  readonly slot: number;
  readonly right: number;
  readonly total: number;
}

/** `commit`: right after the event; `soon`: within seconds, for words that are being typed; else when it suits. */
export interface Urgency {
  readonly commit: boolean;
  readonly soon?: boolean;
}

export interface AnswerGiven {
  /** Ids, not slots: the LMS's name of the interaction is `lesson/question`. */
  readonly lesson: string;
  readonly question: string;
  /** Slot of the question. */
  readonly slot: number;
  readonly state: Omit<QuestionState, 'recorded'>;
  /** null = nothing to tell the LMS (yet). Its result is taken from `state.earned`; neutral until it is marked. */
  readonly interaction: Interaction | null;
  /** Changes that belong to the same answer (quiz, seen, place), kept and sent with it. */
  readonly also?: (draft: CourseState) => void;
}

export interface Session {
  readonly mode: Mode;
  readonly writable: boolean;
  readonly connection: Connection;
  readonly reason: Reason;
  readonly saving: Saving;
  readonly notice: Notice;
  readonly reading: boolean;
  readonly offer: Offer | null;
  readonly replaced: number;
  readonly ended: boolean;
  /** This browser keeps a copy; false where storage is blocked or full. */
  readonly backedUp: boolean;
  /** The last call that went wrong, for the status panel and support; null = none. */
  readonly diagnostic: Diagnostic | null;
  readonly state: StateView;
  progress(): Progress;
  answer(given: AnswerGiven): void;
  /** Many answers at once, as when an exam is handed in: one change, one commit. */
  answerAll(given: readonly AnswerGiven[], also?: (draft: CourseState) => void): void;
  /** Answers that were taken over from an earlier attempt, say: told where the LMS has no record of them. */
  tell(given: readonly AnswerGiven[]): void;
  practised(given: Practice): void;
  change(edit: (draft: CourseState) => void, how: Urgency): void;
  moveTo(lessonSlot: number, blockSlot: number): void;
  subscribe(listener: () => void): () => void;
  beforeLastSave(listener: () => void): () => void;
  takeOver(): void;
  takeOffer(): void;
  returnOffer(): void;
  dismissOffer(): void;
  flush(): void;
  leave(onward?: boolean): void;
}

/** What finds the work of earlier attempts; it comes with the part `earlier`, where this browser holds such work. */
export const EARLIER: { find?: typeof EarlierWork.find } = {};

/** A session that this browser alone keeps; `openWithLms` opens one with an LMS. */
export function openSession(course: CourseData, window: Window): Session {
  return new LocalSession(course, window).open();
}
