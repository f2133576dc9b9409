import { readFileSync } from 'node:fs';
import { intervals, isOftenMissed, nextMemory, type Rating, review } from '../src/cards';
import { dueDay, isDue } from '../src/due';
import type { Memory } from '../src/fsrs';

/*
 * Follows histories of cards for `tests/hornbook/card_histories.py`, which does the same in Python and compares:
 * a list of them as JSON on standard input, what came of each review on standard output.
 */

interface History {
  readonly retention: number;
  /** Day and rating of each review; a day may lie before the one of the review before. */
  readonly reviews: readonly (readonly [day: number, rating: Rating])[];
}

function follow({ retention, reviews }: History) {
  let memory: Memory | null = null;
  let word = 0;
  let last = 0;
  return reviews.map(([day, rating]) => {
    const promised = intervals(word, day, retention);
    memory = nextMemory(memory, Math.max(0, day - last), rating);
    word = review(word, rating, day, retention);
    last = day;
    return {
      stability: memory.stability,
      difficulty: memory.difficulty,
      word,
      promised,
      due: dueDay(word, retention),
      dueTomorrow: isDue(word, day + 1, retention),
      oftenMissed: isOftenMissed(word),
    };
  });
}

const histories = JSON.parse(readFileSync(0, 'utf8')) as History[];
process.stdout.write(JSON.stringify(histories.map(follow)));
