import { AttemptsJournal, learnerKey } from './attempts-journal';
import { type CourseData, quizzesOf } from './course';
import type { EarlierWork, Offer } from './earlier';
import type { Diagnostic, Home, NumberedInteraction, Opening, Report, Sent } from './homes/home';
import { type Interaction, resultOf } from './interactions';
import { type Entry, type Journal, LOCAL } from './journal';
import { withParts } from './late';
import { LocalSession } from './local-session';
import { Pulse } from './pulse';
import { Records } from './records';
import { highestRecorded, restore, withoutLostRecords } from './restore';
import {
  type AnswerGiven,
  EARLIER,
  type Practice,
  type Reason,
  type Saving,
  type Session,
  type Urgency,
} from './session';
import { encodeState, SPARE_BYTES, WORDING_BYTES } from './state/codec';
import { changesSince, mergeStates, untouchedBy } from './state/merge';
import type { CourseState } from './state/model';

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

/** A session with an LMS; until it answers, and where it does not, this browser alone keeps the work. */
class CourseSession extends LocalSession {
  declare protected readonly journal: AttemptsJournal;
  private readonly started: number;
  private earlier: EarlierWork | null = null;
  private readonly records: Records;
  /** Revisions: acknowledged by the LMS; wanted by a change that asked for a commit. */
  private acknowledged = -1;
  private wanted = -1;
  private reached = false;
  private rejected = false;
  private failures = 0;
  private timeSent = 0;
  private opening: Opening | null = null;
  private readonly pulse: Pulse;
  /** Why the LMS is not believed what it says; '' = it is. */
  private doubted: Reason = '';
  /** The revision that a server has taken which knows the learner. */
  private confirmed = -1;
  /** What was done on this page before an LMS answered that another window already writes to. */
  private undelivered: { readonly before: CourseState; readonly here: CourseState } | null = null;
  private flushTimer = 0;
  private flushAt = Number.POSITIVE_INFINITY;

  constructor(
    course: CourseData,
    window: Window,
    private readonly home: Home,
  ) {
    super(course, window);
    this.started = window.performance.now();
    this.records = new Records(this.home.mostInteractions);
    // A lesson that is a SCO of its own is named after its course.
    const [courseId = ''] = course.package.split('/');
    this.pulse = new Pulse(window, courseId, () => this.acknowledged, {
      alive: (asked) => this.believe(asked),
      expired: () => this.doubt('connection.expired'),
      silent: () => this.doubt('connection.lost'),
    });
  }

  protected override newJournal(...journal: ConstructorParameters<typeof Journal>): AttemptsJournal {
    return new AttemptsJournal(...journal);
  }

  override open(): this {
    this.connect(0);
    if (this.connection === 'none') this.openLocally();
    this.watch();
    return this;
  }

  override get saving(): Saving {
    if (this.reason === 'connection.asking') return 'waiting';
    if (this.connection === 'none' || this.ended) {
      if (!this.journaled) return 'lost';
      return this.acknowledged < this.wanted ? 'waiting' : 'saved';
    }
    if (this.rejected) return 'lost';
    if (this.acknowledged >= this.wanted) return 'saved';
    return this.journaled ? 'waiting' : 'lost';
  }

  override get diagnostic(): Diagnostic | null {
    return this.home.diagnostic;
  }

  override answerAll(given: readonly AnswerGiven[], also?: (draft: CourseState) => void): void {
    for (const one of given) this.queueAnswer(one);
    super.answerAll(given, also);
  }

  private queueAnswer({ lesson, question, slot, state, interaction }: AnswerGiven): void {
    if (interaction === null || !this.writable) return;
    const result = state.marked ? resultOf(state.earned) : 'neutral';
    this.records.add(interaction, slot, `${lesson}/${question}`, result);
  }

  override tell(given: readonly AnswerGiven[]): void {
    const missing = given.filter(({ slot }) => this.records.misses(slot, this.state));
    if (missing.length === 0) return;
    for (const one of missing) this.queueAnswer(one);
    this.writeJournal();
    this.flushWithin(SOON_SAVE);
  }

  override practised({ lesson, block, slot, right, total }: Practice): void {
    if (!this.writable) return;
    const response = `${right}/${total}`;
    const interaction: Interaction = {
      type: 'practice',
      description: '',
      response,
      correct: [],
      weighting: 0,
    };
    this.records.add(interaction, slot, `${lesson}/${block}`, 'neutral');
  }

  protected override changed(before: CourseState, how: Urgency): void {
    if (this.mode !== 'normal' && sameCards(before.cards, this.state.cards)) return;
    if (how.commit || this.mode !== 'normal') this.wanted = this.state.revision;
    super.changed(before, how);
    this.flushWithin(how.commit ? 0 : how.soon === true ? SOON_SAVE : LAZY_SAVE);
  }

  override get offer(): Offer | null {
    return this.writable && this.earlier !== null ? this.earlier.offer(this.state) : null;
  }

  override takeOffer(): void {
    const earlier = this.earlier;
    if (earlier === null || this.offer?.taken !== false) return;
    this.replaced++;
    this.change((draft) => earlier.take(draft), { commit: true });
    earlier.settle(true);
  }

  override returnOffer(): void {
    const earlier = this.earlier;
    if (earlier === null || this.offer?.taken !== true) return;
    this.replaced++;
    earlier.settle(false);
    this.change((draft) => earlier.giveBack(draft), { commit: true });
  }

  override dismissOffer(): void {
    this.earlier?.dismiss();
    this.earlier?.settle(true);
    this.notify();
  }

  override flush(): void {
    this.send('changes');
    this.notify();
  }

  override leave(onward = false): void {
    if (this.ended) return;
    if (this.reading) {
      // Whoever has told the LMS nothing has nothing to end: some LMSs would store again what they knew at the start.
      this.end('connection.ended');
      return;
    }
    this.sayLastWords();
    if (this.connection === 'none') {
      this.home.close();
      this.windows.release();
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

  protected override get attempt(): string {
    return this.connection === 'none' ? LOCAL : this.state.attempt;
  }

  protected override readAgain(): void {
    if (this.opening === null) this.readLocally();
    else this.load(this.opening);
  }

  /** Another window goes on: it finds everything in the journal, and no late word of this one reaches the LMS. */
  protected override handOver(): void {
    if (this.ended) return;
    this.sayLastWords();
    if (this.connection !== 'none') {
      this.send('leaving');
      this.records.doubt();
    }
    this.writeJournal();
    this.home.close();
    this.giveWay();
  }

  protected override end(reason: Reason): void {
    this.cancelFlush();
    this.pulse.end();
    super.end(reason);
  }

  /** An LMS may still answer. */
  protected override standAlone(): void {}

  /** The LMS answered: its data, this browser's journal and what was done on this page become one state. */
  private adopt(opening: Opening): void {
    this.connection = 'connected';
    this.why = '';
    this.mode = opening.mode;
    this.learner = learnerKey(opening.learner);
    this.opening = opening;
    if (this.mode === 'normal') this.windows.enter(this.learner, opening.data);
    else this.windows.standAlone();
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
      this.windows.followed,
    );
    this.found = base;
    this.notice = notice;
    this.records.inherit(pending);
    let state = base;
    if (this.mode !== 'normal') this.records.drop();
    else if (here.revision > before.revision) {
      const level = here.level === before.level ? base.level : here.level;
      // What this browser kept under nobody's name may be somebody else's: only what was begun on this page counts.
      const done = { ...untouchedBy(before, changesSince(before, here)), level };
      state = mergeStates(base, done, quizzesOf(this.course));
      // Until now it stood under nobody's name.
      if (before.revision === 0 && !this.reading) this.journal.erase('', LOCAL);
    }
    const interactions = opening.interactions ?? 1 + highestRecorded(state);
    this.records.begin(interactions);
    this.setState(withoutLostRecords(state, interactions));
    if (this.reading) {
      this.records.drop();
      return;
    }
    // The LMS is behind when what it would be told now is not what it said.
    const differs = this.encode().text !== opening.data && (stored || this.state.revision > 0);
    const behind = this.mode === 'normal' && (differs || this.records.waiting.length > 0);
    if (behind) {
      this.state.revision++;
      this.wanted = this.state.revision;
    }
    this.acknowledged = behind ? -1 : this.state.revision;
    this.confirmed = this.acknowledged;
    this.reached = opening.data !== '';
    if (this.mode !== 'normal') return;
    this.windows.works(this.state.attempt);
    if (this.state.revision > 0) this.writeJournal();
    this.journal.tidy(this.learner, this.state.attempt);
    if (behind) this.recover();
    else this.announce();
    this.lookForEarlierWork();
  }

  /** What was done in earlier attempts is offered; where that cannot be loaded, at the next opening. */
  private lookForEarlierWork(): void {
    this.earlier = null;
    if (this.journal.earlier(this.learner, this.state.attempt).length === 0) return;
    const find = () => {
      this.earlier = EARLIER.find?.(this.course, this.journal, this.learner, this.state) ?? null;
      this.notify();
    };
    withParts(['earlier'], find, () => {});
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
    if (this.ended || this.connection === 'none' || !this.windows.mayWrite()) return;
    const numbered = this.records.numbered(this.state);
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
      // Logged in again, the learner may still have to open the course again: an LMS can refuse pages of before.
      this.failed(this.doubted || (this.why === 'connection.expired' ? this.why : 'connection.lost'));
    } else {
      this.connection = 'connected';
      this.why = this.rejected ? 'connection.rejected' : '';
      this.failures = 0;
      this.records.settle();
      if (!this.rejected) {
        this.acknowledged = revision;
        this.reached ||= revision > 0;
      }
    }
    if (this.mode === 'normal') this.pulse.sent();
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
    if (this.ended || this.connection === 'none' || !this.windows.mayWrite()) return;
    this.doubted = why;
    this.acknowledged = Math.min(this.acknowledged, this.confirmed);
    this.reached = this.acknowledged > 0 && this.reached;
    this.records.doubt();
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

  protected override entry(): Entry {
    const { acknowledged, reached } = this;
    return { state: this.kept(), acknowledged, reached, pending: this.records.waiting };
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

  protected override watch(): void {
    super.watch();
    // Back on the network: no need to wait for the next try.
    this.window.addEventListener('online', () => {
      if (this.connection === 'lost') this.flush();
    });
  }

  protected override hide(): void {
    this.sayLastWords();
    const unsaved = this.acknowledged < (this.mode === 'normal' ? this.state.revision : this.wanted);
    const timeDue = this.mode === 'normal' && this.elapsed() - this.timeSent >= TIME_SAVE;
    if (!unsaved && !timeDue) return;
    this.send('hidden');
    this.notify();
  }
}

function sameCards(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): boolean {
  return one.size === other.size && [...one].every(([slot, word]) => other.get(slot) === word);
}

/** A decimal that is 1 only when everything is done: rounded down to four decimals. */
function portion(done: number, all: number): string {
  return done >= all ? '1' : String(Math.floor((done * 10_000) / all) / 10_000);
}

/** A session of a course whose LMS is reached by `home`. */
export const openWithLms = (course: CourseData, window: Window, home: Home): Session =>
  new CourseSession(course, window, home).open();
