import { expect, test } from 'vitest';
import { elapsing } from '../src/elapsed';

test('time passes as on the monotonic clock, also in sleep, and whatever the clock on the wall is set to', () => {
  const clocks = { monotonic: 50, wall: 1_000_000 };
  const elapsed = elapsing(
    () => clocks.monotonic,
    () => clocks.wall,
  );
  const after = (monotonic: number, wall: number) => {
    clocks.monotonic += monotonic;
    clocks.wall += wall;
    return elapsed();
  };
  expect(after(1000, 1001)).toBe(1000);
  // Asleep for an hour.
  expect(after(10, 3_600_000)).toBe(3_601_000);
  // Set back by an hour.
  expect(after(1000, -3_600_000)).toBe(3_602_000);
  expect(after(1000, 1000)).toBe(3_603_000);
});
