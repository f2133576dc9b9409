import type { Entry, Journal } from './journal';
import type { Store } from './store';
import { Writer } from './writer';

export interface WindowsEvents {
  /** Another window writes: here can only be read. */
  reading(): void;
  /** The window that wrote is closed or has handed over: this one goes on. */
  gained(): void;
  /** Another window is about to go on: save everything. */
  asked(): void;
  /** Another window writes already. */
  lost(): void;
}

/** This window among those of the browser that show one learner's course: one writes, the others read. */
export class Windows {
  /** Whether this window had to read before it came to write. */
  hasRead = false;
  /** While another window writes: what it has kept last, as far as it works in the same attempt. */
  followed: Entry | null = null;
  private writer: Writer | null = null;
  private unfollow: () => void = () => {};

  constructor(
    private readonly window: Window,
    private readonly store: Store,
    private readonly journal: Journal,
    private readonly events: WindowsEvents,
  ) {}

  /** `alone` where nobody was asked: everybody may write. */
  get role(): Writer['role'] | 'alone' {
    return this.writer?.role ?? 'alone';
  }

  get reads(): boolean {
    return this.role === 'asking' || this.role === 'reader';
  }

  /** Ask for the course of this learner; `data` is what the LMS gave this window. */
  enter(learner: string, data: string): void {
    this.release();
    this.followed = null;
    const writer = new Writer(this.window, this.store, this.journal.owner(learner), {
      reading: () => {
        this.hasRead = true;
        this.events.reading();
      },
      gained: () => {
        this.unfollow();
        this.events.gained();
      },
      asked: () => this.events.asked(),
      lost: () => this.events.lost(),
    });
    this.writer = writer;
    writer.enter();
    if (this.reads) this.follow(learner, data, writer.attempt);
  }

  /** Write whatever others do: in review nothing is lost by it. */
  standAlone(): void {
    this.release();
    this.writer = null;
  }

  /** Whether this window still writes; one that slept while another took over finds out here. */
  mayWrite(): boolean {
    if (this.writer === null || this.writer.mine) return true;
    if (this.writer.role === 'writer') this.events.lost();
    return false;
  }

  /** Tell the others in which attempt this window works. */
  works(attempt: string): void {
    this.writer?.works(attempt);
  }

  takeOver(): void {
    this.writer?.takeOver();
  }

  /** Let others write. */
  release(): void {
    this.unfollow();
    this.writer?.release();
  }

  /** Keep in mind what the window writes that works in this attempt, if that is ours too. */
  private follow(learner: string, data: string, attempt: string): void {
    const entry = this.journal.read(learner, attempt);
    // An LMS that has had data of that attempt and gives none has begun another one for this window.
    const same = data === '' ? !(entry?.reached && entry.acknowledged > 0) : data.includes(attempt);
    if (!same || attempt === '') return;
    this.followed = entry;
    this.unfollow = this.journal.watch(this.window, learner, attempt, (kept) => {
      this.followed = kept;
    });
  }
}
