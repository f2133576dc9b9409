import { FSRSAlgorithm, type Grade } from 'ts-fsrs';
import { expect, test } from 'vitest';
import { type Memory, nextState } from '../src/fsrs';
import { Chance } from './random';

test('memories are those of the library, whatever came before', () => {
  const library = new FSRSAlgorithm({ enable_fuzz: false, learning_steps: [], relearning_steps: [] });
  const chance = new Chance(5);
  let memory: Memory | null = null;
  for (let step = 0; step < 50_000; step++) {
    const elapsed = chance.word() % 3 === 0 ? 0 : chance.word() % 2 ** (chance.word() % 12);
    const rating = ((chance.word() % 4) + 1) as Grade;
    const next = nextState(memory, elapsed, rating);
    const { stability, difficulty } = library.next_state(memory, elapsed, rating);
    expect([step, next]).toEqual([step, { stability, difficulty }]);
    memory = step % 30 === 29 ? null : next;
  }
});
