import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const ALL = ['tests/**/*.test.ts'];

/** The suites that do more in `npm run test:long`, as they say themselves: see tests/helpers/size.ts. */
function longSuites(): string[] {
  return readdirSync('tests', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `tests/${file}`)
    .filter((file) => readFileSync(file, 'utf8').includes('helpers/size.ts'));
}

export default defineConfig(({ mode }) => ({
  test: {
    include: mode === 'long' ? longSuites() : ALL,
    // Threads and commands are run from dist/.
    globalSetup: 'tests/helpers/build.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two at a time: several suites start worker threads of their own.
    maxWorkers: 2,
    env: {
      TEST_SIZE: mode === 'long' ? 'full' : 'sample',
      // As src/runtime/native-telemetry.ts does for the service: here a test may load the library by itself.
      ORT_DISABLE_TELEMETRY: '1',
    },
  },
}));
