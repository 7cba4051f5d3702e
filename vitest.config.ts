import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const ALL = readdirSync('tests', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => `tests/${file}`);

const holds = (suite: string, words: RegExp): boolean => words.test(readFileSync(suite, 'utf8'));

/** Does more at full size: see tests/helpers/size.ts. */
const isLong = (suite: string): boolean => holds(suite, /helpers\/size\.ts/);

/**
 * Needs a process of its own, since it changes a module before it is loaded, measures the whole heap, or draws, for which sharp
 * must be as it was loaded; or starts commands and servers, and loads little itself.
 */
const isAlone = (suite: string): boolean =>
  holds(suite, /\bvi\.(mock|hoisted)\(|--expose-gc|\/scripts\/(eval|grades)\//) ||
  /^tests\/(cli|clients|e2e)\//.test(suite);

/**
 * The long suites first of those that share processes, and of those that do not: the last one left another core idle for
 * minutes.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLater = ({ project, moduleId }: TestSpecification): number =>
      (project.name === 'alone' ? 0 : 2) + (isLong(relative(process.cwd(), moduleId)) ? 0 : 1);
    return sorted.toSorted((a, b) => isLater(a) - isLater(b));
  }
}

export default defineConfig(({ mode }) => {
  const suites = mode === 'long' ? ALL.filter(isLong) : ALL;
  const test: TestProjectInlineConfiguration['test'] = {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: {
      TEST_SIZE: mode === 'long' || mode === 'full' ? 'full' : 'sample',
      // As src/runtime/native-telemetry.ts does for the service: here a test may load the library by itself.
      ORT_DISABLE_TELEMETRY: '1',
    },
  };
  return {
    test: {
      // Threads and commands are run from dist/.
      globalSetup: 'tests/helpers/build.ts',
      // Two at a time: several suites start worker threads of their own.
      maxWorkers: 2,
      sequence: { sequencer: LongestFirst },
      projects: [
        // Modules are loaded once for all of them: to load them for each took as long as a third of the tests.
        {
          test: {
            ...test,
            name: 'together',
            include: suites.filter((suite) => !isAlone(suite)),
            isolate: false,
            setupFiles: [
              // It changes sharp for its process, which so is the same for all of them, whichever come first.
              'src/fingerprint/decode/bounded-sharp.ts',
              'tests/helpers/hold-pglite.ts',
            ],
          },
        },
        {
          test: {
            ...test,
            name: 'alone',
            include: suites.filter(isAlone),
          },
        },
      ],
    },
  };
});
