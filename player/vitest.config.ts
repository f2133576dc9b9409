import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'happy-dom',
    // A frame of a video service is looked at, never loaded.
    environmentOptions: {
      happyDOM: { settings: { disableIframePageLoading: true, handleDisabledFileLoadingAsSuccess: true } },
    },
    setupFiles: ['tests/parts.ts'],
    // No test here measures time: thousands of random cases may take long on a busy machine.
    testTimeout: 60_000,
    include: ['tests/**/*.test.ts'],
    // The core runs on two shared cores in continuous integration: one worker is as fast and kinder.
    maxWorkers: 2,
  },
});
