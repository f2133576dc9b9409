import { Fraction } from '../../src/fraction';
import type { Answer } from '../../src/questions/answer';
import { type Certainty, type CourseState, emptyState, type Level } from '../../src/state/model';
import type { Chance } from '../random';

const WORDINGS = [
  '',
  'a',
  'mitochondrion',
  '16 bytes exactly',
  'naïve Überprüfung',
  '日本語の長い答え',
  '🙂🙂🙂🙂🙂',
];

export function randomState(chance: Chance): CourseState {
  const state = emptyState('Abc-_019');
  state.revision = chance.below(1 << chance.below(20));
  for (const slot of chance.slots(chance.below(12))) {
    state.questions.set(slot, {
      tries: chance.below(31),
      earned: randomFraction(chance),
      marked: chance.yes(),
      answer: randomAnswer(chance),
      recorded: chance.below(300) - 1,
      certainty: chance.below(4) as Certainty,
      flagged: chance.yes(),
    });
  }
  for (const slot of chance.slots(chance.below(5), 1000)) {
    state.quizzes.set(slot, {
      attempt: 1 + chance.below(1022),
      seed: chance.word(),
      handedIn: chance.below(1023),
      open: chance.yes(),
      score: chance.yes() ? randomFraction(chance) : null,
      ...(chance.yes() ? { spent: 1 + chance.below(86_400) } : {}),
    });
  }
  for (const slot of chance.slots(chance.below(30))) state.cards.set(slot, chance.word());
  for (const slot of chance.slots(chance.below(20), 9)) state.seen.add(slot);
  if (chance.yes()) state.place = { lesson: 1 + chance.below(50), block: chance.below(900) };
  state.level = chance.below(3) as Level;
  return state;
}

function randomFraction(chance: Chance): Fraction {
  const denominator = 1 + chance.below(1 << chance.below(20));
  return Fraction.of(chance.below(denominator + 1), denominator);
}

function randomAnswer(chance: Chance): Answer | null {
  const kind = chance.below(6);
  if (kind === 0) return null;
  if (kind === 1) return { text: chance.pick(WORDINGS) };
  if (kind === 2) return { keys: [] };
  if (kind === 3) {
    const width = chance.below(17);
    return { list: Array.from({ length: chance.below(37) }, () => chance.below(2 ** width + 1) - 1) };
  }
  if (kind === 4) {
    const gap = () => chance.pick([null, 'a', '7', 'Z', ...WORDINGS]);
    return { gaps: Array.from({ length: chance.below(37) }, gap) };
  }
  return { keys: Array.from({ length: 36 }, (_, key) => key).filter(() => chance.yes()) };
}
