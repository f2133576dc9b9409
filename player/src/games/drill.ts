import { fold } from '../folding';
import type { Play } from './game';
import { ask, type Task } from './tasks';

/** What stands where a definition names its own term. */
const HIDDEN = '…';

/** Definitions whose terms are typed; any form of a term is right. */
export const drill: Play = (table) => {
  const tasks = table.chance
    .shuffled(table.data.items)
    .slice(0, table.data.rounds)
    .map(
      ([term, definition, ...forms]): Task => ({
        prompt: without([term, ...forms], definition),
        answer: term,
        accepts: (typed) => [term, ...forms].some((form) => fold(form) === fold(typed)),
      }),
    );
  ask(table, tasks, { label: 'words-label' });
};

/** The definition without the term that it explains. */
function without(forms: readonly string[], definition: string): string {
  const parts = [...forms]
    .sort((one, other) => other.length - one.length)
    .map((form) => form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  // Not every browser can look behind: what stands before the term is kept.
  const named = new RegExp(`(^|[^\\p{L}\\p{N}])(?:${parts.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return definition.replace(named, `$1${HIDDEN}`);
}
