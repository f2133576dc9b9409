import { Fraction } from '../fraction';
import {
  type Answer,
  gapsOf,
  isCut,
  keyCharacter,
  keyNumber,
  MOST_COLUMNS,
  MOST_PARTS,
} from '../questions/answer';
import {
  ALPHABET,
  BitReader,
  Broken,
  crc32,
  fixed,
  fromCharacters,
  gamma,
  golomb,
  toCharacters,
} from './bits';
import { type Certainty, type CourseState, emptyState, type Level, type QuestionState } from './model';

/*
 * The learner's state as one line of text for suspend_data.
 *
 *   text     = "2" attempt(8) package(4) body "." check(6)        all from A-Z a-z 0-9 - _ and the one dot
 *   package  = the highest 24 bits of the CRC-32 of the package's id;   check = CRC-32 of all before the dot
 *   body     = revision questions quizzes level place cards wording seen, in bits, six a character
 *
 *   revision = golomb8
 *   list     = gamma(count + 1), then each entry: gamma(slot - slot before), then
 *     question = gamma(min(tries, 30) + 1) fraction(earned) marked:1 golomb5(recorded + 1) answer
 *                (0 | 1 certainty:2 flagged:1)
 *     quiz     = gamma(min(attempt, 1022)) seed:32 gamma(min(handed in, 1022) + 1) open:1 (0 | 1 fraction(score))
 *                (0 | 1 golomb8(seconds spent))
 *     card     = word:32
 *     wording  = cut:1, then golomb4(bytes) and 8 bits a byte for each wording of the answer of this slot
 *     seen     = nothing more
 *   answer   = 0 none | 10 keys | 110 typed | 1110 list | 1111 gaps
 *     keys   = golomb2(length) and length - 1 bits: key 0, 1, ...; length = highest key + 1 (itself chosen, so not
 *              written), 0 when nothing was chosen
 *     list   = gamma(count + 1) width:5, then each number + 1 in so many bits
 *     gaps   = gamma(count + 1), then each gap: 0 blank | 10 one character 0-9a-z in 6 bits | 11 a wording
 *   fraction = 0 for 0 | 10 for 1 | 11 gamma(denominator - 1) and numerator - 1 in as many bits as denominator - 2 has
 *   level    = 2 bits;   place = 0 | 1 gamma(lesson) gamma(block + 1)
 *
 * Every list tells its own length and slots: a course that gained or lost items reads it all the same. Room is
 * given in the order of the body; what does not fit is left out from the end of that order, questions, quizzes
 * and level never. `packager/state_budget.py` computes the length of the longest text by these same widths:
 * change both together, and the version with them. Version 1, which is still read, had 11 for typed, no lists and
 * gaps, and nothing after the answer and after the score.
 */

const VERSION = '2';
const WITHOUT_LISTS = '1';
const MOST_TRIES = 30;
const MOST_ATTEMPTS = 1022;
/** A day, which is more than an author may give to an attempt. */
const MOST_SECONDS = 86_400;
/** Bits of a denominator; the mean of many unlike attempts can have more, and is kept nearly then. */
const MOST_BITS = 96;
const HIGHEST_KEY = MOST_PARTS - 1;
const HIGHEST_NUMBER = 2 ** MOST_COLUMNS - 1;
const HIGHEST_SLOT = 0x7fffffff;
/** Bytes kept of each typed answer in suspend_data; the local journal keeps all. */
export const WORDING_BYTES = 16;
/** Bytes of each typed answer at most, where room is left when all else is kept. */
export const SPARE_BYTES = 8000;

export interface Room {
  /** Characters, Infinity for the journal. */
  readonly limit: number;
  /** Bytes of each typed answer. */
  readonly wording: number;
  /** Bytes of each typed answer at most where everything else has found room; without it no more than `wording`. */
  readonly spare?: number;
}

export interface Encoded {
  readonly text: string;
  /** False when even what is never dropped is longer than the limit: the text must not be sent. */
  readonly fits: boolean;
  /** How many entries of each list were left out. */
  readonly dropped: { readonly cards: number; readonly wording: number; readonly seen: number };
}

export type Decoded =
  | { readonly state: CourseState; readonly fault?: never }
  | { readonly state: null; readonly fault: 'empty' | 'unreadable' | 'other-course' | 'newer' };

type Entry = readonly [slot: number, bits: string];

export function encodeState(state: CourseState, packageId: string, room: Room): Encoded {
  const head = VERSION + state.attempt + packageTag(packageId);
  const limit = (room.limit - head.length - '.'.length - CHECK_LENGTH) * 6;
  let bits =
    golomb(state.revision, 8) +
    list(entries(state.questions, questionBits)) +
    list(
      entries(state.quizzes, (quiz) => {
        const score = quiz.score === null ? '0' : `1${fractionBits(quiz.score)}`;
        const attempt = gamma(Math.max(1, Math.min(quiz.attempt, MOST_ATTEMPTS)));
        const handedIn = gamma(Math.min(quiz.handedIn, MOST_ATTEMPTS) + 1);
        const spent = quiz.spent ? `1${golomb(Math.min(quiz.spent, MOST_SECONDS), 8)}` : '0';
        return attempt + fixed(quiz.seed >>> 0, 32) + handedIn + (quiz.open ? '1' : '0') + score + spent;
      }),
    ) +
    fixed(state.level, 2);
  const place = state.place === null ? '0' : `1${gamma(state.place.lesson)}${gamma(state.place.block + 1)}`;
  // Three lists follow, each at least one bit long.
  bits += bits.length + place.length + 3 <= limit ? place : '0';

  // The cards last seen are the likeliest to be needed next; sorting is stable, so equal days keep slot order.
  const cards = entries(state.cards, (word) => fixed(word >>> 0, 32));
  const lastDay = (slot: number) => ((state.cards.get(slot) ?? 0) >>> 2) & 0x3fff;
  const keptCards = fitting(
    [...cards].sort((one, other) => lastDay(other[0]) - lastDay(one[0])),
    limit - bits.length - 2,
  );
  bits += list(keptCards);
  const seen = [...state.seen].sort(ascending).map((slot): Entry => [slot, '']);
  const wordingsOf = (most: number) =>
    entries(state.questions, (question) => wordingBits(question.answer, most));
  const wordings = wordingsOf(mostBytes(state, room, wordingsOf, limit - bits.length - list(seen).length));
  const keptWordings = fitting(wordings, limit - bits.length - 1);
  bits += list(keptWordings);
  const keptSeen = fitting(seen, limit - bits.length);
  bits += list(keptSeen);

  const text = head + toCharacters(bits);
  return {
    text: `${text}.${check(text)}`,
    fits: bits.length <= limit,
    dropped: {
      cards: cards.length - keptCards.length,
      wording: wordings.length - keptWordings.length,
      seen: seen.length - keptSeen.length,
    },
  };
}

/** Never throws: whatever an LMS gives back is either a whole state of this course or a named fault. */
export function decodeState(text: string, packageId: string): Decoded {
  if (text === '') return { state: null, fault: 'empty' };
  const whole = /^(\d)([\w-]{8})([\w-]{4})([\w-]*)\.([\w-]{6})$/.exec(text);
  if (whole === null) return { state: null, fault: 'unreadable' };
  const [, version, attempt = '', tag, body = '', sum] = whole;
  if (sum !== check(text.slice(0, -7))) return { state: null, fault: 'unreadable' };
  if (version !== VERSION && version !== WITHOUT_LISTS) return { state: null, fault: 'newer' };
  if (tag !== packageTag(packageId)) return { state: null, fault: 'other-course' };
  try {
    return { state: readBody(attempt, new BitReader(fromCharacters(body)), version) };
  } catch {
    // A right checksum over a wrong body: written by a program that is not ours.
    return { state: null, fault: 'unreadable' };
  }
}

/** A new name for an attempt: 48 bits of chance. */
export function freshAttempt(random: () => number): string {
  let name = '';
  while (name.length < 8) name += ALPHABET.charAt(random() & 63);
  return name;
}

const CHECK_LENGTH = 6;

function check(text: string): string {
  return toCharacters(fixed(crc32(text), 36));
}

function packageTag(packageId: string): string {
  return toCharacters(fixed(crc32(packageId) >>> 8, 24));
}

function ascending(one: number, other: number): number {
  return one - other;
}

/** Entries by slot; what is not a slot of a lock file is left out rather than spoiling the rest. */
function entries<T>(map: ReadonlyMap<number, T>, bits: (value: T) => string | null): Entry[] {
  const found: Entry[] = [];
  for (const slot of [...map.keys()].sort(ascending)) {
    const text = bits(map.get(slot) as T);
    if (text !== null && Number.isInteger(slot) && slot >= 1 && slot <= HIGHEST_SLOT)
      found.push([slot, text]);
  }
  return found;
}

function list(items: readonly Entry[]): string {
  let bits = gamma(items.length + 1);
  let before = 0;
  for (const [slot, entry] of items) {
    bits += gamma(slot - before) + entry;
    before = slot;
  }
  return bits;
}

/** As many of the first items as fit into `room` bits as a list, in slot order. */
function fitting(items: readonly Entry[], room: number): Entry[] {
  const first = (count: number) => items.slice(0, count).sort((one, other) => one[0] - other[0]);
  if (list(first(items.length)).length <= room) return first(items.length);
  let fits = 0;
  let over = items.length;
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (list(first(middle)).length <= room) fits = middle;
    else over = middle;
  }
  return first(fits);
}

/** How many bytes of each typed answer are kept: more than usual, such as of an essay, where all else has found room. */
function mostBytes(
  state: CourseState,
  { wording, spare = wording }: Room,
  entriesOf: (most: number) => Entry[],
  bits: number,
): number {
  const isLong = ({ answer }: QuestionState) => wordings(answer).some((text) => text.length * 3 > wording);
  if (spare <= wording || ![...state.questions.values()].some(isLong)) return wording;
  const fits = (most: number) => list(entriesOf(most)).length <= bits;
  let [enough, over] = [wording, spare + 1];
  if (!fits(enough)) return wording;
  while (over - enough > 1) {
    const middle = (enough + over) >> 1;
    if (fits(middle)) enough = middle;
    else over = middle;
  }
  return enough;
}

function questionBits(question: QuestionState): string {
  return (
    gamma(Math.min(question.tries, MOST_TRIES) + 1) +
    fractionBits(question.earned) +
    (question.marked ? '1' : '0') +
    golomb(Math.max(question.recorded, -1) + 1, 5) +
    answerBits(question.answer) +
    (question.certainty > 0 || question.flagged
      ? `1${fixed(question.certainty, 2)}${question.flagged ? '1' : '0'}`
      : '0')
  );
}

function answerBits(answer: Answer | null): string {
  if (answer === null) return '0';
  if ('text' in answer) return '110';
  if ('list' in answer) return `1110${listBits(answer.list)}`;
  if ('gaps' in answer) return `1111${gapsBits(answer.gaps)}`;
  const length = Math.max(-1, ...answer.keys.filter((key) => key <= HIGHEST_KEY)) + 1;
  let bits = `10${golomb(length, 2)}`;
  for (let key = 0; key < length - 1; key++) bits += answer.keys.includes(key) ? '1' : '0';
  return bits;
}

function listBits(list: readonly number[]): string {
  const numbers = list
    .slice(0, MOST_PARTS)
    .map((number) => (Number.isInteger(number) && number >= 0 && number <= HIGHEST_NUMBER ? number + 1 : 0));
  const width = bitLength(BigInt(Math.max(0, ...numbers)));
  return gamma(numbers.length + 1) + fixed(width, 5) + numbers.map((number) => fixed(number, width)).join('');
}

/** A gap's one character, such as the key of what was picked from its list, needs no wording. */
const SHORT_GAP = /^[0-9a-z]$/;

function gapsBits(gaps: readonly (string | null)[]): string {
  const kept = gaps.slice(0, MOST_PARTS);
  return (
    gamma(kept.length + 1) +
    kept
      .map((gap) => (gap === null ? '0' : SHORT_GAP.test(gap) ? `10${fixed(keyNumber(gap), 6)}` : '11'))
      .join('')
  );
}

function fractionBits(exact: Fraction): string {
  const value = bitLength(exact.denominator) > MOST_BITS ? exact.near(MOST_BITS) : exact;
  if (value.compare(Fraction.ZERO) <= 0) return '0';
  if (value.compare(Fraction.ONE) >= 0) return '10';
  const width = bitLength(value.denominator - 2n);
  return `11${gamma(value.denominator - 1n)}${fixed(value.numerator - 1n, width)}`;
}

function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

/** What of an answer is kept as wording, and may be left out. */
function wordings(answer: Answer | null): string[] {
  if (answer !== null && 'text' in answer) return [answer.text];
  return gapsOf(answer)
    .slice(0, MOST_PARTS)
    .filter((gap) => gap !== null)
    .filter((gap) => !SHORT_GAP.test(gap));
}

/** null when the answer has no wording to keep. */
function wordingBits(answer: Answer | null, most: number): string | null {
  const texts = wordings(answer);
  if (texts.length === 0 || (isCut(answer) && texts.every((text) => text === ''))) return null;
  let cut = isCut(answer);
  let bits = '';
  for (const text of texts) {
    const bytes = new TextEncoder().encode(text);
    let length = Math.min(bytes.length, most);
    // Never cut inside a character: bytes 10xxxxxx go on with the one before.
    while (length < bytes.length && length > 0 && ((bytes[length] as number) & 0xc0) === 0x80) length--;
    cut ||= length < bytes.length;
    bits += golomb(length, 4);
    for (const byte of bytes.subarray(0, length)) bits += fixed(byte, 8);
  }
  return (cut ? '1' : '0') + bits;
}

function readBody(attempt: string, bits: BitReader, version = VERSION): CourseState {
  const state = emptyState(attempt);
  state.revision = bits.golomb(8);
  readList(bits, (slot) => {
    state.questions.set(slot, {
      tries: bits.gamma() - 1,
      earned: readFraction(bits),
      marked: bits.flag(),
      recorded: bits.golomb(5) - 1,
      answer: readAnswer(bits, version),
      ...(version === WITHOUT_LISTS ? UNSAID : readMarks(bits)),
    });
  });
  readList(bits, (slot) => {
    state.quizzes.set(slot, {
      attempt: bits.gamma(),
      seed: bits.fixed(32),
      handedIn: bits.gamma() - 1,
      open: bits.flag(),
      score: bits.flag() ? readFraction(bits) : null,
      ...(version !== WITHOUT_LISTS && bits.flag() ? { spent: bits.golomb(8) } : {}),
    });
  });
  state.level = readLevel(bits);
  if (bits.flag()) state.place = { lesson: bits.gamma(), block: bits.gamma() - 1 };
  readList(bits, (slot) => state.cards.set(slot, bits.fixed(32)));
  readList(bits, (slot) => {
    const question = state.questions.get(slot);
    if (question === undefined) throw new Broken();
    state.questions.set(slot, { ...question, answer: readWording(bits, question.answer) });
  });
  readList(bits, (slot) => state.seen.add(slot));
  return state;
}

function readList(bits: BitReader, read: (slot: number) => void): void {
  let slot = 0;
  for (let left = bits.gamma() - 1; left > 0; left--) {
    slot += bits.gamma();
    if (slot > HIGHEST_SLOT) throw new Broken();
    read(slot);
  }
}

function readFraction(bits: BitReader): Fraction {
  if (!bits.flag()) return Fraction.ZERO;
  if (!bits.flag()) return Fraction.ONE;
  const denominator = bits.bigGamma() + 1n;
  const numerator = bits.bigFixed(bitLength(denominator - 2n)) + 1n;
  if (numerator >= denominator) throw new Broken();
  return Fraction.of(numerator, denominator);
}

const UNSAID = { certainty: 0, flagged: false } as const;

function readMarks(bits: BitReader): Pick<QuestionState, 'certainty' | 'flagged'> {
  return bits.flag() ? { certainty: bits.fixed(2) as Certainty, flagged: bits.flag() } : UNSAID;
}

function readAnswer(bits: BitReader, version: string): Answer | null {
  if (!bits.flag()) return null;
  if (!bits.flag()) return { keys: readKeys(bits) };
  // The wording, if there was room for it, comes later.
  if (version === WITHOUT_LISTS || !bits.flag()) return { text: '', cut: true };
  return bits.flag() ? readGaps(bits) : { list: readNumbers(bits) };
}

function readKeys(bits: BitReader): number[] {
  const length = bits.golomb(2);
  if (length > HIGHEST_KEY + 1) throw new Broken();
  return Array.from({ length }, (_, key) => key).filter((key) => key === length - 1 || bits.flag());
}

function readNumbers(bits: BitReader): number[] {
  const length = readLength(bits);
  const width = bits.fixed(5);
  return Array.from({ length }, () => {
    const number = bits.fixed(width) - 1;
    if (number > HIGHEST_NUMBER) throw new Broken();
    return number;
  });
}

function readGaps(bits: BitReader): Answer {
  let cut = false;
  const gaps = Array.from({ length: readLength(bits) }, () => {
    if (!bits.flag()) return null;
    if (bits.flag()) {
      cut = true;
      return '';
    }
    const key = bits.fixed(6);
    if (key > HIGHEST_KEY) throw new Broken();
    return keyCharacter(key);
  });
  return cut ? { gaps, cut } : { gaps };
}

function readLength(bits: BitReader): number {
  const length = bits.gamma() - 1;
  if (length > MOST_PARTS) throw new Broken();
  return length;
}

/** The answer with its wording, which stands where it was left out. */
function readWording(bits: BitReader, answer: Answer | null): Answer {
  if (answer === null || !('text' in answer || 'gaps' in answer)) throw new Broken();
  const cut = bits.flag();
  if ('text' in answer) {
    const text = readText(bits);
    return cut ? { text, cut } : { text };
  }
  const gaps = answer.gaps.map((gap) => (gap === '' ? readText(bits) : gap));
  return cut ? { gaps, cut } : { gaps };
}

function readText(bits: BitReader): string {
  const bytes = Uint8Array.from({ length: Math.min(bits.golomb(4), 100_000) }, () => bits.fixed(8));
  return new TextDecoder().decode(bytes);
}

function readLevel(bits: BitReader): Level {
  const level = bits.fixed(2);
  if (level === 3) throw new Broken();
  return level as Level;
}
