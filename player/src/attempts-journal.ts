import { type Entry, type Found, Journal, parseStored } from './journal';
import { crc32 } from './state/bits';

const RAW_PREFIX = 'hornbook-raw:';

/** The journal of a course with an LMS, which knows learners by name and begins attempts anew. */
export class AttemptsJournal extends Journal {
  /** Work of this learner, who must be known, in this very course whose attempt the LMS never heard of. */
  unreached(learner: string): Entry | null {
    if (learner === '') return null;
    for (const key of this.store.keys(this.key(learner, ''))) {
      const found = this.parse(this.store.get(key));
      if (found !== null && !found.entry.reached && found.where === this.where) return found.entry;
    }
    return null;
  }

  /**
   * What this learner, who must be known, did in other attempts, in this very course; the latest first, as far as this
   * browser's clock can be trusted.
   */
  earlier(learner: string, attempt: string): Entry[] {
    return this.others(learner, attempt)
      .map(({ found }) => found)
      .filter(({ settled, where }) => !settled && where === this.where)
      .sort((one, other) => other.written - one.written)
      .map(({ entry }) => entry);
  }

  /** Note that the learner has (or has not) said what becomes of the work of an attempt that another one followed. */
  settle(learner: string, attempt: string, settled: boolean): void {
    const key = this.key(learner, attempt);
    const stored = parseStored(this.store.get(key));
    if (stored !== null) this.set(key, JSON.stringify({ ...stored, settled }));
  }

  /** Forgets other attempts whose work the LMS acknowledged and whose learner has no more use for it. */
  tidy(learner: string, attempt: string): void {
    for (const { key, found } of this.others(learner, attempt)) {
      if (found.settled && found.spare) this.store.remove(key);
    }
  }

  private others(learner: string, attempt: string): { key: string; found: Found }[] {
    if (learner === '') return [];
    const own = this.key(learner, attempt);
    return this.store.keys(this.key(learner, '')).flatMap((key) => {
      const found = key === own ? null : this.parse(this.store.get(key));
      return found === null ? [] : [{ key, found }];
    });
  }

  /** The entry whose attempt is named in a text from the LMS that cannot be read otherwise. */
  namedIn(raw: string, learner: string): Entry | null {
    for (const key of this.store.keys(this.key(learner, ''))) {
      const found = this.parse(this.store.get(key));
      if (found !== null && raw.includes(found.entry.state.attempt)) return found.entry;
    }
    return null;
  }

  /** Keeps what the LMS gave back and nobody could read, for whoever is asked to help. */
  keepRaw(learner: string, raw: string): void {
    this.set(`${RAW_PREFIX}${this.packageId}:${learner}`, raw);
  }
}

/** The learner as a key of the journal: no name of a person is kept in a shared browser. */
export function learnerKey(learnerId: string): string {
  return learnerId === '' ? '' : crc32(learnerId).toString(36);
}
