import { isDigit } from '../digits';
import { isMark, withoutAccents } from '../folding';

/** In a shorter word one other letter makes another word. */
const SHORTEST = 5;

/**
 * Whether a folded text is another one but for one letter too many, too few or wrong, two swapped, or accents: the
 * twin of `hornbook/questions/spelling.py`.
 */
export function isNear(given: string, accepted: string): boolean {
  if (given === accepted) return false;
  const [theirs, ours] = [[...given], [...accepted]];
  if (withoutAccents(given) === withoutAccents(accepted)) return letters(ours) >= SHORTEST;
  if (Math.abs(theirs.length - ours.length) > 1) return false;
  const shorter = Math.min(theirs.length, ours.length);
  let start = 0;
  while (start < shorter && theirs[start] === ours[start]) start++;
  let same = 0;
  while (same < shorter - start && theirs[theirs.length - 1 - same] === ours[ours.length - 1 - same]) same++;
  const end = ours.length - same;
  const [wanted, found] = [ours.slice(start, end), theirs.slice(start, theirs.length - same)];
  const swapped =
    wanted.length === 2 && found.length === 2 && wanted[0] === found[1] && wanted[1] === found[0];
  if (!swapped && Math.max(wanted.length, found.length) > 1) return false;
  if ([...wanted, ...found].some(isDigit)) return false;
  return letters(wordsAt(ours, start, end)) >= SHORTEST;
}

/** The word, or the two words, that a part of the text touches. */
function wordsAt(text: readonly string[], start: number, end: number): readonly string[] {
  const after = text.indexOf(' ', end);
  return text.slice(start === 0 ? 0 : text.lastIndexOf(' ', start - 1) + 1, after < 0 ? text.length : after);
}

/** How many letters there are; of a Hangul syllable, which is taken apart, the first counts. */
const letters = (text: readonly string[]): number =>
  text.filter(
    (one) => !(" -'".includes(one) || isMark(one) || isDigit(one) || (one >= '\u1160' && one <= '\u11ff')),
  ).length;
