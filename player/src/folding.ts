/**
 * Text as the marker compares it: accents, case, dashes, quotes and spaces written one way.
 *
 * The same steps as `hornbook/folding.py`, and the same result for every code point. `String.normalize` and
 * `toLowerCase` follow the browser's version of Unicode, and then two graders could differ. So they are asked only about
 * code points of which all versions say the same; the table lists them, and holds the rest.
 */

import { CASE, DECOMPOSE, KNOWN_CAPITALS, KNOWN_PARTS, ORDER } from './folding-table';

const HANGUL_FIRST = 0xac00;
const HANGUL_COUNT = 11172;

interface Table {
  /** Code point -> the code points it stands for; none where it is dropped. A part may have an entry of its own. */
  decompose: Map<number, number[]>;
  /** Code points that the browser decomposes. */
  knownParts: Map<number, number>;
  /** Mark -> canonical combining class, where that is not 0. */
  order: Map<number, number>;
  /** Code point that does not decompose -> its case-folded form. */
  case: Map<number, number[]>;
  /** Code points that the browser writes small. */
  knownCapitals: Map<number, number>;
}

let made: Table | undefined;

function theTable(): Table {
  made ??= {
    decompose: readDecompose(),
    knownParts: readRuns(KNOWN_PARTS),
    order: readRuns(ORDER),
    case: readCase(),
    knownCapitals: readRuns(KNOWN_CAPITALS),
  };
  return made;
}

/** The text as it is compared; where `caseMatters`, capitals stay apart from small letters. */
export function fold(text: string, caseMatters = false): string {
  const table = theTable();
  const parts: number[] = [];
  for (const character of text) parts.push(...decompose(character.codePointAt(0) as number, table));
  putMarksInOrder(parts, table.order);
  let folded = '';
  for (const part of parts) folded += caseMatters ? String.fromCodePoint(part) : small(part, table);
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

/** What a code point stands for, down to the last. */
function decompose(code: number, table: Table): number[] {
  const own = table.decompose.get(code);
  const isSyllable = code >= HANGUL_FIRST && code < HANGUL_FIRST + HANGUL_COUNT;
  const parts =
    own ?? (isSyllable || table.knownParts.has(code) ? partsOf(String.fromCodePoint(code)) : [code]);
  return parts.flatMap((part) => (part === code ? [part] : decompose(part, table)));
}

/** What the browser says that a character stands for. */
function partsOf(character: string): number[] {
  let parts = '';
  for (const part of character.normalize('NFD')) {
    const plain = part.normalize('NFKD');
    // A lone accent stays whole; "1 1/2" is how a learner types a number with U+00BD.
    if (/^ ./.test(plain)) parts += part;
    else parts += /.\u2044/.test(plain) ? ` ${plain}` : plain;
  }
  return Array.from(parts, (part) => part.codePointAt(0) as number);
}

function small(part: number, table: Table): string {
  const own = table.case.get(part);
  if (own !== undefined) return String.fromCodePoint(...own);
  const character = String.fromCodePoint(part);
  return table.knownCapitals.has(part) ? character.toLowerCase() : character;
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
  return parts;
}

/** Each code point of the runs, with the number of its run. */
function readRuns(text: string): Map<number, number> {
  const runs = new Map<number, number>();
  let code = 0;
  for (const entry of text.split(';')) {
    const [gap = 0, length = 0, value = 0] = numbers(entry);
    code += gap;
    for (const end = code + length; code < end; code++) runs.set(code, value);
  }
  return runs;
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
