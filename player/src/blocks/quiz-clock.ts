import { secondsLeft } from '../attempt';
import type { Context } from '../context';
import type { LessonBlock } from '../course';
import type { Session } from '../session';
import { QuizStore } from './quiz-store';

/** How often the seconds used up are noted in the state while the clock runs. */
const NOTED_EVERY = 20;
/** Seconds left at which those who listen to the page are told. */
const SAID_AT = [300, 60];

/** What a quiz on the page does when the clock goes on. */
export interface Watcher {
  tick(left: number): void;
  timeUp(): void;
}

/**
 * Counts the seconds of an attempt by the monotonic clock, and keeps them in the state across reloads. It belongs to
 * the session, not to the page of the lesson: it goes on while the learner reads another one.
 */
class QuizClock {
  private seed = -1;
  private startedAt = 0;
  private before = 0;
  private noted = 0;
  private readonly timer: number;
  private readonly stopNoting: () => void;
  private running = true;

  constructor(
    private readonly block: LessonBlock,
    private readonly context: Context,
    private readonly store: QuizStore,
    public watcher: Watcher,
  ) {
    this.timer = window.setInterval(() => this.tick(), 1000);
    this.stopNoting = context.session.beforeLastSave(() => this.note());
  }

  get left(): number {
    this.follow();
    return secondsLeft(this.block, this.spent) ?? Number.POSITIVE_INFINITY;
  }

  stop(): void {
    this.running = false;
    window.clearInterval(this.timer);
    this.stopNoting();
  }

  tick(): void {
    if (!this.counts) return;
    const { left, spent } = this;
    if (spent - this.noted >= (left > 0 ? NOTED_EVERY : 1)) this.note();
    this.watcher.tick(left);
    if (left <= 0) this.watcher.timeUp();
  }

  /** Whether there is an attempt to be timed, and no other window has taken it over, whose clock counts then. */
  private get counts(): boolean {
    const { store, context } = this;
    return this.running && context.session.writable && store.begun && store.quiz.open;
  }

  /** An LMS that answers late may know of another attempt, or of more seconds of this one: go on from there. */
  private follow(): void {
    const { seed, spent = 0 } = this.store.quiz;
    if (seed === this.seed && spent <= this.spent) return;
    this.seed = seed;
    this.before = spent;
    this.noted = spent;
    this.startedAt = this.context.elapsed();
  }

  /** Seconds used up, of those that there are. */
  private get spent(): number {
    const now = this.before + Math.floor((this.context.elapsed() - this.startedAt) / 1000);
    return Math.min(now, 60 * (this.block.time ?? 0));
  }

  private note(): void {
    if (!this.counts) return;
    this.follow();
    this.noted = this.spent;
    this.store.spend(this.noted);
  }
}

const RUNNING = new WeakMap<Session, Map<number, QuizClock>>();

/**
 * The clock of the attempt that is open: the one that runs already, or a new one. It shows the time at once; that the
 * time is over is told right after, when what was entered into a page that was not alive yet is there.
 */
export function runClock(
  block: LessonBlock,
  context: Context,
  store: QuizStore,
  watcher: Watcher,
): { stop(): void } {
  const clocks = RUNNING.get(context.session) ?? new Map<number, QuizClock>();
  RUNNING.set(context.session, clocks);
  const clock = clocks.get(block.slot) ?? new QuizClock(block, context, store, watcher);
  clock.watcher = watcher;
  clocks.set(block.slot, clock);
  watcher.tick(clock.left);
  window.setTimeout(() => clock.tick());
  return {
    stop() {
      clock.stop();
      clocks.delete(block.slot);
    },
  };
}

/** Let the time of an open attempt run while its block cannot come to life; once it is over, nothing more is taken. */
export function runAhead(section: Element, block: LessonBlock, context: Context): void {
  if (!block.time || !context.session.state.quizzes.get(block.slot)?.open) return;
  const timeUp = () => section.querySelector('.questions')?.setAttribute('inert', '');
  runClock(block, context, new QuizStore(block, context), { tick() {}, timeUp });
}

/** `1:02:03` or `2:03`. */
export function clockText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Whether so many seconds left are worth a word. */
export const isSaid = (left: number): boolean => SAID_AT.includes(left);
