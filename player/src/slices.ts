/** So many things are done at once without anybody noticing; more are done in slices. */
export const AT_ONCE = 40;
/** Milliseconds of a slice, after which the page may answer the learner. */
export const SLICE = 12;

/** Let the page do what waits (input, painting) before the next long piece of work. */
export const breath = (): Promise<void> => new Promise((resolve) => window.setTimeout(resolve));

/** How long to wait for a page to be painted: one in a window that nobody sees never is. */
const UNSEEN = 250;

/** Let the page be painted as it is now. */
export const painted = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => window.setTimeout(resolve));
    window.setTimeout(resolve, UNSEEN);
  });

/**
 * Do something with each item, in order. Few items are done before this returns; of many the rest comes in slices,
 * between which the page stays responsive. `done` is called after the last; nothing more is once `signal` is aborted.
 */
export function inSlices<Item>(
  items: readonly Item[],
  signal: AbortSignal,
  work: (item: Item, position: number) => void,
  done: () => void,
): void {
  let position = 0;
  const slice = () => {
    if (signal.aborted) return;
    const end = performance.now() + SLICE;
    while (position < items.length) {
      work(items[position] as Item, position);
      position++;
      if (items.length > AT_ONCE && performance.now() >= end) {
        window.setTimeout(slice);
        return;
      }
    }
    done();
  };
  slice();
}
