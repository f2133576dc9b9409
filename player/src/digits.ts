/** What every typed answer needs to know of digits and of how languages write numbers. */

import { apostrophe, comma, point, zeros } from '../../hornbook/numerals.json';

/** How a language writes decimals: comma; point, with commas between thousands; point, with apostrophes. */
export type Convention = 'comma' | 'point' | 'apostrophe';

const CONVENTIONS: ReadonlyMap<string, Convention> = new Map(
  Object.entries({ comma, point, apostrophe }).flatMap(([name, langs]) =>
    langs.split(' ').map((lang): [string, Convention] => [lang, name as Convention]),
  ),
);
/** A digit of any script -> 0-9. */
const DIGITS: ReadonlyMap<string, string> = new Map(
  [...zeros].flatMap((zero) =>
    [...'0123456789'].map((digit): [string, string] => [
      String.fromCodePoint((zero.codePointAt(0) as number) + Number(digit)),
      digit,
    ]),
  ),
);

/** How a language writes decimals; undefined where that is not known. */
export function convention(lang: string): Convention | undefined {
  const [language = '', ...rest] = lang.toLowerCase().split('-');
  const region = rest.find((part) => part.length === 2 || /^[0-9]+$/.test(part)) ?? '';
  return CONVENTIONS.get(`${language}-${region}`) ?? CONVENTIONS.get(language);
}

/** A character; of a digit of any script, the one of 0-9. */
export const plainDigit = (character: string): string => DIGITS.get(character) ?? character;

/** Whether a character is a digit of some script, as folded text has it. */
export const isDigit = (character: string): boolean =>
  (character >= '0' && character <= '9') || DIGITS.has(character);

/** Whether a text has more characters (code points) than `most`. */
export const isLonger = (text: string, most: number): boolean =>
  text.length > most && (text.length > 2 * most || [...text].length > most);
