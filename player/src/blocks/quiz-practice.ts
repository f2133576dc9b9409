import type { Context } from '../context';
import type { LessonBlock } from '../course';
import { all, button, focusOn, idOf, make } from '../dom';
import { Fraction } from '../fraction';
import { costsATry } from '../questions/outcome';
import type { CourseState } from '../state/model';
import type { QuestionFace } from './question';
import type { QuizPage } from './quiz';
import { better, points } from './quiz-store';

/** Every question is checked at once, with its feedback, and may be tried again. */
export function practice({ section, store, deal }: QuizPage, block: LessonBlock, context: Context): void {
  const { texts, signal } = context;
  const count = make('p', { class: 'quiz-count' });
  const again = button(texts('start-over'), 'new-attempt', () => {
    store.renew(block.questions ?? []);
    start();
    focusOn(dealt[0]?.element.querySelector<HTMLElement>('.question-number') ?? section);
  });
  section.append(make('div', { class: 'quiz-foot' }, count, make('div', { class: 'actions' }, again)));
  let dealt: QuestionFace[] = [];

  function start(): void {
    dealt = deal();
    for (const face of dealt) equip(face);
    summarise();
  }

  function equip(face: QuestionFace): void {
    for (const old of all(face.element, '.question-actions')) old.remove();
    const check = button(texts('check'), 'check', () => checkAnswer(face));
    const show = button(texts('show-answer'), 'quiet show-answer', () => reveal(face));
    // "Check" stands there once a question: the number says of which.
    const number = face.element.querySelector('.question-number');
    for (const control of [check, show])
      if (number !== null) control.setAttribute('aria-describedby', idOf(number));
    face.result.before(make('div', { class: 'actions question-actions' }, check, show));
    settle(face, false);
  }

  /** Show a question as its state is; `revealed` where the learner gave up on it. */
  function settle(face: QuestionFace, revealed: boolean): void {
    const { tries, earned, answer } = store.question(face.data.slot);
    const right = earned.equals(Fraction.ONE);
    const over = revealed || right;
    if (tries > 0) face.show(answer, earned, over);
    face.locked = over;
    for (const control of all(face.element, '.check')) control.hidden = over;
    for (const control of all(face.element, '.show-answer')) control.hidden = over || tries === 0;
  }

  function checkAnswer(face: QuestionFace): void {
    const { answer, data } = face;
    const outcome = face.mark();
    const { fraction } = outcome;
    if (!costsATry(outcome)) {
      face.askAgain(outcome);
    } else {
      const { tries } = store.question(data.slot);
      const next = { tries: tries + 1, earned: fraction, marked: true };
      store.answer(data, answer, next, (draft) => finish(draft, data.slot, fraction));
      settle(face, false);
      summarise();
    }
    focusOn(face.result);
  }

  function reveal(face: QuestionFace): void {
    settle(face, true);
    focusOn(face.result);
  }

  /** Once every question was tried the block is done, and counts where it is graded. */
  function finish(draft: CourseState, slot: number, fraction: Fraction): void {
    const questions = dealt.map((face) => face.data);
    if (questions.some((question) => question.slot !== slot && store.question(question.slot).tries === 0))
      return;
    draft.seen.add(block.slot);
    const { earned, total } = points(questions, (other) => {
      const state = store.question(other);
      return other === slot ? { ...state, earned: fraction } : state;
    });
    const quiz = draft.quizzes.get(block.slot) ?? store.quiz;
    draft.quizzes.set(block.slot, { ...quiz, best: better(quiz.best, earned.over(Fraction.of(total))) });
  }

  function summarise(): void {
    const states = dealt.map((face) => store.question(face.data.slot));
    const tried = states.filter((state) => state.tries > 0).length;
    const right = states.filter((state) => state.earned.equals(Fraction.ONE)).length;
    count.textContent = texts('practice-count', { tried, total: dealt.length, right });
    again.hidden = tried < dealt.length;
  }

  section.addEventListener(
    'input',
    (event) => {
      // A changed answer makes the verdict on the last one out of date.
      const face = dealt.find((candidate) => candidate.element.contains(event.target as Node));
      face?.clear();
    },
    { signal },
  );
  section.addEventListener(
    'keydown',
    (event) => {
      if (
        event.key !== 'Enter' ||
        event.isComposing ||
        !(event.target as Element).matches('.short-answer input')
      )
        return;
      const face = dealt.find((candidate) => candidate.element.contains(event.target as Node));
      if (face === undefined) return;
      event.preventDefault();
      checkAnswer(face);
    },
    { signal },
  );
  start();
}
