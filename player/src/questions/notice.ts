import type { QuestionData } from '../course';
import { convention } from '../digits';
import type { Texts } from '../strings';
import type { Notice } from './outcome';

/** Whether keys of numbers carry a unit: the part of the player that reads numbers knows. */
export const keys = { haveUnit: (_accept: readonly string[]): boolean => false };

/** What a notice says to the learner. */
export function noticeText(
  question: QuestionData,
  notice: Exclude<Notice, ''>,
  lang: string,
  texts: Texts,
  accept: readonly string[] | undefined = question.type === 'number' ? question.accept : undefined,
): string {
  // Each of its gaps says what is the matter with it.
  if (question.type === 'cloze' && accept === undefined && notice !== 'unit') return texts('gaps-again');
  const example = convention(lang) === 'comma' ? '1234,5' : '1234.5';
  if (notice !== 'unreadable') return texts(`notice-${notice}`, { example });
  if (accept === undefined) return texts('notice-too-long');
  return texts(keys.haveUnit(accept) ? 'notice-unreadable-unit' : 'notice-unreadable', { example });
}
