import type { Field, PendingInteraction } from '../interactions';
import { type Calls, findApi, GuardedApi } from './api';
import type { Diagnostic, Home, Opening, Report, Sent } from './home';

/** What SCORM 1.2 and 2004 say differently. */
export interface Dialect {
  readonly calls: Calls;
  readonly mostInteractions: number;
  readonly mode: string;
  readonly learner: string;
  readonly exit: string;
  readonly location: { readonly element: string; readonly limit: number };
  readonly rawScore: string;
  /** Status elements in the order in which they are read; each value has a rank and is never lowered. */
  readonly statuses: readonly {
    readonly element: string;
    readonly ranks: Readonly<Record<string, number>>;
    /** The status from which on an attempt is finished. */
    readonly finished: string;
    /** Told again with the score: an LMS that sequences takes both from the visit that told last, or neither. */
    readonly withScore?: boolean;
  }[];
  /** Error codes that no repetition will cure. */
  readonly refusals: RegExp;
  /** Error codes of a session that is open already. */
  readonly alreadyOpen: RegExp;
  /**
   * What says that a learner only looked around, where that has a word: left without any status, a visit is taken
   * for completed work by some (Moodle's preview, and Enter is a review from then on). null = nothing to say.
   */
  readonly lookedAround: Field | null;
  /** What asks the LMS, before the end, to open what comes next; null = it cannot be asked. */
  readonly onward: Field | null;
  /** Values for the statuses, in their order. */
  status(report: Report): readonly string[];
  /** Elements of score and progress. */
  results(report: Report): readonly Field[];
  time(milliseconds: number): Field;
  /** Fields in the order in which they must be set; the first two are what the others need. */
  interaction(interaction: PendingInteraction): readonly Field[];
}

const SUSPEND_DATA = 'cmi.suspend_data';
const INTERACTIONS = 'cmi.interactions';
const NEEDED_FIELDS = 2;
/** What some LMSs write where there is no state. */
const NOTHING = /^(null|undefined)$/;
/** After so many refusals without a reason an element that is not essential is given up. */
const MOST_FAILURES = 4;

/** No error, not implemented (1.2: 401, 2004: 402), never set (2004: 403); or an LMS that knows no error codes. */
const HARMLESS = /^(0|401|402|403|)$/;

type Outcome = 'set' | 'refused' | 'failed';

/** An LMS spoken to in either version of SCORM. Only what changed is set; every call may fail and be tried again. */
export class ScormHome implements Home {
  readonly mostInteractions: number;
  private api: GuardedApi | null = null;
  private initialized = false;
  private closed = false;
  private browsing = false;
  private uncommitted = false;
  /** Values that the LMS took, and values that it refused for good: neither is sent again. */
  private readonly settled = new Map<string, string>();
  private readonly refused = new Map<string, string>();
  private readonly failures = new Map<string, number>();
  /** In the report that is being sent: what failed and may be given up, and whether anything was taken at all. */
  private readonly doubtful = new Map<string, string>();
  private answering = false;
  private readonly ranks = new Map<string, number>();
  /** The ranks as the LMS told them at the opening. */
  private found: ReadonlyMap<string, number> = this.ranks;
  /** The state that it has given back last. */
  private readBack = '';
  /** The score of an attempt that was finished before this visit; no lower one is sent. */
  private least = 0;

  constructor(
    private readonly window: Window,
    private readonly dialect: Dialect,
  ) {
    this.mostInteractions = dialect.mostInteractions;
  }

  get diagnostic(): Diagnostic | null {
    return this.api?.diagnostic ?? null;
  }

  open(): Opening | 'absent' | 'refused' {
    const { calls, statuses, mode, learner, alreadyOpen } = this.dialect;
    if (this.closed) return 'refused';
    if (this.api === null) {
      const found = findApi(this.window, calls.api);
      if (found === null) return 'absent';
      this.api = new GuardedApi(found, calls);
    }
    const api = this.api;
    if (!this.initialized && !api.initialize() && !alreadyOpen.test(api.diagnostic?.code ?? ''))
      return 'refused';
    this.initialized = true;
    for (const { element, ranks } of statuses) {
      const status = this.read(
        api,
        element,
        /^(passed|completed|failed|incomplete|browsed|not attempted|unknown)$/,
      );
      if (status === null) return 'refused';
      this.ranks.set(element, ranks[status] ?? 0);
    }
    this.found = new Map(this.ranks);
    // A finished attempt keeps its score, whatever its author adds to the course afterwards.
    const finished = statuses.some(
      ({ element, ranks, finished }) => (this.ranks.get(element) ?? 0) >= (ranks[finished] ?? 0),
    );
    if (finished) this.least = Number(api.get(this.dialect.rawScore) ?? '') || 0;
    const modeText = this.read(api, mode, /^(normal|review|browse)$/);
    const data = this.read(api, SUSPEND_DATA, /^\d[\w.-]{18}/)
      ?.trim()
      .replace(NOTHING, '');
    const learnerId = this.read(api, learner, /^(?!false$)./);
    if (modeText === null || data === undefined || learnerId === null) return 'refused';
    this.settled.set(SUSPEND_DATA, data);
    this.browsing = modeText === 'browse';
    const count = Number.parseInt(api.get(`${INTERACTIONS}._count`) ?? '', 10);
    return {
      mode: modeText === 'review' || modeText === 'browse' ? modeText : 'normal',
      data,
      learner: learnerId,
      interactions: count >= 0 ? count : null,
    };
  }

  send(report: Report): Sent {
    if (this.api === null || !this.initialized || this.closed) return 'waiting';
    this.answering = false;
    const essential: Outcome[] = [];
    const optional: Outcome[] = [];
    if (report.data !== null) essential.push(this.set(SUSPEND_DATA, report.data));
    essential.push(...this.statuses(report));
    for (const [element, value] of this.results(report)) essential.push(this.set(element, value));
    for (const { index, interaction } of report.interactions) optional.push(this.record(index, interaction));
    optional.push(this.set(this.dialect.exit, 'suspend'));
    if (report.location !== null) {
      const { element, limit } = this.dialect.location;
      optional.push(this.set(element, report.location.slice(0, limit)));
    }
    if (report.time !== null) optional.push(this.set(...this.dialect.time(report.time)));
    if (this.uncommitted && this.api.commit()) {
      this.uncommitted = false;
      this.answering = true;
    }
    // Whether an LMS that has just taken nothing is there at all is told by a commit.
    if (this.doubtful.size > 0) {
      this.loseHope(this.answering || (!this.uncommitted && this.api.commit()));
    }
    if (this.uncommitted || essential.includes('failed') || optional.includes('failed')) return 'waiting';
    return essential.includes('refused') ? 'rejected' : 'saved';
  }

  keeps(data: string): boolean {
    if (this.api === null || this.readBack === data) return true;
    const value = this.api.get(SUSPEND_DATA);
    if (value !== null && value.trim() !== data && HARMLESS.test(this.api.lastError())) {
      this.settled.delete(SUSPEND_DATA);
      return false;
    }
    this.readBack = data;
    return true;
  }

  forget(): void {
    this.settled.clear();
    this.ranks.clear();
    for (const [element, rank] of this.found) this.ranks.set(element, rank);
  }

  close(onward = false): void {
    if (this.closed || !this.initialized) return;
    this.closed = true;
    this.sayLookedAround();
    if (onward && this.dialect.onward !== null) this.set(...this.dialect.onward);
    this.api?.terminate();
  }

  private sayLookedAround(): void {
    const said = this.dialect.lookedAround;
    if (!this.browsing || said === null || this.ranks.get(said[0]) !== 0) return;
    this.set(...said);
    this.api?.commit();
  }

  /**
   * A value that is what it should be, or that the LMS vouches for by its error code; else null. An empty answer may
   * hide a fault, and taking it for a new attempt or a new learner would overwrite what is there.
   */
  private read(api: GuardedApi, element: string, usual: RegExp): string | null {
    const value = api.get(element);
    return value === null || usual.test(value) || HARMLESS.test(api.lastError()) ? value : null;
  }

  private results(report: Report): readonly Field[] {
    const lower = report.score !== null && Number(report.score.raw) < this.least;
    return this.dialect.results(lower ? { ...report, score: null } : report);
  }

  private statuses(report: Report): Outcome[] {
    if (report.completion === null) return [];
    const wanted = this.dialect.status(report);
    return this.dialect.statuses.map(({ element, ranks, withScore }, position) => {
      const value = wanted[position] as string;
      const rank = ranks[value] ?? 0;
      const known = this.ranks.get(element) ?? 0;
      const again = withScore && report.score !== null && rank === known && rank > 0;
      if (rank <= known && !again) return 'set';
      const outcome = this.set(element, value);
      if (outcome === 'set') this.ranks.set(element, rank);
      return outcome;
    });
  }

  private record(index: number, interaction: PendingInteraction): Outcome {
    const fields = this.dialect.interaction(interaction);
    let result: Outcome = 'set';
    for (const [position, [name, value]] of fields.entries()) {
      const outcome = this.set(`${INTERACTIONS}.${index}.${name}`, value, true);
      if (outcome !== 'set' && position < NEEDED_FIELDS) return outcome;
      if (outcome === 'failed') result = outcome;
    }
    return result;
  }

  private set(element: string, value: string, mayBeGivenUp = false): Outcome {
    const api = this.api;
    if (api === null) return 'failed';
    if (this.settled.get(element) === value) return 'set';
    if (this.refused.get(element) === value) return 'refused';
    if (api.set(element, value)) {
      this.settled.set(element, value);
      this.failures.delete(element);
      this.uncommitted = true;
      this.answering = true;
      return 'set';
    }
    if (mayBeGivenUp) this.doubtful.set(element, value);
    if (!this.dialect.refusals.test(api.diagnostic?.code ?? '')) return 'failed';
    this.refused.set(element, value);
    return 'refused';
  }

  /** Elements that an LMS which takes others has refused without a reason too often; one that takes none may recover. */
  private loseHope(answering: boolean): void {
    for (const [element, value] of answering ? this.doubtful : []) {
      const failures = (this.failures.get(element) ?? 0) + 1;
      this.failures.set(element, failures);
      if (failures >= MOST_FAILURES) this.refused.set(element, value);
    }
    this.doubtful.clear();
  }
}
