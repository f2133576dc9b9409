import type { GapData, QuestionData } from '../course';
import { Fraction } from '../fraction';
import { mark as markOne } from '.';
import { type Answer, gapsOf, keyNumber } from './answer';
import { byParts, EMPTY, type Notice, type Outcome, outcome } from './outcome';

/** Which notice is that of the whole: what may be said before anything is marked, then what asks again, then the rest. */
const URGENCY: readonly Notice[] = ['unreadable', 'ambiguous', 'unit-missing', 'near', 'unit'];

/** The share of the gaps that are filled in right; the most urgent of their notices is that of the whole. */
export function mark(question: QuestionData, answer: Answer | null): Outcome {
  const marked = outcomes(question, answer);
  if (marked.every(({ empty }) => empty)) return EMPTY;
  const notice = URGENCY.find((each) => marked.some((one) => one.notice === each)) ?? '';
  const matched = new Set(marked.flatMap((one) => (one.matched === null ? [] : [one.matched])));
  const rejects = [...matched].sort((one, other) => one - other);
  return { ...byParts(marked.map(isRight), question.scoring), notice, rejects };
}

/** How each gap is marked, as a short or number question would be. */
export function outcomes(question: QuestionData, answer: Answer | null): Outcome[] {
  const given = gapsOf(answer);
  return (question.gaps ?? []).map((gap) => markGap(question, gap, given[keyNumber(gap.key)] ?? ''));
}

function markGap(question: QuestionData, gap: GapData, given: string): Outcome {
  if (given === '') return EMPTY;
  if (gap.choices !== undefined) {
    const picked = gap.choices.find(({ key }) => key === given);
    if (picked === undefined) return EMPTY;
    return outcome(picked.right ? Fraction.ONE : Fraction.ZERO, { matched: picked.reject ?? null });
  }
  return markOne(questionOf(question, gap), { text: given });
}

/** A gap to type into as the short or number question that it is. */
export function questionOf(
  question: QuestionData,
  { number, accept = [], reject = [] }: GapData,
): QuestionData {
  return { ...question, type: number ? 'number' : 'short', accept, reject };
}

const isRight = ({ fraction }: Outcome): boolean => fraction.equals(Fraction.ONE);
