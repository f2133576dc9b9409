/*
 * What benchmarks/marking.py measures in the browser and in Node: marking, and the state as text and back. Bundled as
 * one script that puts `speed` on the page.
 */
import '../src/parts/arranging';
import '../src/parts/gaps';
import '../src/parts/numbers';
import '../src/parts/words';
import type { QuestionData } from '../src/course';
import { mark } from '../src/questions';
import type { Answer } from '../src/questions/answer';
import { decodeState, encodeState } from '../src/state/codec';
import { worstState } from './state/worst-state';

interface Asked {
  readonly question: QuestionData;
  readonly answer: Answer | null;
}

/** Milliseconds, the best of some rounds; the first round, with nothing warm, by itself. */
function time(rounds: number, work: () => void): { readonly first: number; readonly best: number } {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return { first: times[0] ?? 0, best: Math.min(...times) };
}

const speed = {
  marking: (asked: readonly Asked[], rounds: number) =>
    time(rounds, () => {
      for (const { question, answer } of asked) mark(question, answer);
    }),
  state(rounds: number, limit: number) {
    // 600 cards and 60 questions, everything answered.
    const state = worstState({
      lessons: 6,
      texts: 5,
      choice: 4,
      multiple: 3,
      trueFalse: 2,
      short: 1,
      options: 6,
      cards: 100,
    });
    let length = 0;
    const { first, best } = time(rounds, () => {
      const { text } = encodeState(state, 'course', { limit, wording: 16 });
      length = text.length;
      decodeState(text, 'course');
    });
    return { first, best, length };
  },
};

Object.assign(globalThis, { speed });
