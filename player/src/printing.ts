import type { LessonBlock, LessonData, QuestionData } from './course';
import { all, make } from './dom';
import type { Texts } from './strings';

/** Between parts of an answer, which may be sentences with a full stop of their own. */
const BETWEEN = ' \u00b7 ';

/** Print a lesson: what is closed is opened for it, answers are added, and all is as before afterwards. */
export function print(main: HTMLElement, lesson: LessonData, texts: Texts, answers: boolean): void {
  const page = document.documentElement;
  const closed = all(main, 'details:not([open], .hint, .recall-answer, .quiz-nav)') as HTMLDetailsElement[];
  for (const details of closed) details.open = true;
  const added = answers ? lesson.blocks.flatMap((block) => addAnswers(main, block, texts)) : [];
  if (answers) page.dataset.print = 'answers';
  const after = () => {
    for (const details of closed) details.open = false;
    for (const element of added) element.remove();
    delete page.dataset.print;
  };
  window.addEventListener('afterprint', after, { once: true });
  window.print();
}

/** The answers of a practice quiz and of recall questions. Those of an exam are the server's or the review's to show. */
function addAnswers(main: HTMLElement, block: LessonBlock, texts: Texts): HTMLElement[] {
  const added: HTMLElement[] = [];
  const add = (after: Element | null, answer: string) => {
    if (after === null || answer === '') return;
    const told = make('p', { class: 'print-answer' }, texts('accepted', { answer }));
    after.append(told);
    added.push(told);
  };
  block.recalls?.forEach((answer, position) => {
    add(document.getElementById(`${block.id}_recall_${position + 1}`), answer[0] ?? '');
  });
  if (block.kind === 'quiz' && block.mode === 'practice')
    for (const question of block.questions ?? []) {
      const element = main.querySelector<HTMLElement>(`.question[data-slot="${question.slot}"]`);
      if (element !== null) add(element, rightAnswer(question, element));
    }
  return added;
}

/** The right answer in words, as far as the page has them. */
function rightAnswer(question: QuestionData, element: HTMLElement): string {
  const words = (selector: string) => element.querySelector(selector)?.textContent?.trim() ?? '';
  const keyed = (place: string, key: string, inside: string) =>
    words(`.${place}[data-key="${key}"] ${inside}`);
  if (question.options !== undefined) {
    const right = question.options.filter((option) => option.right);
    return right.map(({ key }) => keyed('option', key, '.option-text')).join(BETWEEN);
  }
  if (question.pairs !== undefined) {
    const side = (key: string) =>
      words(`.side[data-key="${key}"] .side-text`) || words(`option[value="${key}"]`);
    return question.pairs
      .map(({ key, right }) => `${keyed('pair', key, '.pair-left')} \u2192 ${side(right)}`)
      .join(BETWEEN);
  }
  if (question.steps !== undefined)
    return question.steps
      .map((key, at) => `${at + 1}. ${keyed('order-step', key, '.order-text')}`)
      .join(BETWEEN);
  if (question.rows !== undefined) {
    const heads = all(element, 'thead th').map((head) => head.textContent?.trim() ?? '');
    const columns = question.columns ?? [];
    const right = (mask: number) =>
      columns.flatMap((key, at) => ((mask >> Number.parseInt(key, 36)) & 1 ? [heads[at] ?? ''] : []));
    return question.rows
      .map((row) => `${keyed('row', row.key, 'th span')} \u2192 ${right(row.right).join(', ')}`)
      .join(BETWEEN);
  }
  if (question.gaps !== undefined)
    return question.gaps
      .map(({ accept, choices }) => accept?.[0] ?? choices?.find((choice) => choice.right)?.text ?? '')
      .join(BETWEEN);
  return question.accept?.[0] ?? '';
}
