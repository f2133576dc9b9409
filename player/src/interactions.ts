import type { Fraction } from './fraction';

/**
 * What an LMS is told about one answer, and how each standard writes it. Limits and forms are those of
 * SCORM 1.2 RTE 3.4.7 and SCORM 2004 RTE 4.2.9, narrowed to what strict systems accept.
 */
export interface Interaction {
  /** `practice` is a session of cards or a game: performance in SCORM 1.2, other in 2004. */
  readonly type:
    | 'choice'
    | 'true-false'
    | 'fill-in'
    | 'long-fill-in'
    | 'numeric'
    | 'matching'
    | 'sequencing'
    | 'practice';
  /** Plain text of the prompt. */
  readonly description: string;
  /**
   * Keys (0-9a-z) for choice, in the learner's order for sequencing; `left.right` for matching; a boolean for
   * true-false, wording for fill-in and practice, a plain decimal for numeric; a list with a fill-in is what stands in its gaps.
   */
  readonly response: readonly string[] | boolean | string;
  /**
   * Right answer: option keys, a boolean, or accepted wordings; one for each gap where the response is a list; of a
   * numeric the lowest, the very and the highest number.
   */
  readonly correct: readonly string[] | boolean;
  /** Of a fill-in: capital letters matter. */
  readonly caseMatters?: boolean;
  /** Points of the question. */
  readonly weighting: number;
  /** Milliseconds the learner took, from the monotonic clock. */
  readonly latency?: number;
}

/** An interaction on its way to the LMS; plain data, so that the journal can keep it. */
export interface PendingInteraction extends Interaction {
  /** Slot of the question or, in practice, of the block. */
  readonly slot: number;
  /** `lesson/question`: stable, printable ASCII without spaces. */
  readonly id: string;
  /** `right`, `wrong`, `neutral`, or the part earned as a decimal between 0 and 1. */
  readonly result: string;
  /** Milliseconds since 1970. */
  readonly moment: number;
}

/** One element to be set: name below `cmi.interactions.n.` and value. */
export type Field = readonly [name: string, value: string];

export function resultOf(earned: Fraction): string {
  const decimal = earned.toDecimal(2);
  return decimal === '1' ? 'right' : decimal === '0' ? 'wrong' : decimal;
}

/** The accepted wordings told to the LMS; more would only cost calls. */
export const MOST_PATTERNS = 5;

/** One line of at most `limit` UTF-16 units, no character cut in half, nothing an LMS takes for markup of its own. */
export function plainLine(text: string, limit: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const line = text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  let cut = line.slice(0, limit);
  if (/[\ud800-\udbff]$/.test(cut)) cut = cut.slice(0, -1);
  return cut;
}

/** SCORM 2004 reads a leading brace as `{lang=..}` and `[,]` as a separator: both are made harmless. */
export function plainLine2004(text: string, limit: number): string {
  const line = plainLine(text, limit).replace(/\[([,.:])\]/g, '($1)');
  return line.startsWith('{') ? ` ${plainLine(line, limit - 1)}` : line;
}

/**
 * The parts of an answer as both standards join them: keys in one fixed order, so that the same choice always reads the
 * same; the keys of a sequence in its own. `dot` stands between the two sides of a pair; only whole parts count.
 */
export function joined(
  { type }: Pick<Interaction, 'type'>,
  parts: readonly string[],
  dot: string,
  comma: string,
  limit: number,
): string {
  const keys =
    type === 'matching'
      ? parts.filter((part) => /^[0-9a-z]\.[0-9a-z]$/.test(part)).map((part) => part.replace('.', dot))
      : type === 'sequencing'
        ? parts.filter((key) => /^[0-9a-z]$/.test(key))
        : sortedKeys(parts);
  let text = '';
  for (const key of keys) {
    const longer = text === '' ? key : text + comma + key;
    if (longer.length > limit) break;
    text = longer;
  }
  return text;
}

/** Keys in one fixed order, so that the same choice always reads the same. */
export function sortedKeys(keys: readonly string[]): string[] {
  return [...new Set(keys)].filter((key) => /^[0-9a-z]$/.test(key)).sort();
}
