import type { Attach } from './context';
import { type CourseData, readCourse } from './course';
import { restoreDisplay } from './display';
import { elapsing } from './elapsed';
import { withParts } from './late';
import type { runPage } from './page';
import type { Session } from './session';
import { Shell } from './shell';
import { breath } from './slices';
import { textsOf } from './strings';

/** What keeps the learner's work. */
export interface Keeper {
  readonly session: Session;
  /** Where a server asks and marks the quizzes: what brings them to life. */
  readonly remoteQuiz?: Attach;
  /** What goes with every request for a lesson. */
  readonly headers?: () => Readonly<Record<string, string>>;
}

/** What brings a lesson page to life that is read from disk; without it the page can be read all the same. */
export const DISK: { run?: typeof runPage } = {};

const chance = {
  now: () => Date.now(),
  elapsed: elapsing(() => performance.now(), Date.now),
  seed: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
};

/** Bring the page to life; `open` finds who keeps the work of the course in it. */
export function start(open: (course: CourseData) => Keeper): void {
  restoreDisplay();
  const main = document.querySelector<HTMLElement>('#shell_main');
  if (main === null) return;
  const course = readCourse(document);
  const fromDisk = location.protocol === 'file:';
  if (course === null && !fromDisk) {
    // The session lives in the shell: a lesson opened by itself opens inside it.
    const block = location.hash.length > 1 ? `/${location.hash.slice(1)}` : '';
    location.replace(`index.html#/${main.dataset.lesson ?? ''}${block}`);
    return;
  }
  document.documentElement.classList.add('scripted');
  if (course === null || (fromDisk && main.dataset.lesson !== undefined)) {
    withParts(
      ['disk'],
      () => DISK.run?.(main, chance),
      () => {},
    );
    return;
  }
  const { headers, ...keeper } = open(course);
  const shell = new Shell(
    {
      ...chance,
      ...keeper,
      course,
      texts: textsOf(course.strings),
      fromDisk,
      ended: new AbortController().signal,
      fetch: (input, init) => window.fetch(input, { ...init, headers: { ...headers?.() } }),
    },
    main,
  );
  // The cover is seen before more is done, unless a lesson is on its way already.
  if (window.hornbookAsked !== undefined) shell.start();
  else void breath().then(() => shell.start());
}
