/**
 * The session: the one door between what a learner does and where it is kept (LMS, local journal).
 *
 *   const session = openSession(course, window);   // never throws, never waits; works without any LMS
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
import { type CourseData, quizzesOf } from './course';
import { EarlierWork, type Offer } from './earlier';
import type { Diagnostic, Home, NumberedInteraction, Opening, Report, Sent } from './homes/home';
import { scorm12 } from './homes/scorm12';
import { scorm2004 } from './homes/scorm2004';
import { web } from './homes/web';
import { type Interaction, type PendingInteraction, resultOf } from './interactions';
import { type Entry, Journal, LOCAL, learnerKey } from './journal';
import { freshSeed } from './pcg32';
import { measure, type Progress } from './progress';
import { Pulse } from './pulse';
import { highestRecorded, type Notice, restore, withoutLostRecords } from './restore';
import { encodeState, freshAttempt, SPARE_BYTES, WORDING_BYTES } from './state/codec';
import { changesSince, mergeStates, untouchedBy } from './state/merge';
import {
  type CourseState,
  copyState,
  emptyState,
  NO_QUESTION,
  type QuestionState,
  type StateView,
} from './state/model';
import { Store } from './store';
import { Writer } from './writer';

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

/** Practice comes again at every visit: beyond so many interactions it leaves the room to questions. */
const PRACTICE_ROOM = 125;
/** Milliseconds between the searches for an LMS whose API appears late; 16 seconds in all. */
const SEARCHES = [250, 500, 1000, 2000, 3000, 4000, 5000];
/** Milliseconds before a failed save is tried again: doubled each time, up to the longest. */
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60_000;
/** Words that somebody is typing are saved so long after a pause (milliseconds). */
const SOON_SAVE = 2000;
/** Scrolling and other changes that are no answers are saved at most this often (milliseconds). */
const LAZY_SAVE = 10_000;
/**
 * What a recovery tells beside the state (milliseconds after the start): an opening stays at few calls, and what is
 * told later lies in the journal until then.
 */
const RECOVERY_REST = 5000;
/** A hidden page with nothing to save still tells its time this often (milliseconds). */
const TIME_SAVE = 60_000;

const NOTHING: Report = {
  data: null,
  completion: null,
  success: 'unknown',
  score: null,
  progress: null,
  location: null,
  time: null,
  interactions: [],
};

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

export function openSession(course: CourseData, window: Window): Session {
  return new CourseSession(course, window);
}

function homeOf(course: CourseData, window: Window): Home {
  if (course.home === 'scorm12') return scorm12(window);
  return course.home === 'scorm2004' ? scorm2004(window) : web();
}

class CourseSession implements Session {
  mode: Mode = 'normal';
  connection: Connection = 'none';
  private why: Reason = 'connection.web';
  notice: Notice = '';
  ended = false;
  replaced = 0;
  state: CourseState = emptyState(freshAttempt(freshSeed));

  private readonly home: Home;
  private readonly store: Store;
  private readonly journal: Journal;
  private readonly started: number;
  private readonly listeners = new Set<() => void>();
  private readonly lastWords = new Set<() => void>();
  /** The state as this page found it; in review, what is kept apart from cards. */
  private found = this.state;
  private learner = '';
  private earlier: EarlierWork | null = null;
  private pending: PendingInteraction[] = [];
  /** Interactions in the LMS. */
  private interactions = 0;
  /** Where the sessions of cards of this visit are recorded, by slot of the block. */
  private readonly practices = new Map<number, number>();
  /** Revisions: acknowledged by the LMS; wanted by a change that asked for a commit; kept by the journal. */
  private acknowledged = -1;
  private wanted = -1;
  private journaled: boolean;
  private reached = false;
  private rejected = false;
  private failures = 0;
  private timeSent = 0;
  /** Interactions that the LMS was told in this visit, for a window that takes over: it may know only older ones. */
  private readonly told = new Map<number, PendingInteraction>();
  private opening: Opening | null = null;
  private readonly pulse: Pulse;
  /** Why the LMS is not believed what it says; '' = it is. */
  private doubted: Reason = '';
  /** The revision that a server has taken which knows the learner. */
  private confirmed = -1;
  private writer: Writer | null = null;
  /** While another window writes: what it has kept last, as far as it works in the same attempt. */
  private followed: Entry | null = null;
  private unfollow: () => void = () => {};
  private hasRead = false;
  /** What was done on this page before an LMS answered that another window already writes to. */
  private undelivered: { readonly before: CourseState; readonly here: CourseState } | null = null;
  private measured: Progress | null = null;
  private flushTimer = 0;
  private flushAt = Number.POSITIVE_INFINITY;

  constructor(
    private readonly course: CourseData,
    private readonly window: Window,
  ) {
    this.started = window.performance.now();
    this.home = homeOf(course, window);
    this.store = new Store(window);
    this.journal = new Journal(this.store, course.package, where(window));
    this.journaled = this.journal.works();
    this.pulse = new Pulse(window, course.package, () => this.acknowledged, {
      alive: (asked) => this.believe(asked),
      expired: () => this.doubt('connection.expired'),
      silent: () => this.doubt('connection.lost'),
    });
    if (this.home.external) this.connect(0);
    if (this.connection === 'none') this.openLocally();
    this.watch();
  }

  get writable(): boolean {
    return this.mode === 'normal' && !this.ended && !this.reading;
  }

  get reading(): boolean {
    return this.writer !== null && this.writer.role !== 'writer' && !this.ended;
  }

  get reason(): Reason {
    if (!this.reading) return this.why;
    return this.writer?.role === 'reader' ? 'connection.reading' : 'connection.asking';
  }

  get saving(): Saving {
    if (this.reason === 'connection.asking') return 'waiting';
    if (this.connection === 'none' || this.ended) {
      if (!this.journaled) return 'lost';
      return this.home.external && this.acknowledged < this.wanted ? 'waiting' : 'saved';
    }
    if (this.rejected) return 'lost';
    if (this.acknowledged >= this.wanted) return 'saved';
    return this.journaled ? 'waiting' : 'lost';
  }

  get backedUp(): boolean {
    return this.journaled;
  }

  get diagnostic(): Diagnostic | null {
    return this.home.diagnostic;
  }

  progress(): Progress {
    this.measured ??= measure(this.course, this.state);
    return this.measured;
  }

  answer(given: AnswerGiven): void {
    this.answerAll([given], given.also);
  }

  answerAll(given: readonly AnswerGiven[], also?: (draft: CourseState) => void): void {
    for (const one of given) this.queueAnswer(one);
    this.change(
      (draft) => {
        for (const { slot, state } of given) {
          const recorded = draft.questions.get(slot)?.recorded ?? NO_QUESTION.recorded;
          draft.questions.set(slot, { ...state, recorded });
        }
        also?.(draft);
      },
      { commit: true },
    );
  }

  private queueAnswer({ lesson, question, slot, state, interaction }: AnswerGiven): void {
    if (interaction === null || !this.writable || !this.home.external) return;
    const result = state.marked ? resultOf(state.earned) : 'neutral';
    this.queue(interaction, slot, `${lesson}/${question}`, result);
  }

  tell(given: readonly AnswerGiven[]): void {
    const before = this.pending.length;
    for (const one of given) {
      const { recorded } = this.state.questions.get(one.slot) ?? NO_QUESTION;
      const waits = this.pending.some(({ slot }) => slot === one.slot);
      if (recorded < 0 && !waits && this.interactions + this.pending.length < this.home.mostInteractions)
        this.queueAnswer(one);
    }
    if (this.pending.length === before) return;
    this.writeJournal();
    this.flushWithin(SOON_SAVE);
  }

  practised({ lesson, block, slot, right, total }: Practice): void {
    if (!this.writable || !this.home.external) return;
    const response = `${right}/${total}`;
    const interaction: Interaction = {
      type: 'practice',
      description: '',
      response,
      correct: [],
      weighting: 0,
    };
    this.queue(interaction, slot, `${lesson}/${block}`, 'neutral');
  }

  private queue(interaction: Interaction, slot: number, id: string, result: string): void {
    this.pending = this.pending.filter((waiting) => waiting.slot !== slot);
    this.pending.push({ ...interaction, slot, id, result, moment: Date.now() });
  }

  change(edit: (draft: CourseState) => void, how: Urgency): void {
    if (this.ended || this.reading) return;
    const { attempt, revision, cards } = this.state;
    const draft = copyState(this.state);
    edit(draft);
    draft.attempt = attempt;
    draft.revision = revision + 1;
    this.setState(draft);
    if (this.mode === 'normal' || !sameCards(cards, draft.cards)) {
      if (how.commit || this.mode !== 'normal') this.wanted = draft.revision;
      this.writeJournal();
      this.flushWithin(how.commit ? 0 : how.soon === true ? SOON_SAVE : LAZY_SAVE);
    }
    this.notify();
  }

  moveTo(lesson: number, block: number): void {
    const { place } = this.state;
    if (place?.lesson === lesson && place.block === block) return;
    this.change(
      (draft) => {
        draft.place = { lesson, block };
      },
      { commit: false },
    );
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  beforeLastSave(listener: () => void): () => void {
    this.lastWords.add(listener);
    return () => this.lastWords.delete(listener);
  }

  get offer(): Offer | null {
    return this.writable && this.earlier !== null ? this.earlier.offer(this.state) : null;
  }

  takeOver(): void {
    this.writer?.takeOver();
  }

  takeOffer(): void {
    const earlier = this.earlier;
    if (earlier === null || this.offer?.taken !== false) return;
    this.replaced++;
    this.change((draft) => earlier.take(draft), { commit: true });
    earlier.settle(true);
  }

  returnOffer(): void {
    const earlier = this.earlier;
    if (earlier === null || this.offer?.taken !== true) return;
    this.replaced++;
    earlier.settle(false);
    this.change((draft) => earlier.giveBack(draft), { commit: true });
  }

  dismissOffer(): void {
    this.earlier?.dismiss();
    this.earlier?.settle(true);
    this.notify();
  }

  flush(): void {
    this.send('changes');
    this.notify();
  }

  leave(onward = false): void {
    if (this.ended) return;
    if (this.reading) {
      // Whoever has told the LMS nothing has nothing to end: some LMSs would store again what they knew at the start.
      this.end('connection.ended');
      return;
    }
    for (const note of this.lastWords) note();
    if (this.connection === 'none') {
      this.home.close();
      this.writer?.release();
      return;
    }
    const finished = this.acknowledged >= this.state.revision && this.progress().completion === 'completed';
    this.send('leaving');
    this.home.close(onward);
    // What was acknowledged before the page went away is certain; a beacon's answer at the very end is not.
    if (finished) this.journal.erase(this.learner, this.state.attempt);
    this.end('connection.ended');
  }

  /** Asks for the LMS now and, while it is absent, some more times. */
  private connect(search: number): void {
    const opening = this.home.open();
    if (typeof opening !== 'string') {
      this.adopt(opening);
      return;
    }
    const wait = SEARCHES[search];
    if (wait !== undefined) {
      this.why = 'connection.searching';
      this.window.setTimeout(() => this.connect(search + 1), wait);
    } else {
      this.why = opening === 'refused' ? 'connection.refused' : 'connection.none';
      this.warnOfNoStorage();
    }
    if (search > 0) this.notify();
  }

  /** The attempt under which the journal keeps this page's work. */
  private get attempt(): string {
    return this.connection === 'none' ? LOCAL : this.state.attempt;
  }

  /** Ask for the course among the windows of this browser: one writes, the others read. */
  private enter(): void {
    this.writer?.release();
    this.unfollow();
    this.followed = null;
    this.writer = new Writer(this.window, this.store, this.journal.owner(this.learner), {
      reading: () => {
        this.hasRead = true;
        this.notify();
      },
      gained: () => this.begin(),
      asked: () => this.handOver(),
      lost: () => this.giveWay(),
    });
    this.writer.enter();
    if (this.reading) this.follow(this.writer.attempt);
  }

  /** Keep in mind what the window writes that works in this attempt, if that is ours too. */
  private follow(attempt: string): void {
    const entry = this.journal.read(this.learner, attempt);
    const data = this.opening?.data ?? '';
    // An LMS that has had data of that attempt and gives none has begun another one for this window.
    const same = data === '' ? !(entry?.reached && entry.acknowledged > 0) : data.includes(attempt);
    if (!same || attempt === '') return;
    this.followed = entry;
    this.unfollow = this.journal.watch(this.window, this.learner, attempt, (kept) => {
      this.followed = kept;
    });
  }

  /** The window that wrote is closed or has handed over: this one goes on from all that was done there. */
  private begin(): void {
    if (this.ended) return;
    this.unfollow();
    if (this.opening === null) this.readLocally();
    else this.load(this.opening);
    // What the window before left to be sent was no fault that anybody must hear of.
    if (this.hasRead) this.notice = '';
    this.replaced++;
    this.notify();
  }

  /** Another window goes on: it finds everything in the journal, and no late word of this one reaches the LMS. */
  private handOver(): void {
    if (this.ended) return;
    for (const note of this.lastWords) note();
    if (this.connection !== 'none') {
      this.send('leaving');
      for (const { slot } of this.pending) this.told.delete(slot);
      this.pending.unshift(...this.told.values());
    }
    this.writeJournal();
    this.home.close();
    this.giveWay();
  }

  /**
   * Another window writes from now on. Where it did not wait for this one, the LMS is not told of the end: it could
   * store again what this page told it last.
   */
  private giveWay(): void {
    if (this.ended) return;
    this.replaced++;
    this.end('connection.elsewhere');
  }

  private end(reason: Reason): void {
    this.cancelFlush();
    this.unfollow();
    this.pulse.end();
    this.ended = true;
    this.why = reason;
    this.writer?.release();
    this.notify();
  }

  private openLocally(): void {
    this.enter();
    this.readLocally();
  }

  private readLocally(): void {
    const entry = this.journal.read('', LOCAL);
    if (entry !== null) this.setState(entry.state);
    this.found = this.state;
    if (this.reading) return;
    this.writer?.works(LOCAL);
    if (!this.home.external) {
      this.wanted = this.state.revision;
      this.warnOfNoStorage();
    }
  }

  private warnOfNoStorage(): void {
    if (!this.journaled) this.notice = 'notice.no-storage';
  }

  /** The LMS answered: its data, this browser's journal and what was done on this page become one state. */
  private adopt(opening: Opening): void {
    this.connection = 'connected';
    this.why = '';
    this.mode = opening.mode;
    this.learner = learnerKey(opening.learner);
    this.opening = opening;
    if (this.mode === 'normal') {
      this.enter();
    } else {
      this.writer?.release();
      this.writer = null;
    }
    this.load(opening);
    this.replaced++;
    this.notify();
  }

  private load(opening: Opening): void {
    const { before, here } = this.undelivered ?? { before: this.found, here: this.state };
    this.undelivered = this.reading ? { before, here } : null;
    const { base, stored, notice, pending } = restore(
      opening.data,
      this.course,
      this.learner,
      this.journal,
      this.followed,
    );
    this.found = base;
    this.notice = notice;
    const known = new Set(this.pending.map(({ slot }) => slot));
    this.pending.unshift(...pending.filter(({ slot }) => !known.has(slot)));
    let state = base;
    if (this.mode !== 'normal') this.pending = [];
    else if (here.revision > before.revision) {
      const level = here.level === before.level ? base.level : here.level;
      // What this browser kept under nobody's name may be somebody else's: only what was begun on this page counts.
      const done = { ...untouchedBy(before, changesSince(before, here)), level };
      state = mergeStates(base, done, quizzesOf(this.course));
      // Until now it stood under nobody's name.
      if (before.revision === 0 && !this.reading) this.journal.erase('', LOCAL);
    }
    this.interactions = opening.interactions ?? 1 + highestRecorded(state);
    this.setState(withoutLostRecords(state, this.interactions));
    if (this.reading) {
      this.pending = [];
      return;
    }
    // The LMS is behind when what it would be told now is not what it said.
    const differs = this.encode().text !== opening.data && (stored || this.state.revision > 0);
    const behind = this.mode === 'normal' && (differs || this.pending.length > 0);
    if (behind) {
      this.state.revision++;
      this.wanted = this.state.revision;
    }
    this.acknowledged = behind ? -1 : this.state.revision;
    this.confirmed = this.acknowledged;
    this.reached = opening.data !== '';
    if (this.mode !== 'normal') return;
    this.writer?.works(this.state.attempt);
    if (this.state.revision > 0) this.writeJournal();
    this.journal.tidy(this.learner, this.state.attempt);
    this.earlier = EarlierWork.find(this.course, this.journal, this.learner, this.state);
    if (behind) this.recover();
    else this.announce();
  }

  /** The least that makes an attempt: left now, it is suspended and incomplete. */
  private announce(): void {
    if (this.home.send({ ...NOTHING, completion: 'incomplete' }) === 'waiting') this.failed();
  }

  /** The LMS is behind: the answers at once, in the calls that an opening may take, the rest a little later. */
  private recover(): void {
    const { text, fits } = this.encode();
    const data = fits && this.state.revision > 0 ? text : null;
    if (this.home.send({ ...NOTHING, data, completion: 'incomplete' }) === 'waiting') this.failed();
    else this.flushWithin(RECOVERY_REST);
  }

  /** `hidden` and `leaving` add the time of the session. */
  private send(when: 'changes' | 'hidden' | 'leaving'): void {
    this.cancelFlush();
    if (this.ended || this.connection === 'none' || !this.mayWrite()) return;
    const numbered = this.numberInteractions();
    const { text, fits } = this.encode();
    const revision = this.state.revision;
    const report = this.report(fits ? text : null, numbered);
    if (this.mode === 'normal' && when !== 'changes') {
      report.time = this.elapsed();
      this.timeSent = report.time;
    }
    const sent = this.deliver(report, when);
    this.rejected = !fits || sent === 'rejected';
    if (sent === 'forgotten') {
      this.failed('connection.forgetful');
    } else if (sent === 'waiting') {
      this.failed(this.doubted === '' ? 'connection.lost' : this.doubted);
    } else {
      this.connection = 'connected';
      this.why = this.rejected ? 'connection.rejected' : '';
      this.failures = 0;
      for (const interaction of this.pending) this.told.set(interaction.slot, interaction);
      this.pending = [];
      if (!this.rejected) {
        this.acknowledged = revision;
        this.reached ||= revision > 0;
        if (this.mode === 'normal') this.pulse.sent();
      }
    }
    // An LMS says yes to a page that goes away before it knows: what is sent last counts as sent when it is read back.
    if (revision > 0 && when !== 'leaving') this.writeJournal();
  }

  /** What became of a report; `forgotten`: taken, but what is asked for is not what was said. */
  private deliver(report: Report, when: 'changes' | 'hidden' | 'leaving'): Sent | 'forgotten' {
    const said = this.home.send(report);
    if (said !== 'saved') return said;
    if (when === 'changes' && report.data !== null && !this.home.keeps(report.data)) return 'forgotten';
    return this.doubted === '' ? said : 'waiting';
  }

  /** What the LMS has acknowledged since it was last known to be there is not stored. */
  private doubt(why: Reason): void {
    if (this.ended || this.connection === 'none' || !this.mayWrite()) return;
    this.doubted = why;
    this.acknowledged = Math.min(this.acknowledged, this.confirmed);
    this.reached = this.acknowledged > 0 && this.reached;
    for (const { slot } of this.pending) this.told.delete(slot);
    this.pending.unshift(...this.told.values());
    this.told.clear();
    this.failed(why);
    this.writeJournal();
    this.notify();
  }

  /** The LMS's server knows the learner, and so has what it had acknowledged when it was asked. */
  private believe(asked: number): void {
    this.confirmed = Math.max(this.confirmed, asked);
    if (this.doubted === '' || this.ended) return;
    this.doubted = '';
    this.failures = 0;
    this.home.forget();
    this.flush();
  }

  private failed(why: Reason = 'connection.lost'): void {
    this.connection = 'lost';
    this.why = this.journaled ? why : 'connection.unkept';
    this.flushWithin(Math.min(FIRST_RETRY * 2 ** this.failures, LONGEST_RETRY));
    this.failures++;
  }

  private report(data: string | null, interactions: readonly NumberedInteraction[]): Writable<Report> {
    if (this.mode !== 'normal') {
      return { ...NOTHING, data: sameCards(this.found.cards, this.state.cards) ? null : data };
    }
    const { score, scored, completion, success, doneRequired, required } = this.progress();
    // What an LMS that sequences opens next hangs on the success: where nothing is marked, being done is success.
    const { part, home } = this.course;
    const byBeingDone = part && home === 'scorm2004' && score === null && completion === 'completed';
    return {
      data: this.state.revision > 0 ? data : null,
      completion,
      success: byBeingDone ? 'passed' : success,
      score: score === null || !scored ? null : { raw: score.toPercent(), scaled: score.toDecimal(4) },
      progress: completion === 'completed' ? '1' : required === 0 ? '0' : portion(doneRequired, required),
      location: this.location(),
      time: null,
      interactions,
    };
  }

  private location(): string | null {
    const { place } = this.state;
    const lesson = this.course.lessons.find(({ slot }) => slot === place?.lesson);
    if (lesson === undefined) return null;
    const block = lesson.blocks.find(({ slot }) => slot === place?.block);
    return block === undefined ? lesson.id : `${lesson.id}/${block.id}`;
  }

  /** Gives each waiting interaction the index where it was recorded before, else the next free one. */
  private numberInteractions(): NumberedInteraction[] {
    const numbered: NumberedInteraction[] = [];
    for (const interaction of this.pending) {
      const index = this.recordedAt(interaction) ?? this.nextInteraction(interaction);
      if (index !== null) numbered.push({ index, interaction });
    }
    return numbered;
  }

  private recordedAt({ slot, type }: PendingInteraction): number | null {
    if (type === 'practice') return this.practices.get(slot) ?? null;
    const { recorded } = this.state.questions.get(slot) ?? NO_QUESTION;
    return recorded < 0 ? null : recorded;
  }

  private nextInteraction({ slot, type }: PendingInteraction): number | null {
    const room = type === 'practice' ? PRACTICE_ROOM : this.home.mostInteractions;
    if (this.interactions >= room) return null;
    const recorded = this.interactions++;
    if (type === 'practice') this.practices.set(slot, recorded);
    else this.state.questions.set(slot, { ...(this.state.questions.get(slot) ?? NO_QUESTION), recorded });
    return recorded;
  }

  /** What is kept of the state: in review and browse only the cards change. */
  private kept(): CourseState {
    if (this.mode === 'normal') return this.state;
    return { ...this.found, cards: this.state.cards, revision: this.state.revision };
  }

  private encode() {
    return encodeState(this.kept(), this.course.package, {
      limit: this.course.limit,
      wording: WORDING_BYTES,
      spare: SPARE_BYTES,
    });
  }

  /** Whether this window still writes; one that slept while another took over finds out here. */
  private mayWrite(): boolean {
    if (this.writer === null || this.writer.mine) return true;
    if (this.writer.role === 'writer') this.giveWay();
    return false;
  }

  private writeJournal(): void {
    if (!this.mayWrite()) return;
    const { acknowledged, reached, pending } = this;
    const entry = { state: this.kept(), acknowledged, reached, pending };
    this.journaled = this.journal.write(this.learner, this.attempt, entry);
  }

  private setState(state: CourseState): void {
    this.state = state;
    this.measured = null;
  }

  private elapsed(): number {
    return this.window.performance.now() - this.started;
  }

  /** Plans a flush no later than `delay` from now; an earlier one that is planned already stays. */
  private flushWithin(delay: number): void {
    if (this.connection === 'none' || this.ended) return;
    const at = this.elapsed() + delay;
    if (at >= this.flushAt) return;
    this.cancelFlush();
    this.flushAt = at;
    this.flushTimer = this.window.setTimeout(() => this.flush(), delay);
  }

  private cancelFlush(): void {
    this.window.clearTimeout(this.flushTimer);
    this.flushAt = Number.POSITIVE_INFINITY;
  }

  private watch(): void {
    this.window.addEventListener('pagehide', () => this.leave());
    this.window.addEventListener('pageshow', (event) => {
      // Back from the browser's memory after Terminate: only a fresh page can open a new session.
      if (event.persisted && this.ended) this.window.location.reload();
      else if (event.persisted && this.mode === 'normal') this.comeBack();
    });
    // Back on the network: no need to wait for the next try.
    this.window.addEventListener('online', () => {
      if (this.connection === 'lost') this.flush();
    });
    this.window.document.addEventListener('visibilitychange', () => {
      if (this.window.document.visibilityState === 'hidden') this.hide();
    });
  }

  /** Back from the browser's memory where no LMS is: another window may have gone on in the meantime. */
  private comeBack(): void {
    this.openLocally();
    this.replaced++;
    this.notify();
  }

  private hide(): void {
    if (this.reading) return;
    for (const note of this.lastWords) note();
    const unsaved = this.acknowledged < (this.mode === 'normal' ? this.state.revision : this.wanted);
    const timeDue = this.mode === 'normal' && this.elapsed() - this.timeSent >= TIME_SAVE;
    if (!unsaved && !timeDue) return;
    this.send('hidden');
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

/** The course's address without the page: where its own entries of the journal belong. */
function where(window: Window): string {
  const { origin, pathname } = window.location;
  return origin + pathname.slice(0, pathname.lastIndexOf('/') + 1);
}

function sameCards(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): boolean {
  return one.size === other.size && [...one].every(([slot, word]) => other.get(slot) === word);
}

/** A decimal that is 1 only when everything is done: rounded down to four decimals. */
function portion(done: number, all: number): string {
  return done >= all ? '1' : String(Math.floor((done * 10_000) / all) / 10_000);
}
