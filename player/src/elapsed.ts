/** What the clock on the wall may gain on the other before it counts (milliseconds): less is how exactly they are read. */
const NOTICED = 1000;

/**
 * Milliseconds that never run backwards. The monotonic clock stands still on some systems while the computer sleeps; the
 * clock on the wall goes on, and may be set. Between two looks the one counts that went further.
 */
export function elapsing(monotonic: () => number, wall: () => number): () => number {
  let before = { monotonic: monotonic(), wall: wall() };
  let sum = 0;
  return () => {
    const now = { monotonic: monotonic(), wall: wall() };
    const passed = now.monotonic - before.monotonic;
    const slept = now.wall - before.wall - passed;
    before = now;
    sum += slept > NOTICED ? passed + slept : passed;
    return sum;
  };
}
