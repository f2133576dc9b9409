import type { CourseData } from './course';
import { button, make } from './dom';
import type { Session } from './session';
import type { Texts } from './strings';

/** What becomes a word that all is saved, once it is. */
const RESTORED = 'notice.restored';

/**
 * The standing words above the lesson: no LMS, an LMS that stopped answering, review, what happened to the data, and
 * earlier work that may be taken over.
 */
export function buildBanners(place: Element, course: CourseData, session: Session, texts: Texts): () => void {
  const dismissed = new Set<string>();
  const shown = new Map<string, HTMLElement>();
  let restored = false;
  const update = () => {
    // Who pressed "Leave" reads on the page itself that the lesson is closed.
    const told = document.querySelector('.left') === null ? '' : 'connection.ended';
    const dismiss = (key: string) => {
      dismissed.add(key);
      update();
    };
    // What is warned of after that is news of its own, and what was restored long since is none.
    if (restored && session.connection === 'lost') dismissed.add(RESTORED);
    const { notice, writable, saving } = session;
    restored ||= notice === RESTORED && writable && saving === 'saved';
    const banners = bannersOf(course, session, dismiss).filter(
      ({ key }) => !dismissed.has(key) && key !== told,
    );
    for (const [key, banner] of shown) {
      if (banners.some((one) => one.key === key)) continue;
      shown.delete(key);
      banner.remove();
    }
    // The same words are left alone: put there again, they would be read out again.
    banners.forEach(({ key, warning, values, actions }, index) => {
      if (shown.has(key)) return;
      const banner = make(
        'div',
        { class: `banner banner-${warning ? 'warning' : 'info'}`, role: warning ? 'alert' : 'status' },
        make('p', {}, texts(key, values)),
        ...actions.map(({ name, press, primary }) =>
          button(texts(name), primary === true ? 'primary' : 'quiet', press),
        ),
      );
      shown.set(key, banner);
      place.insertBefore(banner, place.children[index] ?? null);
    });
    const words = restored ? shown.get(RESTORED)?.firstElementChild : null;
    const saved = texts(`${RESTORED}-saved`);
    if (words && words.textContent !== saved) words.textContent = saved;
  };
  return update;
}

interface Action {
  readonly name: string;
  readonly press: () => void;
  readonly primary?: boolean;
}

interface Banner {
  readonly key: string;
  readonly warning: boolean;
  readonly values: Readonly<Record<string, number>>;
  readonly actions: readonly Action[];
}

function bannersOf(course: CourseData, session: Session, dismiss: (key: string) => void): Banner[] {
  const banners: Banner[] = [];
  const say = (key: string, warning = false, actions: readonly Action[] = [], values = {}) =>
    banners.push({ key, warning, actions, values });
  // On the web there is no LMS to miss, and a search still under way is nothing to worry about.
  const { reason, mode, notice, offer } = session;
  if (reason === 'connection.reading')
    say(reason, false, [{ name: 'take-over', press: () => session.takeOver(), primary: true }]);
  else if (course.home === 'web' ? reason === 'connection.elsewhere' : !/^$|searching$|asking$/.test(reason))
    say(reason, true);
  if (mode !== 'normal') say(`mode-${mode}`);
  if (notice !== '') say(notice, false, [{ name: 'dismiss', press: () => dismiss(notice) }]);
  if (offer !== null && !offer.dismissed) {
    const aside = () => session.dismissOffer();
    const { answers, cards } = offer;
    if (offer.taken)
      say('offer-taken', false, [
        { name: 'offer-undo', press: () => session.returnOffer() },
        { name: 'dismiss', press: aside },
      ]);
    else
      say(
        'offer',
        false,
        [
          { name: 'offer-take', press: () => session.takeOffer(), primary: true },
          { name: 'offer-decline', press: aside },
        ],
        { answers, cards },
      );
  }
  return banners;
}
