import type { CourseData } from './course';
import { button, make } from './dom';
import type { Session } from './session';
import type { Texts } from './strings';

/** The standing words above the lesson: no LMS, an LMS that stopped answering, review, what happened to the data. */
export function buildBanners(place: Element, course: CourseData, session: Session, texts: Texts): () => void {
  let dismissed = '';
  let shown = '';
  return () => {
    // Who pressed "Leave" reads on the page itself that the lesson is closed.
    const told = document.querySelector('.left') === null ? '' : 'connection.ended';
    const banners = bannersOf(course, session).filter(({ key }) => key !== dismissed && key !== told);
    const now = banners.map(({ key }) => key).join();
    // The same words are left alone: put there again, they would be read out again.
    if (now === shown) return;
    shown = now;
    place.replaceChildren(
      ...banners.map(({ key, warning, dismissible }) => {
        const banner = make(
          'div',
          { class: `banner banner-${warning ? 'warning' : 'info'}`, role: warning ? 'alert' : 'status' },
          make('p', {}, texts(key)),
        );
        if (dismissible) {
          banner.append(
            button(texts('dismiss'), 'quiet', () => {
              dismissed = key;
              banner.remove();
            }),
          );
        }
        return banner;
      }),
    );
  };
}

interface Banner {
  readonly key: string;
  readonly warning: boolean;
  readonly dismissible: boolean;
}

function bannersOf(course: CourseData, session: Session): Banner[] {
  const banners: Banner[] = [];
  // On the web there is no LMS to miss, and a search still under way is nothing to worry about.
  const quiet =
    (course.home === 'web' && session.reason !== 'connection.elsewhere') ||
    session.reason === 'connection.searching' ||
    session.reason === '';
  if (!quiet) banners.push({ key: session.reason, warning: true, dismissible: false });
  if (session.mode !== 'normal')
    banners.push({ key: `mode-${session.mode}`, warning: false, dismissible: false });
  if (session.notice !== '') banners.push({ key: session.notice, warning: false, dismissible: true });
  return banners;
}
