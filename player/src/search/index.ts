import { nearTo, partsOf, plain } from './words';

/** `search.js`: for each lesson its id, address, title and blocks, each an id, its heading ('' = none) and its texts. */
type Written = readonly [id: string, address: string, title: string, blocks: readonly (readonly string[])[]];

/** One piece of text of the course. */
export interface Piece {
  readonly lesson: { readonly id: string; readonly address: string; readonly title: string };
  /** Id of the block; '' = the head of the lesson. */
  readonly block: string;
  /** The heading of the block, else its first words. */
  readonly heading: string;
  readonly text: string;
  readonly plain: string;
  readonly isHeading: boolean;
}

export interface Found {
  readonly total: number;
  readonly pieces: readonly Piece[];
  /** The words that were found: those that were asked for, or words of the course that are spelled nearly so. */
  readonly words: readonly string[];
}

/** All pieces of the course, in its order. */
export function piecesOf(lessons: readonly Written[]): Piece[] {
  return lessons.flatMap(([id, address, title, blocks]) => {
    const lesson = { id, address, title };
    return blocks.flatMap(([block = '', ...pieces]) => {
      const heading = pieces.find((text) => text !== '') ?? '';
      return pieces.flatMap((text, position) =>
        text === '' ? [] : [{ lesson, block, heading, text, plain: plain(text), isHeading: position === 0 }],
      );
    });
  });
}

/** The pieces that hold all words: headings first, then where the words begin words, then the others. */
export function look(pieces: readonly Piece[], words: readonly string[], most: number): Found {
  if (words.length === 0) return { total: 0, pieces: [], words };
  const found = pieces.filter((piece) => words.every((word) => piece.plain.includes(word)));
  const begins = (piece: Piece) => words.every((word) => ` ${piece.plain}`.includes(` ${word}`));
  const rank = (piece: Piece) => (begins(piece) ? 0 : 1) - (piece.isHeading ? 2 : 0);
  const sorted = found.map((piece, order) => ({ piece, order, rank: rank(piece) }));
  sorted.sort((one, other) => one.rank - other.rank || one.order - other.order);
  return { total: found.length, pieces: sorted.slice(0, most).map(({ piece }) => piece), words };
}

/** Look for words as they are written; where they are found nowhere, for words of the course with one slip less. */
export function lookNear(pieces: readonly Piece[], words: readonly string[], most: number): Found {
  const found = look(pieces, words, most);
  if (found.total > 0 || words.length === 0) return found;
  const counts = new Map<string, number>();
  for (const piece of pieces)
    for (const word of partsOf(piece.plain)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const asked = words.flatMap(partsOf);
  return look(pieces, [...new Set(asked.map((word) => nearest(word, counts)))], most);
}

/** The most frequent word, or beginning of one, that is spelled nearly like this one; it itself where it is known. */
function nearest(word: string, counts: ReadonlyMap<string, number>): string {
  let [best, most] = [word, 0];
  for (const [known, count] of counts) {
    if (known.includes(word)) return word;
    const near = count > most ? nearTo(word, known) : undefined;
    if (near !== undefined) [best, most] = [near, count];
  }
  return best;
}

let loaded: Promise<readonly Written[]> | null = null;

/** The words of the course, loaded once. */
export function loadWords(fromDisk: boolean, get: typeof fetch): Promise<readonly Written[]> {
  loaded ??= (fromDisk ? byScript() : byFetch(get)).catch((error: unknown) => {
    loaded = null;
    throw error;
  });
  return loaded;
}

async function byFetch(get: typeof fetch): Promise<readonly Written[]> {
  const response = await get('search.js', { credentials: 'same-origin' });
  const text = await response.text();
  if (!response.ok || !text.startsWith('hornbookSearch=')) throw new Error('no words to search in');
  return JSON.parse(text.slice(text.indexOf('['))) as readonly Written[];
}

function byScript(): Promise<readonly Written[]> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = 'search.js';
    script.onload = () => resolve((window as { hornbookSearch?: readonly Written[] }).hornbookSearch ?? []);
    script.onerror = () => {
      script.remove();
      reject(new Error('no words to search in'));
    };
    document.head.append(script);
  });
}
