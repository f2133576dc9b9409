import type { QuestionData, QuestionType } from '../course';
import type { Answer } from './answer';
import * as choice from './choice';
import * as essay from './essay';
import { type Input, line, options } from './input';
import { essay as area } from './inputs/essay';
import * as multiple from './multiple';
import type { Outcome } from './outcome';
import * as short from './short';
import * as trueFalse from './true-false';

interface Type {
  mark(question: QuestionData, answer: Answer | null, lang: string): Outcome;
  readonly input: Input;
}

/**
 * One module for each type of question, under the word that names it everywhere. Those of `parts/` come later and put
 * themselves here; a quiz that needs them waits for them.
 */
export const TYPES: Partial<Record<QuestionType, Type>> = {
  choice: { ...choice, input: options },
  multiple: { ...multiple, input: options },
  'true-false': { ...trueFalse, input: options },
  short: { ...short, input: line },
  essay: { ...essay, input: area },
};

/** Mark an answer, as the question's type says; `lang` is the language in which numbers are read. */
export const mark = (question: QuestionData, answer: Answer | null, lang = 'en'): Outcome =>
  typeOf(question).mark(question, answer, lang);

/** Where the learner answers a question. */
export const inputOf = (question: QuestionData): Input => typeOf(question).input;

function typeOf({ type }: QuestionData): Type {
  const found = TYPES[type];
  if (found === undefined) throw new Error(`Questions of the type ${type} are not here yet`);
  return found;
}
