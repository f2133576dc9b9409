import { confirm } from '../confirm';
import type { Context } from '../context';
import type { LessonBlock } from '../course';
import { all, button, focusOn, idOf, make } from '../dom';
import { Fraction } from '../fraction';
import { type Answer, isCut } from '../questions/answer';
import type { QuestionFace } from './question';
import type { QuizPage } from './quiz';
import { better, points } from './quiz-store';

/** How long a pause in typing is before the words are noted. */
const TYPING_PAUSE = 700;

/** Answers are kept while they are given, handed in together, and marked and explained then. */
export function exam(
  { section, store, deal }: QuizPage,
  block: LessonBlock,
  context: Context,
  faces: readonly QuestionFace[],
): void {
  const { texts, signal, session } = context;
  const heading = make('h3', { class: 'quiz-result-title' });
  const result = make('section', {
    class: 'quiz-result',
    tabindex: -1,
    hidden: true,
    'aria-labelledby': idOf(heading),
  });
  const count = make('p', { class: 'quiz-count' });
  const handIn = button(texts('hand-in'), 'primary hand-in', () => void askToHandIn());
  const again = button(texts('new-attempt'), 'new-attempt', () => {
    store.renew(block.questions ?? []);
    start();
    focusOn(dealt[0]?.element.querySelector<HTMLElement>('.question-number') ?? section);
  });
  const tools = make('div', { class: 'actions' }, handIn, again);
  section.querySelector('.questions')?.before(result);
  section.append(make('div', { class: 'quiz-foot' }, count, tools));
  let dealt: QuestionFace[] = [];

  function start(): void {
    dealt = deal();
    const { open, handedIn } = store.quiz;
    const reviewed = !open && handedIn > 0;
    const closed = reviewed || !session.writable;
    for (const face of dealt) {
      face.locked = closed;
      face.hintsOffered = reviewed;
      const { answer, earned } = store.question(face.data.slot);
      if (reviewed) face.show(answer, earned, true);
      else if (isCut(answer)) face.askForRest();
    }
    handIn.hidden = closed;
    again.hidden = !reviewed || !session.writable || triesLeft() === 0;
    result.hidden = !reviewed;
    if (reviewed) sumUp();
    summarise();
  }

  /** Attempts that remain; -1 = without limit. */
  function triesLeft(): number {
    return block.attempts ? Math.max(0, block.attempts - store.quiz.handedIn) : -1;
  }

  /** Numbers of the questions that have no answer, or only the beginning of one. */
  function unanswered(): number[] {
    return dealt.flatMap((face, position) => {
      const kept = store.question(face.data.slot).answer;
      const cut = isCut(kept) && JSON.stringify(kept) === JSON.stringify({ ...face.answer, cut: true });
      return cut || face.mark().empty ? [position + 1] : [];
    });
  }

  function summarise(): void {
    const answered = dealt.length - unanswered().length;
    count.textContent = texts('exam-count', { answered, total: dealt.length });
    count.hidden = handIn.hidden;
  }

  async function askToHandIn(): Promise<void> {
    const open = unanswered();
    const words = open.length
      ? texts.count('hand-in-open', open.length, { numbers: open.join(', ') })
      : texts('hand-in-complete');
    if (!(await confirm(texts('hand-in-title'), words, texts('hand-in'), texts('hand-in-not-yet')))) {
      const first = dealt[(open[0] ?? 0) - 1];
      if (first !== undefined)
        focusOn(first.element.querySelector<HTMLElement>('.question-number') ?? first.element);
      return;
    }
    if (signal.aborted || !session.writable || !store.quiz.open) return;
    markAll();
    start();
    focusOn(result);
  }

  function markAll(): void {
    stopTyping();
    const questions = dealt.map((face) => face.data);
    for (const face of dealt) {
      const { data, answer } = face;
      const { empty, fraction } = face.mark();
      const { tries } = store.question(data.slot);
      store.answer(data, empty ? null : answer, {
        tries: empty ? tries : tries + 1,
        earned: fraction,
        marked: true,
      });
    }
    const { earned, total } = points(questions, (slot) => store.question(slot));
    store.edit((draft) => {
      const quiz = draft.quizzes.get(block.slot) ?? store.quiz;
      const share = earned.over(Fraction.of(total));
      // Before the first hand-in the best is that of practice, where the author made an exam of it.
      const best = quiz.handedIn > 0 ? better(quiz.best, share) : share;
      draft.quizzes.set(block.slot, { ...quiz, best, open: false, handedIn: quiz.handedIn + 1 });
    });
  }

  function sumUp(): void {
    const { earned, total } = points(
      dealt.map((face) => face.data),
      (slot) => store.question(slot),
    );
    const share = earned.over(Fraction.of(Math.max(total, 1)));
    const { best, handedIn } = store.quiz;
    heading.textContent = texts('exam-result', {
      earned: earned.toDecimal(2),
      total,
      percent: share.toPercent(),
    });
    const lines = [];
    if (best !== null && handedIn > 1) lines.push(texts('exam-best', { percent: best.toPercent() }));
    if (block.weight) {
      const passed = (best ?? share).compare(Fraction.of(context.course.pass, 100)) >= 0;
      lines.push(texts(passed ? 'exam-passed' : 'exam-not-passed', { pass: context.course.pass }));
    }
    const left = triesLeft();
    if (left >= 0) lines.push(left === 0 ? texts('no-attempt-left') : texts.count('attempts-left', left));
    result.replaceChildren(heading, ...lines.map((line) => make('p', {}, line)));
  }

  let typing: { face: QuestionFace; timer: number } | null = null;

  function stopTyping(): void {
    if (typing !== null) window.clearTimeout(typing.timer);
    typing = null;
  }

  function isNew(face: QuestionFace, answer: Answer | null): boolean {
    return JSON.stringify(store.question(face.data.slot).answer) !== JSON.stringify(answer);
  }

  /** Note words that are still being typed, before the session is saved for the last time. */
  function noteTyped(): void {
    const face = typing?.face;
    stopTyping();
    if (face === undefined || !store.quiz.open || !session.writable) return;
    if (isNew(face, face.answer)) store.note(face.data, face.answer);
  }

  const faceOf = (event: Event) => dealt.find((face) => face.element.contains(event.target as Node));

  section.addEventListener(
    'input',
    (event) => {
      const face = faceOf(event);
      if (face?.typed) {
        face.clear();
        stopTyping();
        typing = { face, timer: window.setTimeout(noteTyped, TYPING_PAUSE) };
      }
      summarise();
    },
    { signal },
  );
  section.addEventListener(
    'change',
    (event) => {
      const face = faceOf(event);
      if (face === undefined || !store.quiz.open || !session.writable) return;
      if (typing?.face === face) stopTyping();
      face.clear();
      face.askIfUnreadable();
      store.answer(face.data, face.answer, { earned: Fraction.ZERO, marked: false });
    },
    { signal },
  );
  const stop = session.beforeLastSave(noteTyped);
  signal.addEventListener('abort', () => {
    stop();
    noteTyped();
  });
  for (const face of faces) for (const hints of all(face.element, '.hints')) hints.hidden = true;
  start();
}
