import { readCourse } from './course';
import { restoreDisplay } from './display';
import { readOpening } from './homes/lti/opening';
import { LtiSession } from './homes/lti/session';
import { runPage } from './page';
import { openSession } from './session';
import { Shell } from './shell';
import { textsOf } from './strings';

const chance = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  seed: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
};

function run(): void {
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
  if (course === null) {
    runPage(main, chance);
    return;
  }
  const opening = course.home === 'lti' ? readOpening(document) : null;
  const tool = opening === null ? undefined : new LtiSession(course, opening, window);
  const session = tool ?? openSession(course, window);
  const texts = textsOf(course.strings, document.documentElement.lang);
  const shell = new Shell(
    {
      ...chance,
      course,
      session,
      ...(tool === undefined ? {} : { tool }),
      texts,
      fromDisk,
      ended: new AbortController().signal,
      fetch: (input, init) => window.fetch(input, { ...init, headers: { ...tool?.transport.headers } }),
    },
    main,
  );
  shell.start();
}

run();
