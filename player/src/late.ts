import type { LessonBlock } from './course';

/*
 * Parts of the player that only some blocks need. The page names them in the block; each is a script beside this one,
 * asked for when such a block comes near, and once. What a learner asks for by a button, such as a game, comes then:
 * nothing that keeps or marks an answer is among it.
 */

const here = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : '';
const loading = new Map<string, Promise<void>>();
/** Milliseconds after which the parts are loaded though their blocks are still far: the network may go away. */
const PATIENCE = 4000;

/** Milliseconds after which a script that has not come is given up; whoever asks again asks anew. */
const LOAD_LIMIT = 30_000;

/** How long a lesson waits for the parts of what is seen first (milliseconds); without them it is readable all the same. */
const SHOWN_WITHOUT = 1000;

/** True when a block cannot be brought to life yet. */
export const isLate = ({ parts = [] }: Pick<LessonBlock, 'parts'>): boolean =>
  parts.some((part) => !arrived.has(part));

const arrived = new Set<string>();

/** All parts of a block that are not there yet; fails when one could not be loaded, and may then be asked again. */
export async function loadParts({ parts = [] }: Pick<LessonBlock, 'parts'>): Promise<void> {
  await Promise.all(parts.filter((part) => !arrived.has(part)).map(load));
}

/**
 * The parts of the blocks up to the one after a place ('' = the beginning): what stands there is alive when the lesson is
 * shown, and does not grow under the learner's eyes.
 */
export async function partsAround(blocks: readonly LessonBlock[], place: string): Promise<void> {
  const at = blocks.findIndex(({ id }) => id === place);
  const late = blocks.slice(0, at + 2).filter(isLate);
  if (late.length === 0) return;
  const enough = new Promise((resolve) => window.setTimeout(resolve, SHOWN_WITHOUT));
  await Promise.race([Promise.allSettled(late.map(loadParts)), enough]);
}

/** Do what needs parts: now, where they are there; else once they have come. Where they do not, `lost` is told. */
export function withParts(parts: readonly string[], use: () => void, lost: () => void): void {
  if (isLate({ parts })) void loadParts({ parts }).then(use, lost);
  else use();
}

/** Ask for parts that are needed soon; whoever needs them says where they do not come. */
export const expectParts = (parts: readonly string[]): void => void loadParts({ parts }).catch(() => {});

function load(part: string): Promise<void> {
  const known = loading.get(part);
  if (known !== undefined) return known;
  const script = document.createElement('script');
  const coming = new Promise<void>((resolve, reject) => {
    const fail = () => {
      window.clearTimeout(limit);
      loading.delete(part);
      script.remove();
      reject(new Error(`The part ${part} of the player could not be loaded`));
    };
    const limit = window.setTimeout(fail, LOAD_LIMIT);
    script.onerror = fail;
    script.onload = () => {
      // A login page of the LMS comes in good health, too, and is none: a part says itself that it ran to its end.
      if (script.dataset.ran === undefined) return fail();
      window.clearTimeout(limit);
      arrived.add(part);
      resolve();
    };
  });
  loading.set(part, coming);
  script.src = here.replace(/[^/]*$/, `player-${part}.js`);
  document.head.append(script);
  return coming;
}

/** Say that the parts are there already: the LTI tool's player and the tests have them in one script. */
export function haveParts(...parts: string[]): void {
  for (const part of parts) arrived.add(part);
}

/** Call back once: when the element is within a window's height of being seen, or after some seconds. */
export function whenNear(element: Element, signal: AbortSignal, near: () => void): void {
  const observer = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && call(),
    { rootMargin: '100% 0px' },
  );
  const timer = window.setTimeout(call, PATIENCE);
  observer.observe(element);
  signal.addEventListener('abort', stop);

  function stop(): void {
    window.clearTimeout(timer);
    observer.disconnect();
  }
  function call(): void {
    stop();
    if (!signal.aborted) near();
  }
}
