import type { CourseData } from './course';
import type { Offer } from './earlier';
import type { Diagnostic } from './homes/home';
import { type Entry, Journal, LOCAL } from './journal';
import { freshSeed } from './pcg32';
import { measure, type Progress } from './progress';
import type { Notice } from './restore';
import type { AnswerGiven, Connection, Mode, Practice, Reason, Saving, Session, Urgency } from './session';
import { freshAttempt } from './state/codec';
import { type CourseState, copyState, emptyState, NO_QUESTION } from './state/model';
import { Store } from './store';
import { Windows } from './windows';

/** A session that this browser alone keeps; what a session with an LMS does beside it is in `course-session.ts`. */
export class LocalSession implements Session {
  mode: Mode = 'normal';
  connection: Connection = 'none';
  notice: Notice = '';
  ended = false;
  replaced = 0;
  state: CourseState = emptyState(freshAttempt(freshSeed));

  protected readonly journal: Journal;
  protected readonly windows: Windows;
  protected why: Reason = 'connection.web';
  /** The state as this page found it; in review, what is kept apart from cards. */
  protected found = this.state;
  protected learner = '';
  /** Whether the journal keeps what is done. */
  protected journaled: boolean;
  private readonly listeners = new Set<() => void>();
  private readonly lastWords = new Set<() => void>();
  private measured: Progress | null = null;

  constructor(
    protected readonly course: CourseData,
    protected readonly window: Window,
  ) {
    const store = new Store(window);
    this.journal = this.newJournal(store, course.package, where(window));
    this.journaled = this.journal.works();
    this.windows = new Windows(window, store, this.journal, {
      reading: () => this.notify(),
      gained: () => this.begin(),
      asked: () => this.handOver(),
      lost: () => this.giveWay(),
    });
  }

  protected newJournal(...journal: ConstructorParameters<typeof Journal>): Journal {
    return new Journal(...journal);
  }

  open(): this {
    this.openLocally();
    this.watch();
    return this;
  }

  get writable(): boolean {
    return this.mode === 'normal' && !this.ended && !this.reading;
  }

  get reading(): boolean {
    return this.windows.reads && !this.ended;
  }

  get reason(): Reason {
    if (!this.reading) return this.why;
    return this.windows.role === 'reader' ? 'connection.reading' : 'connection.asking';
  }

  get saving(): Saving {
    if (this.reason === 'connection.asking') return 'waiting';
    return this.journaled ? 'saved' : 'lost';
  }

  get backedUp(): boolean {
    return this.journaled;
  }

  get diagnostic(): Diagnostic | null {
    return null;
  }

  progress(): Progress {
    this.measured ??= measure(this.course, this.state);
    return this.measured;
  }

  answer(given: AnswerGiven): void {
    this.answerAll([given], given.also);
  }

  answerAll(given: readonly AnswerGiven[], also?: (draft: CourseState) => void): void {
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

  tell(_given: readonly AnswerGiven[]): void {}

  practised(_given: Practice): void {}

  change(edit: (draft: CourseState) => void, how: Urgency): void {
    if (this.ended || this.reading) return;
    const before = this.state;
    const draft = copyState(before);
    edit(draft);
    draft.attempt = before.attempt;
    draft.revision = before.revision + 1;
    this.setState(draft);
    this.changed(before, how);
    this.notify();
  }

  /** The state was another one `before`. */
  protected changed(_before: CourseState, _how: Urgency): void {
    this.writeJournal();
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
    return null;
  }

  takeOver(): void {
    this.windows.takeOver();
  }

  takeOffer(): void {}

  returnOffer(): void {}

  dismissOffer(): void {}

  flush(): void {
    this.notify();
  }

  leave(_onward = false): void {
    if (this.ended) return;
    if (this.reading) {
      this.end('connection.ended');
      return;
    }
    this.sayLastWords();
    this.windows.release();
  }

  protected sayLastWords(): void {
    for (const note of this.lastWords) note();
  }

  /** The attempt under which the journal keeps this page's work. */
  protected get attempt(): string {
    return LOCAL;
  }

  /** The window that wrote is closed or has handed over: this one goes on from all that was done there. */
  private begin(): void {
    if (this.ended) return;
    this.readAgain();
    // What the window before left to be sent was no fault that anybody must hear of.
    if (this.windows.hasRead) this.notice = '';
    this.replaced++;
    this.notify();
  }

  protected readAgain(): void {
    this.readLocally();
  }

  /** Another window goes on, and finds everything in the journal. */
  protected handOver(): void {
    if (this.ended) return;
    this.sayLastWords();
    this.writeJournal();
    this.giveWay();
  }

  /**
   * Another window writes from now on. Where it did not wait for this one, the LMS is not told of the end: it could
   * store again what this page told it last.
   */
  protected giveWay(): void {
    if (this.ended) return;
    this.replaced++;
    this.end('connection.elsewhere');
  }

  protected end(reason: Reason): void {
    this.ended = true;
    this.why = reason;
    this.windows.release();
    this.notify();
  }

  protected openLocally(): void {
    this.windows.enter('', '');
    this.readLocally();
  }

  protected readLocally(): void {
    const entry = this.journal.read('', LOCAL);
    if (entry !== null) this.setState(entry.state);
    this.found = this.state;
    if (this.reading) return;
    this.windows.works(LOCAL);
    this.standAlone();
  }

  /** Nobody but this browser keeps the work. */
  protected standAlone(): void {
    this.warnOfNoStorage();
  }

  protected warnOfNoStorage(): void {
    if (!this.journaled) this.notice = 'notice.no-storage';
  }

  /** What the journal is told. */
  protected entry(): Entry {
    return { state: this.state, acknowledged: -1, reached: false, pending: [] };
  }

  protected writeJournal(): void {
    if (!this.windows.mayWrite()) return;
    this.journaled = this.journal.write(this.learner, this.attempt, this.entry());
  }

  protected setState(state: CourseState): void {
    this.state = state;
    this.measured = null;
  }

  protected watch(): void {
    this.window.addEventListener('pagehide', () => this.leave());
    this.window.addEventListener('pageshow', (event) => {
      // Back from the browser's memory after Terminate: only a fresh page can open a new session.
      if (event.persisted && this.ended) this.window.location.reload();
      else if (event.persisted && this.mode === 'normal') this.comeBack();
    });
    this.window.document.addEventListener('visibilitychange', () => {
      if (this.window.document.visibilityState === 'hidden' && !this.reading) this.hide();
    });
  }

  /** Back from the browser's memory where no LMS is: another window may have gone on in the meantime. */
  private comeBack(): void {
    this.openLocally();
    this.replaced++;
    this.notify();
  }

  protected hide(): void {
    this.sayLastWords();
    this.notify();
  }

  protected notify(): void {
    for (const listener of this.listeners) listener();
  }
}

/** The course's address without the page: where its own entries of the journal belong. */
function where(window: Window): string {
  const { origin, pathname } = window.location;
  return origin + pathname.slice(0, pathname.lastIndexOf('/') + 1);
}
