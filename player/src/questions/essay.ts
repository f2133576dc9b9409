import type { QuestionData } from '../course';
import { Fraction } from '../fraction';
import { type Answer, textOf } from './answer';
import { EMPTY, type Outcome, outcome } from './outcome';

/** Something other than spaces of all kinds and characters without a width. */
const WRITTEN = /[^\t\n\v\f\r \x85\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]/;

/** Only whether something was written: a person marks it, or nobody. */
export const mark = (_: QuestionData, answer: Answer | null): Outcome =>
  WRITTEN.test(textOf(answer)) ? outcome(Fraction.ZERO) : EMPTY;
