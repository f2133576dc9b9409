import type { CourseData } from '../../src/course';
import { openWithLms } from '../../src/course-session';
import { scorm12 } from '../../src/homes/scorm12';
import { scorm2004 } from '../../src/homes/scorm2004';
import { openSession, type Session } from '../../src/session';
import type { Lms } from './lms';

/** Time that moves only when told. */
class Clock {
  now = 0;
  private next = 1;
  private readonly waiting = new Map<number, { at: number; run: () => void }>();

  readonly setTimeout = (run: () => void, delay = 0): number => {
    this.waiting.set(this.next, { at: this.now + delay, run });
    return this.next++;
  };

  readonly clearTimeout = (timer: number): void => {
    this.waiting.delete(timer);
  };

  stop(): void {
    this.waiting.clear();
  }

  advance(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (;;) {
      const due = [...this.waiting].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (due === undefined) break;
      this.waiting.delete(due[0]);
      this.now = Math.max(this.now, due[1].at);
      due[1].run();
    }
    this.now = end;
  }
}

/** A store in memory with the face of localStorage. */
export class Memory implements Storage {
  readonly items = new Map<string, string>();
  /** The open pages that share it: each is told what any of them writes. */
  readonly pages = new Set<Window>();
  /** Characters it can hold. */
  room = Number.POSITIVE_INFINITY;

  get length(): number {
    return this.items.size;
  }
  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    const others = [...this.items].filter(([other]) => other !== key);
    const used = others.reduce((sum, [other, text]) => sum + other.length + text.length, 0);
    if (used + key.length + value.length > this.room) throw new Error('QuotaExceededError');
    this.items.set(key, value);
    this.tell(key, value);
  }

  private tell(key: string, newValue: string | null): void {
    for (const page of this.pages) page.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }));
  }

  /** The entries of the journal. */
  get entries(): number {
    return [...this.items.keys()].filter((key) => key.startsWith('hornbook:')).length;
  }

  removeItem(key: string): void {
    if (this.items.delete(key)) this.tell(key, null);
  }
  clear(): void {
    this.items.clear();
  }
}

/** One opened lesson: what a session needs of a window, with a clock and a storage that are ours. */
export class Page {
  readonly clock = new Clock();
  readonly window: Window;
  reloads = 0;
  /** Answers requests; null = the page stands in no network at all. */
  server: (() => Promise<Response>) | null = null;
  private visibility: DocumentVisibilityState = 'visible';

  /** `storage` null: the browser throws on every touch of it. */
  constructor(
    private readonly storage: Storage | null = new Memory(),
    url = 'https://lms.example/content/7/index.html',
  ) {
    const { origin, pathname } = new URL(url);
    const document = Object.defineProperty(new EventTarget(), 'visibilityState', {
      get: () => this.visibility,
    });
    const window: object = Object.assign(new EventTarget(), {
      document,
      location: Object.defineProperty({ origin, pathname, reload: () => this.reloads++ }, 'protocol', {
        get: () => (this.server === null ? '' : 'https:'),
      }),
      fetch: () => this.server?.(),
      performance: { now: () => this.clock.now },
      setTimeout: this.clock.setTimeout,
      clearTimeout: this.clock.clearTimeout,
      opener: null,
    });
    Object.assign(window, { parent: window, top: window });
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        if (storage === null) throw new Error('SecurityError');
        return storage;
      },
    });
    this.window = window as Window;
    if (storage instanceof Memory) storage.pages.add(this.window);
  }

  install(lms: Lms): this {
    const { name, api } = lms.launch();
    Object.assign(this.window, { [name]: api });
    return this;
  }

  open(course: CourseData): Session {
    if (course.home === 'scorm12') return openWithLms(course, this.window, scorm12(this.window));
    if (course.home === 'scorm2004') return openWithLms(course, this.window, scorm2004(this.window));
    return openSession(course, this.window);
  }

  hide(): void {
    this.visibility = 'hidden';
    this.window.document.dispatchEvent(new Event('visibilitychange'));
  }

  leave(): void {
    this.hide();
    this.window.dispatchEvent(new Event('pagehide'));
  }

  /** The tab is killed: nothing of it says or hears another word. */
  die(): void {
    this.clock.stop();
    if (this.storage instanceof Memory) this.storage.pages.delete(this.window);
  }

  /** The tab sleeps: it hears nothing, and its time stands still until somebody turns to it. */
  freeze(): void {
    if (this.storage instanceof Memory) this.storage.pages.delete(this.window);
  }

  comeBack(): void {
    this.window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  }
}
