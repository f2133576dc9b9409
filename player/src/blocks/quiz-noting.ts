import { isLate, withParts } from '../late';
import { mark } from '../questions';
import { isCut, sameAnswer } from '../questions/answer';
import type { Outcome } from '../questions/outcome';
import { ranges } from '../ranges';
import { isUnreadable, nameOf, type QuestionFace } from './question';
import type { Mode } from './quiz-attempts';
import type { QuizPage } from './quiz-page';
import { TYPING_PAUSE } from './quiz-typing';

/** An exam: answers are kept while they are given, and marked when they are handed in. */
export function noting(page: QuizPage): Mode {
  const { section, store, context } = page;
  const { texts, signal, session } = context;
  let typing: { readonly face: QuestionFace; readonly timer: number } | null = null;

  const isOpen = () => store.quiz.open && session.writable;

  page.standing = (face) => {
    const { earned, marked } = store.question(face.data.slot);
    if (store.quiz.open || !marked) return isAnswered(face) ? 'answered' : 'open';
    return nameOf(earned);
  };
  page.summary = () =>
    texts('exam-count', { answered: page.dealt.filter(isAnswered).length, total: page.asked.length });

  function outcomeOf(face: QuestionFace): Outcome {
    return mark(face.data, store.question(face.data.slot).answer);
  }

  /** Answers whose state did not change are not marked again to count them. */
  const counted = new Map<QuestionFace, { readonly answer: unknown; readonly answered: boolean }>();

  function isAnswered(face: QuestionFace): boolean {
    const { answer } = store.question(face.data.slot);
    if (answer === null) return false;
    // What nothing can read yet stands there all the same.
    if (isLate({ parts: face.readers })) return !isCut(answer);
    const known = counted.get(face);
    if (known?.answer === answer) return known.answered;
    const outcome = outcomeOf(face);
    const answered = !isCut(answer) && !outcome.empty && !isUnreadable(outcome);
    counted.set(face, { answer, answered });
    return answered;
  }

  function keep(face: QuestionFace): void {
    if (typing?.face === face) stopTyping();
    if (!isOpen() || !isNew(face)) return;
    store.respond(face.data, face.answer, face.certainty);
    face.clear();
    readSoon(face);
    page.update();
  }

  /** Answers of which nobody has said yet whether they can be read. */
  const unread = new Set<QuestionFace>();

  /** Look whether an answer can be read, as soon as that can be told; until then it stands there and is kept. */
  function readSoon(face: QuestionFace): void {
    const { readers } = face;
    if (readers.length === 0) return;
    unread.add(face);
    const late = isLate({ parts: readers });
    withParts(
      readers,
      () => {
        if (signal.aborted) return;
        sayUnreadable();
        if (late) page.update();
      },
      // Whoever hands it in is told that it cannot be marked yet.
      () => {},
    );
  }

  function sayUnreadable(): void {
    for (const face of unread) {
      if (!isOpen() || typing?.face === face || isLate({ parts: face.readers })) continue;
      unread.delete(face);
      face.askIfUnreadable();
    }
  }

  /** Words of which only the beginning was kept are nothing new as long as nobody has typed. */
  function isNew(face: QuestionFace): boolean {
    const { answer, certainty } = store.question(face.data.slot);
    const now = face.answer;
    const same =
      sameAnswer(answer, now) || (isCut(answer) && sameAnswer(answer, now && { ...now, cut: true }));
    return !same || certainty !== face.certainty;
  }

  function stopTyping(): void {
    if (typing !== null) window.clearTimeout(typing.timer);
    typing = null;
  }

  /** Note words that are still being typed, without a commit of their own. */
  function noteTyped(): void {
    const face = typing?.face;
    stopTyping();
    if (face === undefined || !isOpen() || !isNew(face)) return;
    store.note(face.data, face.answer, face.certainty);
    page.update();
  }

  section.addEventListener(
    'input',
    (event) => {
      const face = page.at(event);
      if (!face?.typed || !isOpen()) return;
      face.clear();
      // What fills in several fields at once, such as a browser, may leave none of them in between.
      if (typing?.face !== face) noteTyped();
      stopTyping();
      typing = { face, timer: window.setTimeout(noteTyped, TYPING_PAUSE) };
    },
    { signal },
  );
  section.addEventListener(
    'change',
    (event) => {
      const face = page.at(event);
      if (face !== undefined) keep(face);
    },
    { signal },
  );
  const stop = session.beforeLastSave(noteTyped);
  signal.addEventListener('abort', () => {
    stop();
    noteTyped();
  });

  return {
    close: 'hand-in',
    finished: () => {},
    equip(face) {
      const { answer } = store.question(face.data.slot);
      if (isCut(answer)) face.say(texts('answer-cut-open'));
      else if (answer !== null) readSoon(face);
    },
    settle() {
      if (typing !== null) keep(typing.face);
      sayUnreadable();
    },
    undone() {
      const open = page.dealt.flatMap((face, position) => (isAnswered(face) ? [] : [position]));
      const unread = open.filter((position) => {
        const face = page.dealt[position];
        return face !== undefined && isUnreadable(outcomeOf(face));
      });
      const empty = open.filter((position) => !unread.includes(position));
      const numbers = (positions: readonly number[]) => ranges(positions.map((position) => position + 1));
      const words = [
        empty.length > 0 ? texts.count('hand-in-open', empty.length, { numbers: numbers(empty) }) : '',
        unread.length > 0 ? texts.count('hand-in-unread', unread.length, { numbers: numbers(unread) }) : '',
      ];
      return { words: words.filter((part) => part !== '').join(' '), first: open[0] ?? 0 };
    },
  };
}
