import type { QuestionFace } from './question';
import type { QuizPage } from './quiz-page';

/** How long a pause in typing is before the words are noted. */
export const TYPING_PAUSE = 700;

/** Essays are noted while they are written, in every pause and when the page goes away: no word waits for a button. */
export function noteEssays(page: QuizPage): void {
  const { section, store, context } = page;
  const { session, signal } = context;
  let typing: { readonly face: QuestionFace; readonly timer: number } | null = null;

  function note(): void {
    const face = typing?.face;
    if (typing !== null) window.clearTimeout(typing.timer);
    typing = null;
    if (face !== undefined && store.quiz.open && session.writable)
      store.note(face.data, face.answer, face.certainty);
  }

  section.addEventListener(
    'input',
    (event) => {
      const face = page.at(event);
      if (!face?.data.byHand) return;
      if (typing !== null && typing.face !== face) note();
      if (typing !== null) window.clearTimeout(typing.timer);
      typing = { face, timer: window.setTimeout(note, TYPING_PAUSE) };
    },
    { signal },
  );
  section.addEventListener('focusout', note, { signal });
  const stop = session.beforeLastSave(note);
  signal.addEventListener('abort', () => {
    stop();
    note();
  });
}
