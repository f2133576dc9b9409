import { answeredRight, certaintyMark, type Rules, type StateOf } from './attempt';
import type { QuestionData } from './course';
import { Fraction } from './fraction';

/** How well a learner knew what they knew. */
export interface Calibration {
  /** How many answers were given with certainty 1, 2 and 3, and how many of them were right. */
  readonly answers: readonly number[];
  readonly right: readonly number[];
  /** The sum of their certainty marks, which may be below 0: for the learner alone, never for an LMS. */
  readonly marks: Fraction;
  /** Slots of questions answered wrong with the highest certainty, to be looked at first. */
  readonly sureButWrong: readonly number[];
}

/** Certainty and truth of the marked answers in which the learner said how sure they were. */
export function calibration(quiz: Rules, questions: readonly QuestionData[], stateOf: StateOf): Calibration {
  const answers = [0, 0, 0];
  const right = [0, 0, 0];
  const sureButWrong: number[] = [];
  let marks = Fraction.ZERO;
  for (const question of questions) {
    const { slot } = question;
    const { marked, tries, certainty } = stateOf(slot);
    if (!marked || tries === 0 || certainty === 0) continue;
    const at = certainty - 1;
    answers[at] = (answers[at] ?? 0) + 1;
    const truth = answeredRight(quiz, question, stateOf(slot));
    if (truth.equals(Fraction.ONE)) right[at] = (right[at] ?? 0) + 1;
    marks = marks.plus(certaintyMark(truth, certainty));
    if (certainty === 3 && truth.equals(Fraction.ZERO)) sureButWrong.push(slot);
  }
  return { answers, right, marks, sureButWrong };
}
