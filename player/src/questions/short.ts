import type { QuestionData } from '../course';
import { isLonger } from '../digits';
import { fold, withoutAccents } from '../folding';
import { Fraction } from '../fraction';
import { type Answer, textOf } from './answer';
import { EMPTY, type Outcome, outcome } from './outcome';
import { isNear } from './spelling';

/** A longer text is no answer, and is not looked into; folding makes some texts shorter. */
const MOST_READ = 1000;

/** How strictly words are compared. */
type Spelling = Pick<QuestionData, 'case' | 'accents' | 'typos'>;

/** Mark the typed words; `matched` is the expected wrong answer. */
export function mark(how: QuestionData, answer: Answer | null): Outcome {
  const { accept = [], reject = [] } = how;
  const text = textOf(answer);
  if (isLonger(text, MOST_READ)) return outcome(Fraction.ZERO, { notice: 'unreadable' });
  const given = compared(text, how);
  if (given === '') return EMPTY;
  const accepted = accept.map((wording) => comparedKey(wording, how));
  if (accepted.includes(given)) return outcome(Fraction.ONE);
  const isGiven = (variant: string) => comparedKey(variant, how) === given;
  const matched = reject.findIndex((variants) => variants.some(isGiven));
  if (matched >= 0) return outcome(Fraction.ZERO, { matched });
  if (how.typos === 'refuse' || !accepted.some((wording) => isSlip(given, wording, how)))
    return outcome(Fraction.ZERO);
  return how.typos === 'accept' ? outcome(Fraction.ONE) : outcome(Fraction.ZERO, { notice: 'near' });
}

/** Where capitals matter, a wrong one is what was asked for and no slip. */
const isSlip = (given: string, accepted: string, how: Spelling): boolean =>
  isNear(given, accepted) && !(how.case === true && fold(given) === fold(accepted));

function compared(text: string, how: Spelling): string {
  const folded = fold(text, how.case);
  return how.accents === 'ignore' ? withoutAccents(folded) : folded;
}

const known = new Map<string, string>();

/** Authors' words are folded once. */
function comparedKey(text: string, how: Spelling): string {
  const key = `${how.case === true} ${how.accents} ${text}`;
  let folded = known.get(key);
  if (folded === undefined) {
    folded = compared(text, how);
    known.set(key, folded);
  }
  return folded;
}
