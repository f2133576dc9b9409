import type { QuestionData, QuestionType } from '../course';
import type { Answer } from '../state/model';
import * as choice from './choice';
import { type Input, line, options } from './input';
import * as multiple from './multiple';
import type { Outcome } from './outcome';
import * as short from './short';
import * as trueFalse from './true-false';

interface Type {
  mark(question: QuestionData, answer: Answer | null): Outcome;
  readonly input: Input;
}

/** One module for each type of question, under the word that names it everywhere. */
const TYPES: Record<QuestionType, Type> = {
  choice: { ...choice, input: options },
  multiple: { ...multiple, input: options },
  'true-false': { ...trueFalse, input: options },
  short: { ...short, input: line },
};

/** Mark an answer, as the question's type says. */
export const mark = (question: QuestionData, answer: Answer | null): Outcome =>
  TYPES[question.type].mark(question, answer);

/** Where the learner answers a question. */
export const inputOf = (question: QuestionData): Input => TYPES[question.type].input;
