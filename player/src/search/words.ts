/*
 * Words as the search compares them: letters without accents, small, in their plain form, with dashes and quotes as keys
 * have them. Vowel signs of Indian scripts are letters and stay; Arabic vowel marks, which most texts leave out, do not
 * count.
 */

const MARKS = /[\u0300-\u036f\u0640\u064b-\u065f\u0670\u093c]/g;
const PLAIN: Readonly<Record<string, string>> = {
  ى: 'ي',
  ة: 'ه',
  ß: 'ss',
  ı: 'i',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  '\u2010': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
};
const SPECIAL = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g');

export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(SPECIAL, (letter) => PLAIN[letter] ?? letter);

/** The words of a query, each once. */
export const wordsOf = (query: string): string[] => [...new Set(plain(query).split(/\s+/).filter(Boolean))];

/** The words of a plain text, and the parts of those that are joined by hyphens. */
export const partsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** A text with the place in it from which each character of its plain form comes. */
export interface Placed {
  readonly text: string;
  readonly from: readonly number[];
}

/** White space counts as one space, as the page shows it. */
export function placed(source: string): Placed {
  let text = '';
  const from: number[] = [];
  let at = 0;
  for (const character of source) {
    const own = /\s/.test(character) ? (text.endsWith(' ') ? '' : ' ') : plain(character);
    for (let n = 0; n < own.length; n++) from.push(at);
    text += own;
    at += character.length;
  }
  from.push(source.length);
  return { text, from };
}

/** Where words stand in a text, as [start, end) in the source, in order and without overlap. */
export function hits({ text, from }: Placed, words: readonly string[]): [number, number][] {
  const found: [number, number][] = [];
  for (const word of words)
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
      found.push([from[at] ?? 0, from[at + word.length] ?? 0]);
  found.sort(([one], [other]) => one - other);
  return found.filter(([start], position) => position === 0 || start >= (found[position - 1]?.[1] ?? 0));
}

/** In a shorter word one other letter makes another word. */
const SHORTEST = 4;

/** The word `known`, or its beginning, of which what is typed is one slip of the keys away; undefined where neither is. */
export const nearTo = (typed: string, known: string): string | undefined =>
  typed.length < SHORTEST
    ? undefined
    : [known, ...[1, 0, -1].map((more) => known.slice(0, typed.length + more))].find((whole) =>
        isOneSlip(typed, whole),
      );

/** One letter too many, too few or wrong, or two swapped. */
function isOneSlip(typed: string, known: string): boolean {
  const shorter = Math.min(typed.length, known.length);
  let start = 0;
  while (start < shorter && typed[start] === known[start]) start++;
  let end = 0;
  while (end < shorter - start && typed[typed.length - 1 - end] === known[known.length - 1 - end]) end++;
  const [left, right] = [typed.slice(start, typed.length - end), known.slice(start, known.length - end)];
  return (
    Math.max(left.length, right.length) < 2 || (left.length === 2 && left === [...right].reverse().join(''))
  );
}
