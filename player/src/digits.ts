/** What every typed answer needs to know of digits. */

import { zeros } from '../../hornbook/numerals.json';

/** A digit of any script -> 0-9. */
const DIGITS: ReadonlyMap<string, string> = new Map(
  [...zeros].flatMap((zero) =>
    [...'0123456789'].map((digit): [string, string] => [
      String.fromCodePoint((zero.codePointAt(0) as number) + Number(digit)),
      digit,
    ]),
  ),
);

/** A character; of a digit of any script, the one of 0-9. */
export const plainDigit = (character: string): string => DIGITS.get(character) ?? character;

/** Whether a character is a digit of some script, as folded text has it. */
export const isDigit = (character: string): boolean =>
  (character >= '0' && character <= '9') || DIGITS.has(character);

/** Whether a text has more characters (code points) than `most`. */
export const isLonger = (text: string, most: number): boolean =>
  text.length > most && (text.length > 2 * most || [...text].length > most);
