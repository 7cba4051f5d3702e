import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Threads and commands are run from dist/.
    globalSetup: 'tests/helpers/build.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two at a time: several suites start worker threads of their own.
    maxWorkers: 2,
    // As src/config/native-telemetry.ts does for the service: here a test may load the library by itself.
    env: { ORT_DISABLE_TELEMETRY: '1' },
  },
});
