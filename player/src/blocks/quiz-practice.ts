import { resultOf } from '../attempt';
import { all, button, focusOn, make } from '../dom';
import { Fraction } from '../fraction';
import type { CourseState } from '../state/model';
import { NO_QUESTION } from '../state/model';
import { nameOf, type QuestionFace } from './question';
import { Checker } from './quiz-checking';
import type { QuizPage } from './quiz-page';

/** Every question is checked at once, with its feedback, and may be tried again. */
export function practice(page: QuizPage): void {
  const { section, store, block, context } = page;
  const { texts } = context;
  const count = make('p', { class: 'quiz-count' });
  const again = button(texts('start-over'), 'new-attempt', () => {
    store.renew(block.questions ?? []);
    start();
    focusOn(page.dealt[0]?.heading ?? section);
  });
  section.append(make('div', { class: 'quiz-foot' }, count, make('div', { class: 'actions' }, again)));
  const checker = new Checker(
    page,
    (face) => settle(face, false),
    () => {},
    finish,
  );
  page.updated = () => {
    const states = page.asked.map(({ slot }) => store.question(slot));
    page.bar.shown = states.some(({ flagged }) => flagged);
    count.textContent = page.summary();
    again.hidden = states.some((state) => state.tries === 0);
  };

  page.standing = (face) => {
    const { tries, earned, marked } = store.question(face.data.slot);
    return tries === 0 ? 'open' : marked ? nameOf(earned) : 'answered';
  };
  page.summary = () => {
    const states = page.asked.map(({ slot }) => store.question(slot));
    const tried = states.filter((state) => state.tries > 0).length;
    const right = states.filter((state) => state.earned.equals(Fraction.ONE)).length;
    return texts('practice-count', { tried, total: page.asked.length, right });
  };

  function start(): void {
    page.deal(
      (face) => {
        face.offerHints(Number.POSITIVE_INFINITY);
        const show = button(texts('show-answer'), 'quiet show-answer', () => reveal(face));
        checker.equip(face, show);
      },
      () => page.update(),
    );
  }

  /** Show a question as its state is; `revealed` where the learner gave up on it. */
  function settle(face: QuestionFace, revealed: boolean): void {
    const { tries, earned, answer, marked } = store.question(face.data.slot);
    const over = revealed || earned.equals(Fraction.ONE);
    if (face.data.byHand && !marked) {
      if (tries > 0) face.thank(true);
    } else if (tries > 0) {
      face.show(answer, { earned, reveal: over, feedback: true });
    }
    face.locked = over;
    for (const control of all(face.element, '.check')) control.hidden = over;
    for (const control of all(face.element, '.show-answer'))
      control.hidden = over || tries === 0 || face.data.byHand === true;
  }

  function reveal(face: QuestionFace): void {
    settle(face, true);
    focusOn(face.result);
  }

  /** Once every question was tried the block is done, and counts where it is graded. */
  function finish(draft: CourseState): void {
    const questions = page.asked;
    const stateOf = (slot: number) => draft.questions.get(slot) ?? NO_QUESTION;
    if (questions.some(({ slot }) => stateOf(slot).tries === 0)) return;
    draft.seen.add(block.slot);
    const { share } = resultOf(block, questions, stateOf);
    const quiz = draft.quizzes.get(block.slot) ?? store.quiz;
    if (share === null || (quiz.score !== null && quiz.score.compare(share) >= 0)) return;
    draft.quizzes.set(block.slot, { ...quiz, score: share });
  }

  start();
}
