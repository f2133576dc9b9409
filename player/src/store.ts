/** What keeps a second copy, where there is one (`second-copy.ts`); null = forget it. */
export const SECOND: { keep?: (key: string, value: string | null) => void } = {};

/** The browser's storage, or what is left of it: blocked, full or damaged, it never throws. */
export class Store {
  private readonly storage: Storage | null;

  constructor(window: Window) {
    this.storage = openStorage(window);
  }

  /** Keys that begin so, in a fixed order. */
  keys(prefix: string): string[] {
    try {
      const storage = this.storage;
      if (storage === null) return [];
      const all = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
      return all.filter((key) => key.startsWith(prefix)).sort();
    } catch {
      return [];
    }
  }

  get(key: string): string | null {
    try {
      return this.storage?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  /** Keep it for later visits too, also where an LMS empties the storage. False when it could not be kept here. */
  keep(key: string, value: string): boolean {
    SECOND.keep?.(key, value);
    return this.set(key, value);
  }

  /** False when it could not be kept. */
  set(key: string, value: string): boolean {
    try {
      this.storage?.setItem(key, value);
      return this.storage !== null;
    } catch {
      return false;
    }
  }

  remove(key: string): void {
    SECOND.keep?.(key, null);
    try {
      this.storage?.removeItem(key);
    } catch {
      // A storage that cannot forget holds what is known elsewhere too: harmless.
    }
  }
}

function openStorage(window: Window): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
