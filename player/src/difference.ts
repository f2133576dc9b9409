import { fold } from './folding';

/** A piece of one of two texts: in both, or in this one alone. */
export interface Piece {
  readonly text: string;
  readonly same: boolean;
}

export interface Difference {
  readonly typed: readonly Piece[];
  readonly answer: readonly Piece[];
}

/** Longer texts are compared by words, and their ends as a whole. */
const MOST_PARTS = 200;
/** Words that share so much of their letters are compared letter by letter, others as a whole. */
const ALIKE = 0.5;

/** Whether a typed answer says the same as one of the accepted wordings. */
export function isAccepted(typed: string, accepted: readonly string[]): boolean {
  const folded = fold(typed);
  return accepted.some((wording) => fold(wording) === folded);
}

/** The accepted wording that is nearest to what was typed. */
export function nearest(typed: string, accepted: readonly string[]): string {
  const likeness = (wording: string) => alike([...fold(typed)], [...fold(wording)]);
  return accepted.reduce((best, wording) => (likeness(wording) > likeness(best) ? wording : best));
}

/** Where two texts part: by words, and by letters inside words that are nearly the same. */
export function difference(typed: string, answer: string): Difference {
  const left = wordsOf(typed);
  const right = wordsOf(answer);
  const pairs = common(left, right);
  const result = { typed: [] as Piece[], answer: [] as Piece[] };
  let [from, to] = [0, 0];
  for (const [at, other] of [...pairs, [left.length, right.length] as const]) {
    between(left.slice(from, at), right.slice(to, other), result);
    if (at < left.length) {
      result.typed.push({ text: left[at] as string, same: true });
      result.answer.push({ text: right[other] as string, same: true });
    }
    [from, to] = [at + 1, other + 1];
  }
  return { typed: joined(result.typed), answer: joined(result.answer) };
}

/** Words that are not in both texts: pairs that are nearly the same are told apart by letters. */
function between(
  left: readonly string[],
  right: readonly string[],
  into: { typed: Piece[]; answer: Piece[] },
): void {
  const typed = [...left.join('')];
  const answer = [...right.join('')];
  if (alike(typed.map(foldPart), answer.map(foldPart)) < ALIKE) {
    into.typed.push(...whole(typed.join('')));
    into.answer.push(...whole(answer.join('')));
    return;
  }
  const pairs = common(typed, answer);
  const kept = [new Set(pairs.map(([at]) => at)), new Set(pairs.map(([, other]) => other))] as const;
  into.typed.push(...typed.map((text, at) => ({ text, same: kept[0].has(at) })));
  into.answer.push(...answer.map((text, at) => ({ text, same: kept[1].has(at) })));
}

/** Words of one text alone; the space behind them is nobody's fault. */
function whole(words: string): Piece[] {
  const bare = words.trimEnd();
  return [
    { text: bare, same: false },
    { text: words.slice(bare.length), same: true },
  ];
}

/** The share of parts that two lists have in common, in order. */
function alike(left: readonly string[], right: readonly string[]): number {
  const longer = Math.max(left.length, right.length);
  return longer === 0 ? 1 : common(left, right).length / longer;
}

/** Pairs of positions of the longest list of parts that both have, in order. */
function common(left: readonly string[], right: readonly string[]): (readonly [number, number])[] {
  const one = left.slice(0, MOST_PARTS).map(foldPart);
  const other = right.slice(0, MOST_PARTS).map(foldPart);
  const lengths = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1));
  const length = (row: number, column: number) => lengths[row]?.[column] ?? 0;
  for (let row = one.length - 1; row >= 0; row--) {
    for (let column = other.length - 1; column >= 0; column--) {
      (lengths[row] as Uint16Array)[column] =
        one[row] === other[column]
          ? length(row + 1, column + 1) + 1
          : Math.max(length(row + 1, column), length(row, column + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let row = 0, column = 0; row < one.length && column < other.length; ) {
    if (one[row] === other[column]) pairs.push([row++, column++]);
    else if (length(row + 1, column) >= length(row, column + 1)) row++;
    else column++;
  }
  return pairs;
}

/** Words with the space after them, so that joined they are the text again. */
const wordsOf = (text: string): string[] => text.trim().match(/\S+\s*/g) ?? [];

/** A space keeps itself, which folding would drop. */
const foldPart = (part: string): string => fold(part) || part;

function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const { text, same } of pieces) {
    const last = result[result.length - 1];
    if (text === '') continue;
    if (last?.same === same) result[result.length - 1] = { text: last.text + text, same };
    else result.push({ text, same });
  }
  return result;
}
