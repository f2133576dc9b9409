import type { Chance, GameData, Play } from './game';
import { ask, type Task } from './tasks';

/** Mental arithmetic: whole numbers, no negative results, no remainders. */
export const math: Play = (table) => {
  const { data, chance } = table;
  const tasks: Task[] = [];
  const seen = new Set<string>();
  // Few numbers make few tasks: after some tries the same one may come again.
  for (let tries = 0; tasks.length < data.rounds; tries++) {
    const task = makeTask(data, chance);
    if (seen.has(task.prompt) && tries < data.rounds * 20) continue;
    seen.add(task.prompt);
    tasks.push(task);
  }
  ask(table, tasks, { label: 'your-answer', numeric: true });
};

function makeTask({ skill, upTo }: GameData, chance: Chance): Task {
  const one = chance.between(1, upTo);
  const other = chance.between(1, upTo);
  const [low, high] = [Math.min(one, other), Math.max(one, other)];
  const [left, sign, right, result] = {
    addition: [one, '+', other, one + other] as const,
    subtraction: [high, '−', low, high - low] as const,
    multiplication: [one, '×', other, one * other] as const,
    division: [one * other, '÷', one, other] as const,
  }[skill];
  const prompt = `${left} ${sign} ${right} =`;
  // The result of the last task is told below the next one, and a sum is read from left to right in every language.
  return {
    prompt,
    answer: `\u2066${prompt} ${result}\u2069`,
    accepts: (typed) => digitsOf(typed) === String(result),
  };
}

/** A whole number in any script's digits, as 0-9. */
function digitsOf(typed: string): string {
  let digits = '';
  for (const character of typed.trim().normalize('NFKC')) {
    const zero = [...'0٠۰०০'].find((start) => {
      const step = (character.codePointAt(0) ?? 0) - (start.codePointAt(0) ?? 0);
      return step >= 0 && step <= 9;
    });
    digits +=
      zero === undefined ? character : String((character.codePointAt(0) ?? 0) - (zero.codePointAt(0) ?? 0));
  }
  return digits.replace(/^0+(?=\d)/, '');
}
