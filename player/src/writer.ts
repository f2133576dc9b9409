import type { Store } from './store';

/**
 * Which of several open pages writes one learner's course. Two that write would each undo the work of the other, so
 * the page that came first writes; a later one only reads until its learner takes over there, or the first is closed.
 *
 * The claim in the browser's storage says who writes. Whether that page is still alive is told by a Web Lock, which a
 * browser releases even when a page is killed; where there are none (plain http), the page is asked through the storage
 * and answers within a second, or is gone. Without storage nobody knows of anybody, and every page writes.
 */
export class Writer {
  /** `asking`: another page holds the claim, and it is not yet known whether it is alive. */
  role: 'writer' | 'asking' | 'reader' = 'asking';
  /** The attempt in which the page works that writes; '' = unknown. */
  attempt = '';

  private readonly page = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  private readonly claimKey: string;
  private readonly askKey: string;
  private readonly locks: LockManager | null;
  private beats = 0;
  private timer = 0;
  private entered = true;
  /** The claim is about to be the other page's. */
  private handing = false;
  private unlock: () => void = () => {};

  /** `name`: whose course it is; the same for all pages that share it. */
  constructor(
    private readonly window: Window,
    private readonly store: Store,
    name: string,
    private readonly events: WriterEvents,
  ) {
    this.claimKey = CLAIM_PREFIX + name;
    this.askKey = ASK_PREFIX + name;
    this.locks = window.navigator?.locks ?? null;
  }

  /** Ask for the course; `role` tells what came of it, and the events what comes later. */
  enter(): void {
    this.window.addEventListener('storage', this.hear);
    const holder = this.holder();
    if (holder === null) {
      this.write();
      return;
    }
    this.attempt = holder.attempt;
    if (this.locks === null) this.ask('alive', () => this.gain());
    else this.tryLock();
  }

  /** Whether this page may still write: it may have slept while another one took over. */
  get mine(): boolean {
    if (this.role !== 'writer') return false;
    const holder = this.holder();
    if (holder === null) this.claim();
    return holder === null || holder.page === this.page;
  }

  /** Tell the others in which attempt this page works. */
  works(attempt: string): void {
    if (!this.mine || this.attempt === attempt) return;
    this.attempt = attempt;
    this.claim();
  }

  /** Write from now on: the other page is asked to save what it has and to give way; one that does not answer is passed over. */
  takeOver(): void {
    if (this.role !== 'writer') this.ask('over', () => this.gain(true));
  }

  /** Let others write: the page is left. */
  release(): void {
    if (!this.entered) return;
    this.entered = false;
    this.window.removeEventListener('storage', this.hear);
    this.window.clearTimeout(this.timer);
    const mine = this.role === 'writer' && !this.handing && this.holder()?.page === this.page;
    this.role = 'reader';
    this.unlock();
    if (mine) this.store.remove(this.claimKey);
  }

  private readonly hear = ({ key, newValue }: StorageEvent): void => {
    if (key === this.askKey && newValue !== null) this.answer(newValue);
    else if (key === this.claimKey) this.follow(this.holder());
  };

  /** What the claim says now, which may be later than the event that tells of it. */
  private follow(holder: Claim | null): void {
    const mine = holder === null || holder.page === this.page;
    if (this.role !== 'writer') {
      if (mine) this.gain();
      else this.attempt = holder.attempt;
      if (this.role === 'asking') this.read();
    } else if (!mine) {
      this.yield();
      this.events.lost();
    }
  }

  private answer(asked: string): void {
    const [asker = '', what] = asked.split(' ');
    if (this.role !== 'writer' || asker === this.page) return;
    if (what === 'alive') {
      this.claim();
      return;
    }
    this.handing = true;
    this.events.asked();
    this.yield();
    this.store.set(this.claimKey, `${asker} 0 ${this.attempt}`);
  }

  private yield(): void {
    this.role = 'reader';
    this.unlock();
  }

  private ask(what: 'alive' | 'over', unanswered: () => void): void {
    this.window.clearTimeout(this.timer);
    this.timer = this.window.setTimeout(unanswered, what === 'alive' ? ANSWER_LIMIT : TAKE_OVER_LIMIT);
    this.beats++;
    this.store.set(this.askKey, `${this.page} ${what} ${this.beats}`);
    this.store.remove(this.askKey);
  }

  /** Only a page that is gone has let go of its lock. */
  private tryLock(): void {
    const asked = this.locks?.request(this.claimKey, { ifAvailable: true }, (lock) => {
      if (lock !== null || this.role === 'writer') this.gain();
      else this.read();
    });
    asked?.catch(() => this.gain());
  }

  private read(): void {
    this.window.clearTimeout(this.timer);
    if (this.role !== 'asking') return;
    this.role = 'reader';
    this.events.reading();
  }

  private gain(byForce = false): void {
    if (!this.entered || this.role === 'writer') return;
    this.window.clearTimeout(this.timer);
    this.write(byForce);
    this.events.gained();
  }

  private write(byForce = false): void {
    this.role = 'writer';
    this.claim();
    if (this.locks === null) return;
    const held = new Promise<void>((released) => {
      this.unlock = released;
    });
    // Stolen from a page that is stuck; it learns of that when it wakes up.
    this.locks.request(this.claimKey, { steal: byForce }, () => held).catch(() => this.robbed());
  }

  /** The lock was taken away, or there was none to be had. */
  private robbed(): void {
    if (this.entered && this.holder()?.page !== this.page) this.follow(this.holder());
  }

  private claim(): void {
    this.beats++;
    const kept = this.store.set(this.claimKey, `${this.page} ${this.beats} ${this.attempt}`);
    // In a storage that takes nothing the claim of another page must not stand for ever.
    if (!kept) this.store.remove(this.claimKey);
  }

  private holder(): Claim | null {
    return readClaim(this.store.get(this.claimKey));
  }
}

export interface WriterEvents {
  /** Another page is alive and writes. */
  reading(): void;
  /** This page writes from now on. */
  gained(): void;
  /** Another page is about to write: save everything and let go. */
  asked(): void;
  /** Another page writes already. */
  lost(): void;
}

interface Claim {
  readonly page: string;
  readonly attempt: string;
}

const CLAIM_PREFIX = 'hornbook-page:';
const ASK_PREFIX = 'hornbook-ask:';
/** Milliseconds in which a living page answers, and in which it saves before another one takes over. */
const ANSWER_LIMIT = 1000;
const TAKE_OVER_LIMIT = 3000;

function readClaim(text: string | null): Claim | null {
  if (text === null) return null;
  const [page = '', , attempt = ''] = text.split(' ');
  return { page, attempt };
}
