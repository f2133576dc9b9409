/**
 * Text as the marker compares it: accents, case, dashes, quotes and spaces written one way.
 *
 * The same table and the same steps as `hornbook/folding.py`. `String.normalize` and `toLowerCase` are not used: they
 * follow the browser's version of Unicode, and then two graders could differ.
 */

import { CASE, DECOMPOSE, ORDER } from './folding-table';

const HANGUL_FIRST = 0xac00;
const HANGUL_COUNT = 11172;
const VOWELS = 21;
const TRAILINGS = 28;

interface Table {
  /** Code point -> the code points it stands for, down to the last; none where it is dropped. */
  decompose: Map<number, number[]>;
  /** Mark -> canonical combining class, where that is not 0. */
  order: Map<number, number>;
  /** Code point that does not decompose -> its case-folded form. */
  case: Map<number, number[]>;
}

let made: Table | undefined;

function theTable(): Table {
  made ??= { decompose: readDecompose(), order: readOrder(), case: readCase() };
  return made;
}

/** The text as it is compared; where `caseMatters`, capitals stay apart from small letters. */
export function fold(text: string, caseMatters = false): string {
  const table = theTable();
  const parts: number[] = [];
  for (const character of text) parts.push(...decompose(character.codePointAt(0) as number, table));
  putMarksInOrder(parts, table.order);
  let folded = '';
  for (const part of parts) {
    for (const code of (!caseMatters && table.case.get(part)) || [part]) folded += String.fromCodePoint(code);
  }
  return folded
    .split(' ')
    .filter((word) => word !== '')
    .join(' ');
}

/** Letters whose stroke or joining Unicode does not take apart. */
const STROKES: ReadonlyMap<string, string> = new Map([
  ...[...'\u00f8\u0111\u0142\u0127\u0167\u0131\u00d8\u0110\u0141\u0126\u0166'].map(
    (letter, place): [string, string] => [letter, 'odlhtiODLHT'[place] as string],
  ),
  ['\u00e6', 'ae'],
  ['\u0153', 'oe'],
  ['\u00c6', 'AE'],
  ['\u0152', 'OE'],
]);

/**
 * A folded text without accents, points and strokes; what makes another sound or letter of its own stays.
 *
 * Dropped are marks above and below and those of Hebrew, Arabic and Syriac (by their combining classes); vowel signs,
 * viramas, nuktas and the voicing of kana stay.
 */
export function withoutAccents(folded: string): string {
  let bare = '';
  for (const character of folded) {
    if (!isAccent(classOf(character))) bare += STROKES.get(character) ?? character;
  }
  return bare;
}

/** Whether a character of a folded text sits on the one before it. */
export const isMark = (character: string): boolean => classOf(character) > 0;

const classOf = (character: string): number => theTable().order.get(character.codePointAt(0) as number) ?? 0;

const isAccent = (combining: number) =>
  combining === 1 || (combining >= 10 && combining <= 36) || combining >= 200;

function decompose(code: number, { decompose }: Table): number[] {
  const syllable = code - HANGUL_FIRST;
  if (syllable < 0 || syllable >= HANGUL_COUNT) return decompose.get(code) ?? [code];
  const trailing = syllable % TRAILINGS;
  const pair = (syllable - trailing) / TRAILINGS;
  const letters = [0x1100 + Math.floor(pair / VOWELS), 0x1161 + (pair % VOWELS)];
  if (trailing > 0) letters.push(0x11a7 + trailing);
  return letters;
}

/** Sort each run of marks by combining class, in place; equal classes keep their order. */
function putMarksInOrder(parts: number[], order: Map<number, number>): void {
  const rank = (part: number | undefined) => (part === undefined ? 0 : (order.get(part) ?? 0));
  for (let start = 0; start < parts.length; start++) {
    let end = start;
    while (rank(parts[end]) > 0) end++;
    if (end - start > 1) {
      parts.splice(
        start,
        end - start,
        ...parts.slice(start, end).sort((one, other) => rank(one) - rank(other)),
      );
    }
    start = end;
  }
}

const numbers = (entry: string) => entry.split(',').map((digits) => Number.parseInt(digits || '0', 36));

function readDecompose(): Map<number, number[]> {
  const parts = new Map<number, number[]>();
  let code = -1;
  let lastPart = 0;
  for (const entry of DECOMPOSE.split(';')) {
    const [gap = 0, ...own] = numbers(entry);
    code += 1 + gap;
    if (own[0] !== undefined) {
      lastPart += own[0];
      own[0] = lastPart;
    }
    parts.set(code, own);
  }
  const expand = (part: number): number[] => parts.get(part)?.flatMap(expand) ?? [part];
  return new Map([...parts.keys()].map((key) => [key, expand(key)]));
}

function readOrder(): Map<number, number> {
  const order = new Map<number, number>();
  let code = 0;
  for (const entry of ORDER.split(';')) {
    const [gap = 0, length = 0, combining = 0] = numbers(entry);
    code += gap;
    for (const end = code + length; code < end; code++) order.set(code, combining);
  }
  return order;
}

function readCase(): Map<number, number[]> {
  const [runs = '', several = ''] = CASE.split('|');
  const folds = new Map<number, number[]>();
  let code = 0;
  let folded = 0;
  for (const run of runs.split(';')) {
    const [gap = 0, step = 0, count = 0] = numbers(run);
    for (let left = count; left > 0; left--) {
      code += gap;
      folded += step;
      folds.set(code, [folded]);
    }
  }
  for (const entry of several.split(';')) {
    const [source = 0, ...codes] = numbers(entry);
    folds.set(source, codes);
  }
  return folds;
}
