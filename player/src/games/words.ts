import { fold } from '../folding';
import type { Chance, Play } from './game';
import { ask, type Task } from './tasks';

/** Longer terms are no fun to unscramble. */
const LONGEST = 24;

/** Terms with their letters mixed, or with some of them missing; the meaning is the clue. */
export const words: Play = (table) => {
  const { data, chance } = table;
  const usable = data.items.filter(([term]) => {
    const letters = lettersOf(term).length;
    return letters >= 3 && letters <= LONGEST;
  });
  const items = usable.length > 0 ? usable : data.items;
  const tasks = chance
    .shuffled(items)
    .slice(0, data.rounds)
    .map(
      ([term, text]): Task => ({
        prompt: text,
        clue: data.unit === 'gap' ? gapped(term, chance) : scrambled(term, chance),
        answer: term,
        accepts: (typed) => fold(typed) === fold(term),
      }),
    );
  ask(table, tasks, { label: 'words-label' });
};

/** The letters as a reader sees them: marks stay with the letter they stand on. */
function lettersOf(word: string): string[] {
  return word.match(/\P{M}\p{M}*/gu) ?? [];
}

const isLetter = (letter: string): boolean => /^[\p{L}\p{N}]/u.test(letter);

/** Each word's letters in another order; what is no letter stays where it is. */
function scrambled(term: string, chance: Chance): string {
  return term
    .split(' ')
    .map((word) => {
      const letters = lettersOf(word);
      const own = letters.filter(isLetter);
      let mixed = chance.shuffled(own);
      for (let tries = 0; tries < 10 && mixed.join('') === own.join(''); tries++)
        mixed = chance.shuffled(own);
      let next = 0;
      return letters.map((letter) => (isLetter(letter) ? (mixed[next++] ?? letter) : letter)).join('');
    })
    .join(' ');
}

/** About half of the letters stand as a line, at least one and never all. */
function gapped(term: string, chance: Chance): string {
  const letters = lettersOf(term);
  const places = letters.flatMap((letter, at) => (isLetter(letter) ? [at] : []));
  const hidden = new Set(chance.shuffled(places).slice(0, Math.max(1, Math.floor(places.length / 2))));
  return letters.map((letter, at) => (hidden.has(at) ? '_' : letter)).join(' ');
}
