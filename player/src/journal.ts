import type { PendingInteraction } from './interactions';
import { crc32 } from './state/bits';
import { decodeState, encodeState } from './state/codec';
import type { CourseState } from './state/model';
import type { Store } from './store';

/**
 * The local journal: every change is written here before the LMS is told, so that a closed tab, a dead network or
 * an LMS that only said "saved" loses nothing on this device. Where there is no LMS it is the only store.
 * One entry for each package, learner and attempt; blocked, full or damaged storage is tolerated everywhere.
 */
export interface Entry {
  readonly state: CourseState;
  /** The revision that the LMS acknowledged last; -1 = none. */
  readonly acknowledged: number;
  /** The LMS has heard of this attempt at all. */
  readonly reached: boolean;
  readonly pending: readonly PendingInteraction[];
}

interface Stored extends Omit<Entry, 'state'> {
  readonly where: string;
  readonly data: string;
  /** Nothing in it is news to the LMS, so it may go when room is short. */
  readonly spare: boolean;
  /** When it was written last, in milliseconds since 1970 by this browser's clock. */
  readonly written: number;
  /** Another attempt followed, and its learner has said what becomes of this one. */
  readonly settled: boolean;
}

export interface Found extends Pick<Stored, 'where' | 'spare' | 'written' | 'settled'> {
  readonly entry: Entry;
}

/** The attempt under which work is kept that no LMS knows of. */
export const LOCAL = 'local';
const PREFIX = 'hornbook:';
const PROBE = 'hornbook-probe';
/** Room for all of a state. */
export const EVERYTHING = { limit: Number.POSITIVE_INFINITY, wording: Number.POSITIVE_INFINITY };

export class Journal {
  /** `where`: the address of the course, so that two copies of one package on a server stay apart. */
  constructor(
    protected readonly store: Store,
    protected readonly packageId: string,
    protected readonly where: string,
  ) {}

  /** True when this browser keeps anything at all. */
  works(): boolean {
    const works = this.set(PROBE, '1');
    this.store.remove(PROBE);
    return works;
  }

  /** The entry of this attempt, or null. */
  read(learner: string, attempt: string): Entry | null {
    return this.parse(this.store.get(this.key(learner, attempt)))?.entry ?? null;
  }

  /** False when it could not be kept. */
  write(learner: string, attempt: string, entry: Entry): boolean {
    const stored: Stored = {
      where: this.where,
      spare: entry.reached && entry.acknowledged >= entry.state.revision && entry.pending.length === 0,
      data: encodeState(entry.state, this.packageId, EVERYTHING).text,
      acknowledged: entry.acknowledged,
      reached: entry.reached,
      pending: entry.pending,
      written: Date.now(),
      settled: false,
    };
    return this.set(this.key(learner, attempt), JSON.stringify(stored));
  }

  /** False when the browser would not forget it. */
  erase(learner: string, attempt: string): boolean {
    const key = this.key(learner, attempt);
    this.store.remove(key);
    return this.store.get(key) === null;
  }

  /** Work that no LMS knows of belongs to its address: two courses may have one name. */
  protected key(learner: string, attempt: string): string {
    const owner = attempt === LOCAL ? `${LOCAL}-${crc32(this.where).toString(36)}` : attempt;
    return `${PREFIX}${this.packageId}:${learner}:${owner}`;
  }

  /** Whose course it is, for the pages that share it: before the first answer nothing tells their attempts apart. */
  owner(learner: string): string {
    return `${this.packageId}:${learner}:${crc32(this.where).toString(36)}`;
  }

  /** Calls back with what another page keeps of this attempt, whenever it does. Call what is returned to stop. */
  watch(window: Window, learner: string, attempt: string, kept: (entry: Entry) => void): () => void {
    const own = this.key(learner, attempt);
    const hear = ({ key, newValue }: StorageEvent) => {
      const found = key === own ? this.parse(newValue) : null;
      if (found !== null) kept(found.entry);
    };
    window.addEventListener('storage', hear);
    return () => window.removeEventListener('storage', hear);
  }

  protected set(key: string, value: string): boolean {
    while (!this.store.keep(key, value)) if (!this.makeRoom(key)) return false;
    return true;
  }

  /** Full storage: an entry that an LMS has acknowledged whole may go. False when there was none. */
  private makeRoom(except: string): boolean {
    const spare = this.store
      .keys(PREFIX)
      .find((key) => key !== except && isSpare(parseStored(this.store.get(key))));
    if (spare === undefined) return false;
    this.store.remove(spare);
    return this.store.get(spare) === null;
  }

  protected parse(text: string | null): Found | null {
    const stored = parseStored(text);
    if (stored === null) return null;
    const { state } = decodeState(stored.data, this.packageId);
    if (state === null) return null;
    const { where, spare, written, settled, acknowledged, reached, pending } = stored;
    return { where, spare, written, settled, entry: { state, acknowledged, reached, pending } };
  }
}

export function parseStored(text: string | null): Stored | null {
  if (text === null) return null;
  try {
    const value: Partial<Stored> | null = JSON.parse(text);
    if (typeof value?.data !== 'string' || typeof value.acknowledged !== 'number') return null;
    return {
      where: String(value.where),
      spare: value.spare === true,
      written: typeof value.written === 'number' ? value.written : 0,
      settled: value.settled === true,
      data: value.data,
      acknowledged: value.acknowledged,
      reached: value.reached === true,
      pending: Array.isArray(value.pending) ? value.pending.filter(isInteraction) : [],
    };
  } catch {
    return null;
  }
}

function isSpare(stored: Stored | null): boolean {
  return stored !== null && (stored.spare || stored.settled);
}

function isInteraction(value: unknown): value is PendingInteraction {
  return typeof value === 'object' && value !== null && 'slot' in value && 'type' in value && 'id' in value;
}
