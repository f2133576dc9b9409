import { Window as HappyWindow } from 'happy-dom';
import type { CourseData } from '../../src/course';
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
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
  clear(): void {
    this.items.clear();
  }
}

/** One opened lesson: a real DOM window whose clock and storage are ours. */
export class Page {
  readonly clock = new Clock();
  readonly window: Window;
  reloads = 0;

  /** `storage` null: the browser throws on every touch of it. */
  constructor(storage: Storage | null = new Memory(), url = 'https://lms.example/content/7/index.html') {
    const window = new HappyWindow({ url });
    const define = (owner: object, name: string, descriptor: PropertyDescriptor) =>
      Object.defineProperty(owner, name, { configurable: true, ...descriptor });
    define(window, 'setTimeout', { value: this.clock.setTimeout });
    define(window, 'clearTimeout', { value: this.clock.clearTimeout });
    define(window, 'performance', { value: { now: () => this.clock.now } });
    define(window, 'localStorage', {
      get: () => {
        if (storage === null) throw new Error('SecurityError');
        return storage;
      },
    });
    define(window.location, 'reload', { value: () => this.reloads++ });
    this.window = window as unknown as Window;
  }

  install(lms: Lms): this {
    const { name, api } = lms.launch();
    Object.assign(this.window, { [name]: api });
    return this;
  }

  open(course: CourseData): Session {
    return openSession(course, this.window);
  }

  hide(): void {
    const document = this.window.document;
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    this.fire(document, 'visibilitychange');
  }

  leave(): void {
    this.hide();
    this.fire(this.window, 'pagehide');
  }

  comeBack(): void {
    this.fire(this.window, 'pageshow', { persisted: true });
  }

  private fire(target: EventTarget, type: string, fields: object = {}): void {
    const { Event } = this.window as unknown as { Event: typeof globalThis.Event };
    target.dispatchEvent(Object.assign(new Event(type), fields));
  }
}
