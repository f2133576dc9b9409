import type { QuestionData } from '../course';
import type { Answer } from './answer';
import * as choice from './choice';
import * as multiple from './multiple';
import type { Outcome } from './outcome';

/** Regions are marked as the options of a choice where one may be chosen, else as those of a multiple question. */
export const mark = (question: QuestionData, answer: Answer | null): Outcome =>
  question.several ? multiple.mark(question, answer) : choice.mark(question, answer);
