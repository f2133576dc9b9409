import type { NumberedInteraction } from './homes/home';
import type { Interaction, PendingInteraction } from './interactions';
import { type CourseState, NO_QUESTION } from './state/model';

/** Practice comes again at every visit: beyond so many interactions it leaves the room to questions. */
const PRACTICE_ROOM = 125;

/**
 * The interactions of a visit: which the LMS is still to be told, which it was told, and where each has its place in the
 * LMS. Places of questions are kept in the state (`recorded`).
 */
export class Records {
  /** What waits, in the order in which it was given. */
  waiting: readonly PendingInteraction[] = [];
  /** What the LMS was told in this visit: a window that takes over, or a server that was not there, may not know it. */
  private readonly told = new Map<number, PendingInteraction>();
  /** Interactions in the LMS. */
  private count = 0;
  /** Where the sessions of cards of this visit are recorded, by slot of the block. */
  private readonly practices = new Map<number, number>();

  /** `room`: most interactions that the LMS keeps. */
  constructor(private readonly room: number) {}

  /** The LMS holds so many. */
  begin(count: number): void {
    this.count = count;
  }

  /** Tell this next; what waits of the same question is out of date. */
  add(interaction: Interaction, slot: number, id: string, result: string): void {
    const others = this.waiting.filter((waiting) => waiting.slot !== slot);
    this.waiting = [...others, { ...interaction, slot, id, result, moment: Date.now() }];
  }

  /** What another visit has left to be told; what waits here already is newer. */
  inherit(pending: readonly PendingInteraction[]): void {
    this.waiting = [...without(pending, this.waiting), ...this.waiting];
  }

  drop(): void {
    this.waiting = [];
  }

  /** The LMS has taken all that waited. */
  settle(): void {
    for (const interaction of this.waiting) this.told.set(interaction.slot, interaction);
    this.waiting = [];
  }

  /** All that was told in this visit is told again. */
  doubt(): void {
    this.inherit([...this.told.values()]);
    this.told.clear();
  }

  /** Whether an answer of this question has no record, does not wait for one, and would find room. */
  misses(slot: number, state: CourseState): boolean {
    const { recorded } = state.questions.get(slot) ?? NO_QUESTION;
    const waits = this.waiting.some((waiting) => waiting.slot === slot);
    return recorded < 0 && !waits && this.count + this.waiting.length < this.room;
  }

  /** What waits, each with the place where it was recorded before, else with the next free one; noted in the state. */
  numbered(state: CourseState): NumberedInteraction[] {
    return this.waiting.flatMap((interaction) => {
      const index = this.placeOf(interaction, state) ?? this.nextPlace(interaction, state);
      return index === null ? [] : [{ index, interaction }];
    });
  }

  private placeOf({ slot, type }: PendingInteraction, state: CourseState): number | null {
    if (type === 'practice') return this.practices.get(slot) ?? null;
    const { recorded } = state.questions.get(slot) ?? NO_QUESTION;
    return recorded < 0 ? null : recorded;
  }

  private nextPlace({ slot, type }: PendingInteraction, { questions }: CourseState): number | null {
    if (this.count >= (type === 'practice' ? PRACTICE_ROOM : this.room)) return null;
    const recorded = this.count++;
    if (type === 'practice') this.practices.set(slot, recorded);
    else questions.set(slot, { ...(questions.get(slot) ?? NO_QUESTION), recorded });
    return recorded;
  }
}

function without(
  interactions: readonly PendingInteraction[],
  others: readonly PendingInteraction[],
): PendingInteraction[] {
  const known = new Set(others.map(({ slot }) => slot));
  return interactions.filter(({ slot }) => !known.has(slot));
}
