import { penalty, type Rules, triesAllowed } from '../attempt';
import { Fraction } from '../fraction';
import { fractionOf } from '../homes/lti/session';
import type { Texts } from '../strings';
import type { QuestionFace } from './question';
import { earnedPoints } from './quiz-result';
import { type Asked, outcomeOf } from './quiz-told';

/** Say how the answer to a question was marked, as far as that is released; `rules` are those of an attempt still open. */
export function showVerdict(face: QuestionFace, asked: Asked, rules: Rules | null, texts: Texts): void {
  const { answer, outcome, again, reveal, data } = asked;
  if (again !== null) {
    face.askAgain(outcomeOf(again));
    return;
  }
  if (data.byHand && asked.tries > 0 && !asked.marked) {
    face.thank(reveal);
    return;
  }
  if (outcome === null && !reveal) return;
  const earned = fractionOf(asked.earned) ?? Fraction.ZERO;
  // What tries before a right answer have cost does not make it wrong.
  const right = outcome === null || data.byHand ? earned : (fractionOf(outcome.fraction) ?? earned);
  const marked = outcome === null ? undefined : outcomeOf(outcome);
  const more =
    rules === null || asked.over
      ? right.equals(earned)
        ? ''
        : earnedPoints(data, earned, texts)
      : whatIsLeft(asked, rules, texts);
  face.show(answer, { earned: right, reveal, feedback: true, more }, marked);
}

/** How many tries are left, and what the next one is worth. */
function whatIsLeft({ data, tries }: Asked, rules: Rules, texts: Texts): string {
  const words: string[] = [];
  const allowed = triesAllowed(rules, data);
  if (allowed !== null && rules.mode !== 'exam') words.push(texts.count('tries-left', allowed - tries));
  const cost = penalty(rules, data);
  if (cost.compare(Fraction.ZERO) > 0) {
    const worth = Fraction.ONE.minus(cost.times(Fraction.of(tries)));
    const most = worth.compare(Fraction.ZERO) > 0 ? worth : Fraction.ZERO;
    words.push(texts('next-worth', { percent: Number(most.toPercent()) }));
  }
  return words.join(' ');
}
