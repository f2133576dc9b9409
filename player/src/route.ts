import type { CourseData } from './course';

/** What the address of the shell names after `#/`: the cover (''), a lesson, a block of it or a section of a text. */
export interface Route {
  readonly lesson: string;
  readonly block: string;
}

export const COVER: Route = { lesson: '', block: '' };

/** The route in a hash such as `#/lesson/block`; null where the hash is something else. */
export function readHash(hash: string): Route | null {
  const match = /^#\/([a-z0-9-]*)(?:\/([a-z0-9_-]*))?$/.exec(hash);
  return match === null ? null : { lesson: match[1] ?? '', block: match[2] ?? '' };
}

export const writeHash = ({ lesson, block }: Route): string =>
  `#/${lesson}${block === '' ? '' : `/${block}`}`;

/** Where a link inside the package leads; null where it leaves the package or stays on the page. */
export function routeOf(link: string, shell: string, course: CourseData): Route | null {
  let target: URL;
  try {
    target = new URL(link, shell);
  } catch {
    return null;
  }
  const home = new URL(shell);
  const folder = home.pathname.slice(0, home.pathname.lastIndexOf('/') + 1);
  if (target.origin !== home.origin || !target.pathname.startsWith(folder)) return null;
  const file = target.pathname.slice(folder.length);
  if (file === 'index.html' || file === '') return readHash(target.hash) ?? COVER;
  const lesson = course.lessons.find(({ href }) => href === file);
  return lesson === undefined ? null : { lesson: lesson.id, block: target.hash.slice(1) };
}
