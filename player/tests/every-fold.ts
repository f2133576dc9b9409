/*
 * How the player folds each code point that does not stay as it is, between two letters: the code point, the folded
 * text, and the one in which capitals stay. Run in Node and in a browser by tests/browser/test_folding.py.
 */
import { fold } from '../src/folding';

type Folded = readonly [code: number, folded: string, cased: string];

function everyFold(): Folded[] {
  const found: Folded[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const text = `a${String.fromCodePoint(code)}b`;
    const folded = fold(text);
    const cased = fold(text, true);
    if (folded !== text || cased !== text) found.push([code, folded, cased]);
  }
  return found;
}

if (typeof document === 'undefined') process.stdout.write(JSON.stringify(everyFold()));
else Object.assign(window, { everyFold });
