import type { LessonBlock, LessonData, QuestionData } from './course';
import { all, copyOf, make } from './dom';
import { loadParts } from './late';
import { inputOf, readersOf } from './questions';
import { questionOf } from './questions/cloze';
import type { Texts } from './strings';

/** Between parts of an answer, which may be sentences with a full stop of their own. */
const BETWEEN = ' \u00b7 ';

/** Print a lesson: what is closed is opened for it, answers are added, and all is as before afterwards. */
export async function print(
  main: HTMLElement,
  lesson: LessonData,
  texts: Texts,
  answers: boolean,
): Promise<void> {
  if (answers) await loadParts({ parts: lesson.blocks.flatMap(answered).flatMap(readersOf) });
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

/** The questions whose answers are printed: those of practice. Those of an exam are the server's or the review's to show. */
const answered = ({ mode, questions = [] }: LessonBlock): readonly QuestionData[] =>
  mode === 'practice' ? questions : [];

/** The answers of practice and of recall questions. */
function addAnswers(main: HTMLElement, block: LessonBlock, texts: Texts): HTMLElement[] {
  const added: HTMLElement[] = [];
  const add = (after: Element | null, answer: Said) => {
    if (after === null || answer.length === 0) return;
    const [before, behind] = texts('accepted', { answer: '\n' }).split('\n');
    const told = make('p', { class: 'print-answer' }, before ?? '', ...answer, behind ?? '');
    after.append(told);
    added.push(told);
  };
  block.recalls?.forEach((answer, position) => {
    add(document.getElementById(`${block.id}_recall_${position + 1}`), answer.slice(0, 1));
  });
  for (const question of answered(block)) {
    const element = main.querySelector<HTMLElement>(`.question[data-slot="${question.slot}"]`);
    if (element !== null) add(element, rightAnswer(question, element));
  }
  return added;
}

/** Words, and what is more than words: formulas, pictures. */
type Said = (Node | string)[];

const joined = (parts: readonly Said[], between: string): Said =>
  parts.flatMap((part, at) => (at === 0 ? part : [between, ...part]));

/** The right answer, as far as the page has it. */
function rightAnswer(question: QuestionData, element: HTMLElement): Said {
  const part = (selector: string) => copyOf(element.querySelector(selector));
  const keyed = (place: string, key: string, inside: string) =>
    part(`.${place}[data-key="${key}"] ${inside}`);
  // From one side of a pair to the other, as the language is read.
  const to = getComputedStyle(element).direction === 'rtl' ? ' \u2190 ' : ' \u2192 ';
  if (question.options !== undefined) {
    const right = question.options.filter((option) => option.right);
    return joined(
      right.map(({ key }) => keyed('option', key, '.option-text')),
      BETWEEN,
    );
  }
  if (question.pairs !== undefined) {
    const side = (key: string) => {
      const listed = keyed('side', key, '.side-text');
      return listed.length > 0 ? listed : part(`option[value="${key}"]`);
    };
    return joined(
      question.pairs.map(({ key, right }) => joined([keyed('pair', key, '.pair-left'), side(right)], to)),
      BETWEEN,
    );
  }
  if (question.steps !== undefined)
    return joined(
      question.steps.map((key, at) => [`${at + 1}. `, ...keyed('order-step', key, '.order-text')]),
      BETWEEN,
    );
  if (question.rows !== undefined) {
    const heads = all(element, 'thead th');
    const columns = question.columns ?? [];
    const right = (mask: number) =>
      columns.flatMap((key, at) => ((mask >> Number.parseInt(key, 36)) & 1 ? [copyOf(heads[at])] : []));
    return joined(
      question.rows.map((row) =>
        joined([keyed('row', row.key, 'th span'), joined(right(row.right), ', ')], to),
      ),
      BETWEEN,
    );
  }
  const typed = (asked: QuestionData) => inputOf(asked).right?.(asked, true) ?? '';
  if (question.gaps !== undefined)
    return joined(
      question.gaps.map((gap) => [
        gap.choices?.find(({ right }) => right)?.text ?? typed(questionOf(question, gap)),
      ]),
      BETWEEN,
    );
  const words = typed(question);
  return words === '' ? [] : [words];
}
