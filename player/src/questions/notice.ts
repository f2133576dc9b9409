import type { QuestionData } from '../course';
import { convention } from '../numerals';
import type { Texts } from '../strings';
import { quantities } from './number';
import type { Notice } from './outcome';

/** What a notice says to the learner. */
export function noticeText(
  question: QuestionData,
  notice: Exclude<Notice, ''>,
  lang: string,
  texts: Texts,
): string {
  const example = convention(lang) === 'comma' ? '1234,5' : '1234.5';
  if (notice !== 'unreadable') return texts(`notice-${notice}`, { example });
  if (question.type !== 'number') return texts('notice-too-long');
  const withUnit = quantities(question.accept ?? []).some((key) => key.unit !== null);
  return texts(withUnit ? 'notice-unreadable-unit' : 'notice-unreadable', { example });
}
