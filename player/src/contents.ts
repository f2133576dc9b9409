import type { CourseData, LessonEntry } from './course';
import { offer } from './deck';
import { all, button, make, putBeside } from './dom';
import type { Session } from './session';
import { cardDay } from './state/model';
import type { Texts } from './strings';

/** Below this width the table of contents is a drawer. Browsers that understand it have dialogs, too. */
const NARROW = '(width < 62rem)';

export interface Contents {
  /** Mark what is done. */
  update(): void;
  /** Mark the lesson that is shown (its id, '' for the cover), and close the drawer. */
  show(lesson: string): void;
}

/** The table of contents: beside the lesson where there is room, else a modal drawer. */
export function buildContents(
  nav: HTMLElement,
  course: CourseData,
  session: Session,
  texts: Texts,
  now: () => number,
): Contents {
  const home = nav.parentElement;
  const drawer = make('dialog', { class: 'drawer', 'aria-label': texts('contents') });
  drawer.append(button(texts('close'), 'quiet', () => drawer.close()));
  drawer.addEventListener('close', () => {
    home?.prepend(nav);
    tell();
  });
  // A press on the backdrop lands on the dialog itself.
  drawer.addEventListener('click', (event) => {
    if (event.target === drawer) drawer.close();
  });
  putBeside(drawer);

  const narrow = window.matchMedia(NARROW);
  const page = document.documentElement;
  const CLOSED = 'data-closed';
  const isOpen = () => (narrow.matches ? drawer.open : !page.hasAttribute(CLOSED));
  const toggle = button(texts('contents'), 'quiet contents-toggle', () => {
    if (narrow.matches) {
      drawer.append(nav);
      drawer.showModal();
      bringCurrent();
    } else {
      page.toggleAttribute(CLOSED);
    }
    tell();
  });
  const tell = () => toggle.setAttribute('aria-expanded', String(isOpen()));
  narrow.addEventListener('change', () => {
    drawer.close();
    tell();
  });
  tell();
  document.querySelector('header.bar')?.prepend(toggle);

  // Looked up once: this is gone through after every change, and a course can have a thousand lessons.
  const entries = new Map(course.lessons.map((entry) => [entry.id, entry]));
  const links = all(nav, 'a[data-lesson]').map((link) => {
    const id = link.dataset.lesson ?? '';
    return { link, id, entry: entries.get(id) };
  });
  // Where the page moves with the table, it is moved back: who shows a lesson goes to a place in it after that.
  const bringCurrent = () =>
    nav.querySelector('[aria-current]')?.scrollIntoView?.({ block: 'nearest', behavior: 'instant' });
  let listed = '';
  let list: Element | null | undefined;
  let parts: HTMLElement[] = [];
  return {
    update() {
      const { lessons, blocks } = session.progress();
      for (const { link, entry } of links) {
        showDue(link, entry === undefined ? 0 : dueCards(entry, session, now()), texts);
        showDone(link, entry !== undefined && lessons.get(entry.slot)?.done === true, texts);
      }
      let before = 0;
      for (const link of parts) {
        const slot = Number(link.dataset.part);
        showDone(link, blocks.get(slot)?.done === true, texts);
        // A text may have several sections; where one is in it, nobody knows.
        mark(link, slot !== before && session.state.place?.block === slot, 'location');
        before = slot;
      }
    },
    show(lesson) {
      for (const { link, id } of links) mark(link, id === lesson, 'page');
      // A lesson brings the list of its parts; while it stays, the list stays here: at the end, where it moves nothing.
      const brought = document.querySelector('.lesson-parts');
      if (brought !== null || lesson !== listed) {
        list?.remove();
        list = brought?.lastElementChild;
        brought?.remove();
        if (list != null) nav.append(list);
        parts = all(nav, '[data-part]');
        listed = lesson;
      }
      drawer.close();
      bringCurrent();
    },
  };
}

/** How many cards of a lesson are due today. */
function dueCards({ blocks }: LessonEntry, session: Session, now: number): number {
  let due = 0;
  for (const { kind, cards = [], siblings = [], retention } of blocks) {
    // Of most decks of a large course no card was rated yet.
    if (kind !== 'cards' || !cards.some((slot) => session.state.cards.has(slot))) continue;
    due += offer({ cards, siblings, retention }, session.state.cards, cardDay(now)).due.length;
  }
  return due;
}

function mark(link: HTMLElement, isCurrent: boolean, as: string): void {
  if (isCurrent) link.setAttribute('aria-current', as);
  else link.removeAttribute('aria-current');
}

function showDone(link: HTMLElement, done: boolean, texts: Texts): void {
  if (done === 'done' in link.dataset) return;
  link.toggleAttribute('data-done', done);
  link.querySelector('.tick')?.remove();
  if (done)
    link.append(
      make('span', { class: 'tick' }, make('span', { class: 'visually-hidden' }, ` ${texts('done')}`)),
    );
}

function showDue(link: HTMLElement, due: number, texts: Texts): void {
  if (link.dataset.due === String(due)) return;
  link.querySelector('.due')?.remove();
  link.dataset.due = String(due);
  if (due > 0) link.append(make('span', { class: 'due' }, ` ${texts.count('cards-due', due)}`));
}
