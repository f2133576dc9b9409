import type { QuestionData, QuestionType } from '../course';
import type { Answer } from './answer';
import * as choice from './choice';
import * as essay from './essay';
import { type Input, line, options } from './input';
import { essay as area } from './inputs/essay';
import * as multiple from './multiple';
import { EMPTY, type Outcome } from './outcome';
import * as trueFalse from './true-false';

type Mark = (question: QuestionData, answer: Answer | null) => Outcome;
type ByType<Thing> = Partial<Record<QuestionType, Thing>>;

/*
 * One module for each type of question, under the word that names it everywhere. Those of `parts/` come later and put
 * themselves here. A quiz waits for what asks its questions; what marks typed answers comes when somebody types.
 */

/** What asks a question. */
export const INPUTS: ByType<Input> = {
  choice: options,
  multiple: options,
  'true-false': options,
  short: line,
  number: line,
  essay: area,
};

/** What marks its answer. */
export const MARKS: ByType<Mark> = {
  choice: choice.mark,
  multiple: multiple.mark,
  'true-false': trueFalse.mark,
  essay: essay.mark,
};

/** Mark an answer, as the question's type says. */
export const mark = (question: QuestionData, answer: Answer | null): Outcome =>
  answer === null ? EMPTY : of(MARKS, question)(question, answer);

/** Where the learner answers a question. */
export const inputOf = (question: QuestionData): Input => of(INPUTS, question);

function of<Thing>(table: ByType<Thing>, { type }: QuestionData): Thing {
  const found = table[type];
  if (found === undefined) throw new Error(`Questions of the type ${type} are not here yet`);
  return found;
}

/** The parts of the player that read what is typed as an answer to a question. */
export function readersOf({ type, gaps = [] }: QuestionData): readonly string[] {
  const number = type === 'number' || gaps.some((gap) => gap.number);
  const words = number || type === 'short' || gaps.some(({ choices }) => choices === undefined);
  return [...(words ? ['words'] : []), ...(number ? ['numbers'] : [])];
}
