/*
 * The memory of FSRS-6 with its published weights (https://github.com/open-spaced-repetition/fsrs4anki/wiki), on whole
 * days. Values are rounded to eight decimals where the library ts-fsrs rounds them: `tests/fsrs.test.ts` compares both.
 */

const W = [
  0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629,
  1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
] as const;
const HARD = 2;
const GOOD = 3;
const EASY = 4;
const LEAST = 0.001;
const MOST = 36_500;

/** What is known of a card: stability in days, difficulty from 1 to 10. */
export interface Memory {
  readonly stability: number;
  readonly difficulty: number;
}

const round = (value: number): number => Math.round(value * 1e8) / 1e8;
const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

const firstDifficulty = (rating: number): number => round(W[4] - Math.exp((rating - 1) * W[5]) + 1);

/** The memory after a rating (1 again, 2 hard, 3 good, 4 easy), whole days after the one before; null = a new card. */
export function nextState(memory: Memory | null, elapsed: number, rating: 1 | 2 | 3 | 4): Memory {
  if (memory === null)
    return {
      stability: Math.max(W[(rating - 1) as 0], 0.1),
      difficulty: clamp(firstDifficulty(rating), 1, 10),
    };
  const { stability, difficulty } = memory;
  return {
    stability:
      elapsed === 0
        ? sameDay(stability, rating)
        : rating === 1
          ? forgotten(stability, difficulty, recall(elapsed, stability))
          : recalled(stability, difficulty, recall(elapsed, stability), rating),
    difficulty: nextDifficulty(difficulty, rating),
  };
}

/** How likely it is that the card is still known. */
function recall(elapsed: number, stability: number): number {
  const decay = -W[20];
  const factor = round(Math.exp(Math.log(0.9) / decay) - 1);
  return round((1 + (factor * elapsed) / stability) ** decay);
}

function nextDifficulty(difficulty: number, rating: number): number {
  const change = -W[6] * (rating - GOOD);
  const damped = difficulty + round((change * (10 - difficulty)) / 9);
  return clamp(round(W[7] * firstDifficulty(EASY) + (1 - W[7]) * damped), 1, 10);
}

function sameDay(stability: number, rating: number): number {
  const growth = stability ** -W[19] * Math.exp(W[17] * (rating - GOOD + W[18]));
  return round(clamp(stability * (rating >= HARD ? Math.max(growth, 1) : growth), LEAST, MOST));
}

function forgotten(stability: number, difficulty: number, known: number): number {
  const after = W[11] * difficulty ** -W[12] * ((stability + 1) ** W[13] - 1) * Math.exp((1 - known) * W[14]);
  // Forgetting never leaves more than a miss on the same day would.
  return clamp(round(stability / Math.exp(W[17] * W[18])), LEAST, round(clamp(after, LEAST, MOST)));
}

function recalled(stability: number, difficulty: number, known: number, rating: number): number {
  const growth =
    Math.exp(W[8]) * (11 - difficulty) * stability ** -W[9] * (Math.exp((1 - known) * W[10]) - 1);
  const weighed = growth * (rating === HARD ? W[15] : 1) * (rating === EASY ? W[16] : 1);
  return round(clamp(stability * (1 + weighed), LEAST, MOST));
}
