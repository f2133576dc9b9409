import type { Store } from '../../store';
import type { Reply } from './transport';

/**
 * What is on its way to the tool: one request at a time, in order, kept in this browser until the tool says that it is
 * on the disk. A request may arrive twice: the tool knows it again. What a closed page leaves behind is sent at the
 * next visit.
 */
export interface Job {
  readonly path: string;
  readonly body: unknown;
}

/** Two jobs of one path as one, or null where they must stay apart. */
export type Join = (waiting: unknown, added: unknown) => unknown;

interface Waiting extends Job {
  readonly settle: ((reply: Reply) => void)[];
}

export type Sending = 'idle' | 'sending' | 'lost' | 'ended';

/** Milliseconds before a failed request is sent again: doubled each time, up to the longest. */
const FIRST_RETRY = 1000;
const LONGEST_RETRY = 30_000;
const PREFIX = 'hornbook-lti:';
/** More than this in one request may be too large for a beacon. */
const BEACON_LIMIT = 60_000;

export interface Clockwork {
  readonly setTimeout: (run: () => void, delay: number) => number;
  readonly clearTimeout: (timer: number) => void;
  readonly random: () => number;
}

export class Outbox {
  sending: Sending = 'idle';
  /** This browser keeps what waits. */
  kept: boolean;
  /** Something was refused for what it is; it is not sent again. */
  rejected = false;

  private queue: Waiting[] = [];
  private inFlight: Waiting | null = null;
  private failures = 0;
  private timer = 0;

  private readonly key: string;
  private readonly idle: (() => void)[] = [];

  /**
   * `journal` names the learner and the place. What other pages left under it is taken over: where such a page is
   * still open, it goes on with its own copy, and what arrives twice changes nothing.
   */
  constructor(
    private readonly post: (job: Job, last: boolean) => Promise<Reply>,
    private readonly store: Store,
    journal: string,
    private readonly clock: Clockwork,
    private readonly changed: () => void,
  ) {
    this.key = `${PREFIX}${journal}:${Math.floor(clock.random() * 2 ** 48).toString(36)}`;
    const others = store.keys(`${PREFIX}${journal}:`);
    this.queue = others.flatMap((key) => this.load(key));
    this.kept = this.keep();
    if (this.kept) for (const key of others) store.remove(key);
  }

  get waiting(): number {
    return this.queue.length;
  }

  /** What waits, in order. */
  get jobs(): readonly Job[] {
    return this.queue;
  }

  /** Fulfilled when nothing waits any more, or what waits cannot be sent now. */
  quiet(): Promise<void> {
    return new Promise((resolve) => {
      this.idle.push(resolve);
      this.tellIdle();
    });
  }

  private tellIdle(): void {
    if (this.queue.length > 0 && this.sending !== 'lost' && this.sending !== 'ended') return;
    for (const resolve of this.idle.splice(0)) resolve();
  }

  /** Send this after all that waits; the promise tells what the tool said, however long that takes. */
  add(job: Job, join: Join = () => null): Promise<Reply> {
    return new Promise((settle) => {
      const last = this.queue[this.queue.length - 1];
      const joined =
        last !== undefined && last !== this.inFlight && last.path === job.path
          ? join(last.body, job.body)
          : null;
      if (last !== undefined && joined !== null) {
        this.queue[this.queue.length - 1] = { ...last, body: joined, settle: [...last.settle, settle] };
      } else {
        this.queue.push({ ...job, settle: [settle] });
      }
      this.kept = this.keep();
      this.changed();
      if (this.sending === 'idle') void this.next();
    });
  }

  /** Try now what waits, also where the next try is planned for later. */
  flush(): void {
    if (this.inFlight === null && this.sending !== 'ended') void this.next();
  }

  /** The page may be going away: hand the browser what waits, to be sent whatever becomes of the page. */
  lastWords(): void {
    let room = BEACON_LIMIT;
    for (const job of this.queue) {
      room -= JSON.stringify(job.body).length;
      if (room < 0) return;
      if (job !== this.inFlight) void this.post(job, true);
    }
  }

  private async next(): Promise<void> {
    this.clock.clearTimeout(this.timer);
    const [job] = this.queue;
    if (job === undefined || this.inFlight !== null || this.sending === 'ended') return;
    this.inFlight = job;
    if (this.sending === 'idle') this.sending = 'sending';
    this.changed();
    const reply = await this.post(job, false);
    this.inFlight = null;
    if (reply.kind === 'later') {
      this.retry(reply.wait);
      return;
    }
    if (reply.kind === 'ended') {
      // All of it stays in this browser: the next launch sends it.
      this.sending = 'ended';
      this.tellIdle();
      this.changed();
      return;
    }
    this.failures = 0;
    if (reply.kind === 'refused') this.rejected = true;
    this.queue.shift();
    this.kept = this.keep();
    this.sending = 'idle';
    for (const settle of job.settle) settle(reply);
    this.tellIdle();
    this.changed();
    void this.next();
  }

  private retry(wait: number): void {
    this.sending = 'lost';
    this.tellIdle();
    const planned = Math.min(FIRST_RETRY * 2 ** this.failures, LONGEST_RETRY);
    this.failures++;
    // A class that lost its server does not come back in one instant.
    const delay = Math.max(wait, planned / 2 + (planned / 2) * this.clock.random());
    this.timer = this.clock.setTimeout(() => void this.next(), delay);
    this.changed();
  }

  private load(key: string): Waiting[] {
    try {
      const found: unknown = JSON.parse(this.store.get(key) ?? '[]');
      if (!Array.isArray(found)) return [];
      return found.flatMap((job: Partial<Job> | null) =>
        typeof job?.path === 'string' && /^api\/[\w/-]+$/.test(job.path)
          ? [{ path: job.path, body: job.body, settle: [] }]
          : [],
      );
    } catch {
      return [];
    }
  }

  private keep(): boolean {
    if (this.queue.length > 0)
      return this.store.set(this.key, JSON.stringify(this.queue.map(({ path, body }) => ({ path, body }))));
    this.store.remove(this.key);
    return true;
  }
}
