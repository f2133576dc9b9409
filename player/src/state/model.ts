import { Fraction } from '../fraction';
import type { Answer } from '../questions/answer';

/**
 * What a learner has done in a course, keyed by slots of the lock file: the thing that is kept.
 * Entries are never changed in place, only replaced: so two states can be compared entry by entry.
 */
export interface CourseState {
  /** Names this attempt; suspend_data and the local journal hold the same token. 8 characters A-Za-z0-9-_ */
  attempt: string;
  /** Counts every change, so that the newer of two copies of one attempt is known. */
  revision: number;
  questions: Map<number, QuestionState>;
  quizzes: Map<number, QuizState>;
  /** Card words by card slot, see `CardWord`; a card that was never rated is absent. */
  cards: Map<number, number>;
  /**
   * Slots of blocks whose end was reached (or, for a practice quiz, whose every question was tried), and of recall
   * questions that were answered or looked up.
   */
  seen: Set<number>;
  place: Place | null;
  level: Level;
}

/** Which overview the learner reads: 0 quick, 1 standard, 2 detailed. */
export type Level = 0 | 1 | 2;

/** Slots; block 0 = the lesson's start. */
export interface Place {
  readonly lesson: number;
  readonly block: number;
}

export interface QuestionState {
  /** How often it was marked (in the current attempt of its quiz). */
  readonly tries: number;
  /** Part of the points earned, 0 to 1. */
  readonly earned: Fraction;
  /** True when the answer was marked; false when it was only noted (an exam that is still open). */
  readonly marked: boolean;
  readonly answer: Answer | null;
  /** Index of its interaction in the LMS; -1 = none. The session keeps it, faces leave it alone. */
  readonly recorded: number;
  /** How certain the learner was, 1 to 3; 0 = did not say. */
  readonly certainty: Certainty;
  /** The learner marked the question, to come back to it. */
  readonly flagged: boolean;
}

export type Certainty = 0 | 1 | 2 | 3;

export interface QuizState {
  /** Number of the current attempt, from 1. */
  readonly attempt: number;
  /** Unsigned 32-bit seed of the current attempt's draw. */
  readonly seed: number;
  /** How many attempts were handed in. */
  readonly handedIn: number;
  /** An attempt is under way. */
  readonly open: boolean;
  /** The score: points earned / points drawn of the attempt that counts, or what is made of several; null before the first. */
  readonly score: Fraction | null;
  /** Seconds of the current attempt that are used up, where its time is limited; absent = none. */
  readonly spent?: number;
}

/** Review states of a card, as FSRS names them. */
export const CARD_NEW = 0;
export const CARD_LEARNING = 1;
export const CARD_REVIEW = 2;
export const CARD_RELEARNING = 3;
export type CardPhase = 0 | 1 | 2 | 3;

/**
 * One card's memory in 32 bits: stability 10 | difficulty 6 | last day 14 | phase 2, from the highest bit.
 * Stability and difficulty are written and read as raw codes, which `cards.ts` understands; the day is the
 * learner's own, counted from 2020-01-01.
 */
export interface CardWord {
  readonly stability: number;
  readonly difficulty: number;
  readonly day: number;
  readonly phase: CardPhase;
}

const CARD_EPOCH = Date.UTC(2020, 0, 1) / 86_400_000;
export const CARD_DAYS = 0x3fff;

export function packCard(card: CardWord): number {
  const { stability, difficulty, day, phase } = card;
  return (((stability & 0x3ff) << 22) | ((difficulty & 0x3f) << 16) | ((day & CARD_DAYS) << 2) | phase) >>> 0;
}

export function unpackCard(word: number): CardWord {
  return {
    stability: word >>> 22,
    difficulty: (word >>> 16) & 0x3f,
    day: (word >>> 2) & CARD_DAYS,
    phase: (word & 3) as CardPhase,
  };
}

/**
 * The number of the learner's day at a moment (milliseconds since 1970): it changes at midnight where the learner
 * is. Never negative, never past what a card can hold.
 */
export function cardDay(now: number): number {
  const here = new Date(now);
  const day = Date.UTC(here.getFullYear(), here.getMonth(), here.getDate()) / 86_400_000 - CARD_EPOCH;
  return Math.min(Math.max(Number.isFinite(day) ? day : 0, 0), CARD_DAYS);
}

export const NO_QUESTION: QuestionState = {
  tries: 0,
  earned: Fraction.ZERO,
  marked: false,
  answer: null,
  recorded: -1,
  certainty: 0,
  flagged: false,
};

/** Whether the learner has answered a question, or it was marked without. */
export const isTouched = ({ tries, marked, answer } = NO_QUESTION): boolean =>
  tries > 0 || marked || answer !== null;

export function emptyState(attempt: string): CourseState {
  return {
    attempt,
    revision: 0,
    questions: new Map(),
    quizzes: new Map(),
    cards: new Map(),
    seen: new Set(),
    place: null,
    level: 1,
  };
}

/** A copy whose maps can be changed without touching the original's. */
export function copyState(state: StateView): CourseState {
  return {
    ...state,
    questions: new Map(state.questions),
    quizzes: new Map(state.quizzes),
    cards: new Map(state.cards),
    seen: new Set(state.seen),
  };
}

/** The state as everybody but the session sees it. */
export interface StateView extends Omit<Readonly<CourseState>, 'questions' | 'quizzes' | 'cards' | 'seen'> {
  readonly questions: ReadonlyMap<number, QuestionState>;
  readonly quizzes: ReadonlyMap<number, QuizState>;
  readonly cards: ReadonlyMap<number, number>;
  readonly seen: ReadonlySet<number>;
}
