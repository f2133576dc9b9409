/** What a learner gave to a question; null = nothing. The one form that `hornbook/questions/answer.py` describes. */
export type Answer =
  /** Key numbers of what was chosen (0 to 35), ascending. */
  | { readonly keys: readonly number[] }
  /** Typed wording; `cut` when only its beginning (or nothing) survived the room in the LMS. */
  | { readonly text: string; readonly cut?: boolean }
  /**
   * A number for each place. Order: key numbers in the learner's order. Match: for each left side's key number the
   * right side's, or -1. Matrix: for each row's key number a bit mask of the chosen columns' key numbers.
   */
  | { readonly list: readonly number[] }
  /** For each gap's key number what was filled in, or null; `cut` when some of the wording did not survive. */
  | { readonly gaps: readonly (string | null)[]; readonly cut?: boolean };

/** Keys of parts have one character, 0-9 a-z. */
export const MOST_PARTS = 36;
/** Numbers in a list are at most masks of this many bits. */
export const MOST_COLUMNS = 16;

/** A part's key as the answer holds it: 0 to 35. */
export const keyNumber = (key: string): number => Number.parseInt(key, 36);

/** A key number as the page and the LMS have it. */
export const keyCharacter = (number: number): string => number.toString(36);

export const keysOf = (answer: Answer | null): readonly number[] =>
  answer !== null && 'keys' in answer ? answer.keys : [];

export const textOf = (answer: Answer | null): string =>
  answer !== null && 'text' in answer ? answer.text : '';

export const listOf = (answer: Answer | null): readonly number[] =>
  answer !== null && 'list' in answer ? answer.list : [];

export const gapsOf = (answer: Answer | null): readonly (string | null)[] =>
  answer !== null && 'gaps' in answer ? answer.gaps : [];

/** Whether only a part of what was typed was kept. */
export const isCut = (answer: Answer | null): boolean =>
  answer !== null && 'cut' in answer && answer.cut === true;

/** Whether two answers say the same; both in the one form that the page makes and the state keeps. */
export const sameAnswer = (one: Answer | null, other: Answer | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
