import { answeredRight, attemptLeft, type Result, type Shown, shown } from '../attempt';
import type { Context } from '../context';
import type { LessonBlock, QuestionData } from '../course';
import { all, button, idOf, make } from '../dom';
import { Fraction } from '../fraction';
import { withParts } from '../late';
import type { Texts } from '../strings';
import { pointsOf, type QuestionFace } from './question';
import type { QuizPage } from './quiz-page';
import type { QuizStore } from './quiz-store';

/** How certainty and truth go together, as elements; it comes with the part `calibration`. */
export const CALIBRATION: { parts?: (page: QuizPage) => HTMLElement[] } = {};

/** What the rules of the review open now of an attempt that was handed in. */
export function openNow(block: LessonBlock, context: Context, store: QuizStore): Shown {
  const { review, due } = block;
  if (review === undefined) return { own: true, right: true, feedback: true };
  const duePassed = due !== undefined && context.now() >= dayAt(due, 1).getTime();
  return shown(review, duePassed, attemptLeft(block, store.quiz.handedIn));
}

/** What comes of an attempt that was handed in, over its questions. */
export class QuizResult {
  private readonly heading = make('h3', { class: 'quiz-result-title' });
  readonly element = make('section', {
    class: 'quiz-result',
    tabindex: -1,
    hidden: true,
    'aria-labelledby': idOf(this.heading),
  });

  constructor(
    private readonly block: LessonBlock,
    private readonly context: Context,
    private readonly store: QuizStore,
  ) {}

  /** The result in few words. */
  get words(): string {
    return this.heading.textContent ?? '';
  }

  /** Show it, with what there is to say of this moment alone, and what can be done next. */
  show(page: QuizPage, now: readonly string[], actions: readonly HTMLElement[]): void {
    const result = this.store.result(page.asked);
    this.heading.textContent = this.title(result);
    const lines = [...now, ...this.scoreLines(result), ...this.attemptLines(), ...this.reviewLines()];
    // What the title says in words, to be taken in at a glance.
    const { share } = result;
    const bar =
      share === null
        ? ''
        : make('progress', { max: 100, value: Number(share.toPercent()), 'aria-hidden': 'true' });
    const words = lines.map((line) => make('p', {}, line));
    this.element.replaceChildren(this.heading, bar, ...words, ...actions);
    if (openNow(this.block, this.context, this.store).own && page.asked.some(({ certainty }) => certainty))
      this.element.append(this.certaintyPlace(page));
    this.element.hidden = false;
  }

  /** Where certainty and truth are compared; what does that comes now. */
  private certaintyPlace(page: QuizPage): HTMLElement {
    const { texts } = this.context;
    const place = make('div', { class: 'quiz-sure' });
    const fill = () => withParts(['calibration'], show, lose);
    const show = () => place.replaceChildren(...(CALIBRATION.parts?.(page) ?? []));
    const lose = () =>
      place.replaceChildren(
        make('p', { class: 'part-failed' }, `${texts('part-failed')} `, button(texts('try-again'), '', fill)),
      );
    fill();
    return place;
  }

  private title({ earned, total, share }: Result): string {
    const { texts } = this.context;
    if (share === null) return texts('exam-result-waiting');
    return texts.count('exam-result', total, {
      earned: Number(earned.toDecimal(2)),
      percent: Number(share.toPercent()),
    });
  }

  private scoreLines({ waiting, share }: Result): string[] {
    const { texts } = this.context;
    const { score: counting, handedIn } = this.store.quiz;
    const lines: string[] = [];
    if (waiting > 0 && share !== null) lines.push(texts.count('points-waiting', waiting));
    const { counts = 'best' } = this.block;
    if (counting !== null && handedIn > 1)
      lines.push(texts(`exam-${counts}`, { percent: Number(counting.toPercent()) }));
    const score = counting ?? share;
    if (this.block.weight && score !== null) {
      const own = this.block.pass;
      const pass = own ?? this.context.course.pass;
      const passed = score.compare(Fraction.of(pass, 100)) >= 0;
      this.element.classList.toggle('is-passed', passed);
      const key = passed ? 'exam-passed' : 'exam-not-passed';
      lines.push(texts(own === undefined ? key : `${key}-quiz`, { pass }));
    }
    return lines;
  }

  private attemptLines(): string[] {
    const { texts } = this.context;
    const { attempts = 0 } = this.block;
    if (attempts === 0) return [];
    const left = Math.max(0, attempts - this.store.quiz.handedIn);
    return [left === 0 ? texts('no-attempt-left') : texts.count('attempts-left', left)];
  }

  /** What is not shown yet, and when it will be. */
  private reviewLines(): string[] {
    const { texts } = this.context;
    const { review, due } = this.block;
    if (review === undefined) return [];
    const { own, right, feedback } = openNow(this.block, this.context, this.store);
    const closed = [
      ...(own ? [] : (['own'] as const)),
      ...(own && !right ? (['right'] as const) : []),
      ...(own && !feedback && review.feedback !== review.right ? (['feedback'] as const) : []),
    ];
    return closed.flatMap((part) => {
      const when = review[part];
      if (when === 'never') return part === 'own' ? [texts('review-never')] : [];
      const date = due === undefined ? '' : dateText(due, texts.language);
      return [
        texts(date === '' && when === 'after-due' ? `review-${part}-later` : `review-${part}-${when}`, {
          date,
        }),
      ];
    });
  }
}

/** The moment in which a day such as `2027-03-31` begins where the learner is, or one that follows so many days later. */
function dayAt(day: string, later = 0): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later);
}

const dateText = (day: string, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(dayAt(day));

/** A question as it is shown after handing in. */
export function review(
  face: QuestionFace,
  block: LessonBlock,
  store: QuizStore,
  texts: Texts,
  open: Shown,
): void {
  const state = store.question(face.data.slot);
  face.locked = true;
  for (const control of all(face.element, '.question-actions')) control.hidden = true;
  face.clear();
  face.offerHints(open.right ? Number.POSITIVE_INFINITY : 0);
  // Where the learner's own answers are not to be seen again, the questions alone stand there.
  if (!open.own) face.answer = null;
  else if (face.data.byHand && !state.marked) face.thank(open.right);
  else {
    const right = answeredRight(block, face.data, state);
    // What tries before the right answer have cost does not make it wrong.
    const more = right.equals(state.earned) ? '' : earnedPoints(face.data, state.earned, texts);
    face.show(state.answer, { earned: right, reveal: open.right, feedback: open.feedback, more });
  }
}

/** What was earned, where that is not what the verdict says. */
export const earnedPoints = (question: QuestionData, earned: Fraction, texts: Texts): string =>
  texts.count('earned-points', question.points, { earned: pointsOf(earned, question) });
