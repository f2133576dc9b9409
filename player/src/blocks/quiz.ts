import type { Attach } from '../context';
import { attempts } from './quiz-attempts';
import { checking } from './quiz-checking';
import { noting } from './quiz-noting';
import { QuizPage } from './quiz-page';
import { practice } from './quiz-practice';

/** Questions to be answered: one by one, or handed in together. */
export const attach: Attach = (section, block, context) => {
  if (block.remote === true) {
    context.remoteQuiz?.(section, block, context);
    return;
  }
  const list = section.querySelector('.questions');
  if (list === null || block.questions === undefined) return;
  const page = new QuizPage(section, list, block, context);
  if (block.mode === 'practice') practice(page);
  else attempts(page, block.mode === 'exam' ? noting(page) : checking(page));
};
