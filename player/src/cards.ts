import {
  decodedStability,
  HIGHEST_STABILITY_CODE,
  interval,
  isNew,
  LEAST_STABILITY,
  MOST_STABILITY,
  RETENTION,
  STABILITY_STEP,
} from './due';
import { type Memory, nextState } from './fsrs';
import {
  CARD_DAYS,
  CARD_LEARNING,
  CARD_NEW,
  CARD_RELEARNING,
  CARD_REVIEW,
  packCard,
  unpackCard,
} from './state/model';

/*
 * When a card comes back: FSRS on whole days over the 32 bits that the state keeps of a card. The same rules as
 * `hornbook/cards.py`, which says why; 10,000 random histories are followed in both.
 */

export const AGAIN = 1;
export const HARD = 2;
export const GOOD = 3;
export const EASY = 4;
export type Rating = 1 | 2 | 3 | 4;
export const RATINGS: readonly Rating[] = [AGAIN, HARD, GOOD, EASY];

const HIGHEST_DIFFICULTY_CODE = 0x3f;
const DIFFICULTY_STEP = Math.log(10) / HIGHEST_DIFFICULTY_CODE;
const OFTEN_MISSED = HIGHEST_DIFFICULTY_CODE - 1;

/** The word of a card after a rating on this day. */
export function review(word: number, rating: Rating, day: number, retention = RETENTION): number {
  const before = unpackCard(word);
  // A traveller's day may be one behind that of the last review; anything further back was a clock that ran ahead.
  const today = before.day === day + 1 ? before.day : Math.min(Math.max(day, 0), CARD_DAYS);
  const memory = nextMemory(memoryOf(word), Math.max(0, today - before.day), rating);
  const learning =
    before.phase === CARD_NEW || before.phase === CARD_LEARNING ? CARD_LEARNING : CARD_RELEARNING;
  return packCard({
    stability: stabilityCode(memory.stability, retention),
    difficulty: Math.floor((Math.log(10) - Math.log(11 - memory.difficulty)) / DIFFICULTY_STEP + 0.5),
    day: today,
    phase: rating === AGAIN ? learning : CARD_REVIEW,
  });
}

/** For each rating in order, after how many days the card would come back; 0 is once more today. */
export function intervals(word: number, day: number, retention = RETENTION): number[] {
  return RATINGS.map((rating) =>
    rating === AGAIN ? 0 : interval(stabilityOf(review(word, rating, day, retention)), retention),
  );
}

/** The word of a card that the learner set back on this day: new again, though it was rated once. */
export function forgotten(day: number): number {
  return packCard({
    stability: 0,
    difficulty: 0,
    day: Math.min(Math.max(day, 1), CARD_DAYS),
    phase: CARD_NEW,
  });
}

/** Whether a card has been missed so often (about six times) that it should be learned in another way. */
export function isOftenMissed(word: number): boolean {
  return !isNew(word) && unpackCard(word).difficulty >= OFTEN_MISSED;
}

/** What FSRS makes of a rating `elapsed` whole days after the last one; null is the memory of a new card. */
export function nextMemory(memory: Memory | null, elapsed: number, rating: Rating): Memory {
  const { stability, difficulty } = nextState(memory, elapsed, rating);
  return { stability: Math.min(Math.max(stability, LEAST_STABILITY), MOST_STABILITY), difficulty };
}

function stabilityCode(stability: number, retention: number): number {
  const exact = 1 + Math.log(stability / LEAST_STABILITY) / STABILITY_STEP;
  const nearest = Math.floor(exact + 0.5);
  const wanted = interval(stability, retention);
  const right = [nearest, exact < nearest ? nearest - 1 : nearest + 1].find(
    (code) =>
      code >= 1 && code <= HIGHEST_STABILITY_CODE && interval(decodedStability(code), retention) === wanted,
  );
  return right ?? nearest;
}

const stabilityOf = (word: number): number => decodedStability(unpackCard(word).stability);

/** What a word holds; null for a new card, and for one whose word was not written by these rules. */
function memoryOf(word: number): Memory | null {
  const { stability, difficulty, phase } = unpackCard(word);
  if (phase === CARD_NEW || stability === 0) return null;
  const decoded = 11 - Math.exp(Math.log(10) - DIFFICULTY_STEP * difficulty);
  return { stability: decodedStability(stability), difficulty: Math.min(Math.max(decoded, 1), 10) };
}
