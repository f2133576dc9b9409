import type { CourseData, LessonEntry } from './course';
import { offer } from './deck';
import { all, asText, button, make } from './dom';
import { writeHash } from './route';
import type { Session } from './session';
import { cardDay } from './state/model';
import type { Texts } from './strings';

/** The calm end of a course: the result, and whether the window may be closed; null while there is work left. */
export function finishedPanel(
  course: CourseData,
  session: Session,
  texts: Texts,
  leave: ((onward?: boolean) => void) | null,
): HTMLElement | null {
  const { required, doneRequired, score, success, completion, lessons } = session.progress();
  if (required === 0 || doneRequired < required) return null;
  const panel = make('section', {
    class: `finished${success === 'passed' ? ' is-passed' : ''}`,
    tabindex: -1,
  });
  panel.append(
    make(
      'h2',
      {},
      texts(
        completion !== 'completed'
          ? 'finished-not-passed'
          : course.cover === false
            ? 'finished-activity'
            : 'finished',
      ),
    ),
  );
  if (score !== null)
    panel.append(make('p', { class: 'finished-score' }, texts('score', { n: Number(score.toPercent()) })));
  const scores = course.lessons.flatMap(({ slot, weight, title, href }) => {
    const own = weight > 0 && lessons.get(slot)?.score;
    if (!own) return [];
    const told = texts('percent', { n: Number(own.toPercent()) });
    return [make('li', {}, make('a', { href }, title), ` (${told})`)];
  });
  // One alone is the score of the course.
  if (scores.length > 1) panel.append(make('ul', {}, ...scores));
  if (success !== 'unknown') panel.append(make('p', {}, texts(`success-${success}`)));
  else if (completion === 'incomplete') panel.append(make('p', {}, texts('try-again-for-pass')));
  if (session.mode === 'normal') {
    panel.append(
      make('p', { class: 'finished-close' }, texts(session.saving === 'saved' ? 'may-close' : 'wait-close')),
    );
    const actions = make('div', { class: 'actions' });
    if (leave !== null && course.next !== undefined) {
      const onward = `${texts('next')}: ${course.next}`;
      if (course.home === 'scorm2004') actions.append(button(onward, 'primary', () => leave(true)));
      // SCORM 1.2 has no word for it: there the LMS's own table of contents leads on.
      else panel.append(make('p', {}, onward));
    }
    if (leave !== null)
      actions.append(
        button(texts('leave'), actions.childElementCount > 0 ? 'quiet' : 'primary', () => leave()),
      );
    if (actions.childElementCount > 0) panel.append(actions);
  }
  return panel;
}

/** The calm end of a lesson that is done, and where to go on; null while there is work left in it. */
export function lessonPanel(
  course: CourseData,
  lessonId: string,
  session: Session,
  texts: Texts,
): HTMLElement | null {
  const { lessons } = session.progress();
  const at = course.lessons.findIndex(({ id }) => id === lessonId);
  const isOpen = ({ slot }: LessonEntry) => lessons.get(slot)?.done === false;
  const entry = course.lessons[at];
  const own = entry === undefined ? undefined : lessons.get(entry.slot);
  if (own === undefined || own.required === 0 || !own.done) return null;
  const next = course.lessons.slice(at + 1).find(isOpen) ?? course.lessons.find(isOpen);
  const panel = make(
    'section',
    { class: 'finished lesson-finished', tabindex: -1 },
    make('h2', {}, texts('lesson-finished')),
    make('p', {}, texts('lesson-finished-all')),
  );
  // The lesson that follows stands in the pager, right below.
  if (next !== undefined && next !== course.lessons[at + 1]) {
    const onward = texts('lesson-finished-next', { title: next.title });
    const href = writeHash({ lesson: next.id, block: '' });
    panel.append(make('div', { class: 'actions' }, make('a', { class: 'button primary', href }, onward)));
  }
  return panel;
}

/** So many parts are named at once; the others can be looked at. */
const MOST = 5;

/** What keeps a lesson from being done, each part a link to it; null where nothing does, or where a part stands alone. */
export function openPanel(
  course: CourseData,
  lessonId: string,
  main: ParentNode,
  session: Session,
  texts: Texts,
  now: number,
): HTMLElement | null {
  const entry = course.lessons.find(({ id }) => id === lessonId);
  if (entry === undefined || entry.blocks.length < 2 || !session.writable) return null;
  const { blocks } = session.progress();
  const open = entry.blocks.filter(({ required, slot }) => required && blocks.get(slot)?.done === false);
  if (open.length === 0) return null;
  const { state } = session;
  const isTried = (slot: number) => (state.questions.get(slot)?.tries ?? 0) > 0;
  const item = ({
    id,
    cards = [],
    siblings = [],
    retention,
    questions = [],
  }: LessonEntry['blocks'][number]) => {
    // A quiz that was begun is gone on with where an answer is missing.
    const untried = questions.some(isTried)
      ? all(main, `#${CSS.escape(id)} .question`).find(({ dataset }) => !isTried(Number(dataset.slot)))
      : undefined;
    const link = make(
      'a',
      { href: writeHash({ lesson: lessonId, block: untried?.id ?? id }) },
      nameOf(main, id),
    );
    // As many as the deck itself says.
    const { fresh, later } = offer({ cards, siblings, retention }, state.cards, cardDay(now));
    const [key, n] = fresh.length > 0 ? ['cards-new', fresh.length] : ['cards-apart', later.length];
    return make('li', {}, link, n > 0 ? ` (${texts.count(key, n)})` : '');
  };
  const list = (parts: typeof open) => make('ul', {}, ...parts.map(item));
  const most = open.length > MOST + 1 ? MOST : open.length;
  const panel = make(
    'section',
    { class: 'open-parts' },
    make('h2', {}, texts('lesson-open')),
    list(open.slice(0, most)),
  );
  const rest = open.slice(most);
  if (rest.length > 0) {
    const more = make('details', {}, make('summary', {}, texts.count('lesson-open-more', rest.length)));
    // The names of hundreds are looked for when somebody asks.
    more.addEventListener('toggle', () => more.append(list(rest)), { once: true });
    panel.append(more);
  }
  return panel;
}

/** The title of a block or its first heading, else its first words, or those that stand for its picture. */
function nameOf(main: ParentNode, id: string): string {
  const section = main.querySelector(`#${CSS.escape(id)}`);
  const title = asText(section?.querySelector('.block-title, .caption, h2, h3'));
  if (title !== '') return title;
  const words = (asText(section) || section?.querySelector('img')?.alt || '').split(/\s+/);
  return `${words.slice(0, 6).join(' ')} \u2026`;
}

/** What stays after the learner left: nothing more can be saved from here. */
export function leftPanel(session: Session, texts: Texts): HTMLElement {
  const lost = session.saving !== 'saved';
  return make(
    'article',
    { class: 'left' },
    make('h1', { tabindex: -1 }, texts('left')),
    make('p', {}, texts(lost ? 'left-unsaved' : 'left-saved')),
    make('p', {}, texts('left-close')),
  );
}
