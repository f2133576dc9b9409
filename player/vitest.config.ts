import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    // The core runs on two shared cores in continuous integration: one worker is as fast and kinder.
    maxWorkers: 2,
  },
});
