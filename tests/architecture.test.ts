import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));

/** The rooms, each on its floor. */
const FLOORS: Readonly<Record<string, number>> = {
  core: 0,
  api: 1,
  runtime: 1,
  advice: 2,
  db: 2,
  index: 2,
  models: 2,
  net: 2,
  fingerprint: 3,
  notices: 3,
  seen: 3,
  calibrate: 4,
  evidence: 4,
  ingest: 4,
  'opt-out': 4,
  rows: 4,
  check: 5,
  cases: 6,
  service: 7,
  http: 8,
  'server.ts': 9,
  web: 10,
  cli: 10,
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(sep).join('/'))
  .filter((file) => /\.tsx?$/.test(file));

const IMPORT =
  /^\s*(?:import|export)\s[^;]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)|^\s*import\s+'(\.[^']+)'/gm;

const importsOf = new Map(files.map((file) => [file, localImports(file)]));

/** Where times that files or the database hold are compared with now. */
const DATED_BY_OTHERS = [
  'runtime/processes/claim-files.ts',
  'index/segment/files.ts',
  'ingest/publish/checkpoints.ts',
];

function localImports(file: string): string[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [...text.matchAll(IMPORT)]
    .map((match) => match[1] ?? match[2] ?? match[3])
    .map((path) => resolved(file, path));
}

/** What an import of a file names, from src/ on. */
function resolved(file: string, path: string): string {
  return relative(SRC, normalize(join(SRC, dirname(file), path)))
    .split(sep)
    .join('/');
}

/** Of the page what looks at pictures by itself, with the code of the service. */
const PRIVATE = 'web/private/';

/** Files of which one bundles values, and not types alone. */
function valuesOf(file: string): string[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  const paths = [...text.matchAll(/^import (?!type )[^;]*? from '(\.[^']+)'/gm)].map(([, path]) => path);
  return paths.map((path) => resolved(file, path));
}

const roomOf = (file: string): string => file.split('/')[0];

/** Steps of the two sentences, which only the files beside them may order. */
const STEPS = /^(check|ingest)\/(receive|search|verify|verdict|manifest|fetch|embeddings|publish)\//;
const stepOf = (file: string): string | null => STEPS.exec(file)?.[0] ?? null;

describe('the house', () => {
  it('has files, and every import names one of them', () => {
    expect(files.length).toBeGreaterThan(40);
    const missing = files.flatMap((file) =>
      (importsOf.get(file) ?? [])
        .filter((path) => /\.tsx?$/.test(path) && !files.includes(path))
        .map((path) => `${file} -> ${path}`),
    );
    expect(missing).toEqual([]);
  });

  it('has every room on a floor, and no floor for a room that is not there', () => {
    const rooms = [...new Set(files.map(roomOf))];
    expect(Object.keys(FLOORS).toSorted()).toEqual(rooms.toSorted());
  });

  it('imports only its own room or a lower floor', () => {
    const wrong = files.flatMap((file) => {
      const from = roomOf(file);
      return (importsOf.get(file) ?? [])
        .filter((path) => roomOf(path) !== from && FLOORS[roomOf(path)] >= FLOORS[from])
        .map((path) => `${file} (floor ${FLOORS[from]}) -> ${path} (floor ${FLOORS[roomOf(path)]})`);
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the steps of a sentence apart', () => {
    const wrong = files.flatMap((file) => {
      const step = stepOf(file);
      if (step === null) return [];
      return (importsOf.get(file) ?? [])
        .filter((path) => ![null, step].includes(stepOf(path)))
        .map((path) => `${file} -> ${path}`);
    });
    expect(wrong).toEqual([]);
  });

  it('bundles with the page values of core/ alone, which is pure; from elsewhere it has types', () => {
    const values = files
      .filter((file) => file.startsWith('web/') && !file.startsWith(PRIVATE))
      .flatMap((file) =>
        [...readFileSync(join(SRC, file), 'utf8').matchAll(/^import (?!type )[^;]*? from '(\.[^']+)'/gm)]
          .map(([, path]) => resolved(file, path))
          .filter((path) => !/^(web|core)\//.test(path))
          .map((path) => `${file} -> ${path}`),
      );
    expect(values).toEqual([]);
  });

  it('bundles with the thread that looks at pictures in a browser nothing of Node, and of packages what is made for browsers', () => {
    const reached = new Set<string>();
    const visit = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const next of valuesOf(file)) visit(next);
    };
    for (const file of files) if (file.startsWith(PRIVATE)) visit(file);
    const packages = [...reached].flatMap((file) =>
      [
        ...readFileSync(join(SRC, file), 'utf8').matchAll(/^import (?!type )[^;]*? from '([^.'][^']*)'/gm),
      ].map(([, name]) => `${file}: ${name}`),
    );
    expect(packages.filter((line) => !/: (@noble\/hashes|onnxruntime-web)\//.test(line))).toEqual([]);
    const rooms = [...reached].filter(
      (file) =>
        !/^(web|core|fingerprint|models)\/|^runtime\/kernel-instance\.ts$|^check\/(verify\/(geometry\/|beneath-words)|placed)/.test(
          file,
        ),
    );
    expect(rooms).toEqual([]);
  });

  it('keeps check and ingest apart', () => {
    const mixed = files.filter((file) =>
      (importsOf.get(file) ?? []).some(
        (path) =>
          (file.startsWith('check/') && path.startsWith('ingest/')) ||
          (file.startsWith('ingest/') && path.startsWith('check/')),
      ),
    );
    expect(mixed).toEqual([]);
  });

  it('keeps the core free of packages and of Node', () => {
    const impure = files.filter(
      (file) => file.startsWith('core/') && /from '[^.]/.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(impure).toEqual([]);
  });

  it('states the types of the API by TypeBox alone', () => {
    const others = files.filter(
      (file) =>
        file.startsWith('api/') && /from '(?!typebox'|\.)/.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(others).toEqual([]);
  });

  it('has no cycle', () => {
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) throw new Error([...path.slice(path.indexOf(file)), file].join(' -> '));
      if (done.has(file)) return;
      for (const next of importsOf.get(file) ?? []) if (files.includes(next)) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) expect(() => visit(file, [])).not.toThrow();
  });

  it('has no barrel', () => {
    const barrels = files.filter((file) =>
      /^export (\*|\{[^}]*\}) from/m.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(barrels).toEqual([]);
  });

  it('reads the environment in runtime/ alone', () => {
    const readers = files.filter((file) => readFileSync(join(SRC, file), 'utf8').includes('process.env'));
    expect(readers.filter((file) => !file.startsWith('runtime/'))).toEqual([]);
    expect(readers).toContain('runtime/config.ts');
  });

  it('writes to a terminal by cli/terminal.ts, which lets nothing steer it; progress draws its own line', () => {
    const writers = files.filter(
      (file) =>
        !file.startsWith('web/') &&
        /process\.std(out|err)|\bconsole\./.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(writers.toSorted()).toEqual(['cli/progress.ts', 'cli/terminal.ts']);
  });

  it('parses addresses by core/parse-url.ts: URL.canParse fails on Node 20 once it is optimised', () => {
    const callers = files.filter(
      (file) => !file.startsWith('web/') && /URL\.canParse\(/.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(callers).toEqual([]);
  });

  it('takes ages from core/clock.ts; the wall clock goes back, and is for what other processes wrote down', () => {
    const askers = files.filter(
      (file) => !/^(web|net)\//.test(file) && /Date\.now\(/.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(askers.filter((file) => !DATED_BY_OTHERS.includes(file))).toEqual([]);
  });

  it('keeps what decides a grade in core/calibration.ts: no number of its own stands in check/', () => {
    // Of work and waiting, of a drawing, and of what is shown: none of them changes a grade.
    const others = /^(DEFAULT_LIMIT|MAX_LINKS|MAX_ASKED|GROWTH|MIN_ROWS_A_TASK|DISC_CORNERS|\w+_MS)$/;
    const numbers = files
      .filter((file) => file.startsWith('check/') || file === 'core/evidence.ts')
      .flatMap((file) =>
        [
          ...readFileSync(join(SRC, file), 'utf8').matchAll(
            /^(?:export )?const (\w+)(?:: number)? = -?[\d.]/gm,
          ),
        ]
          .filter(([, name]) => !others.test(name))
          .map(([, name]) => `${file}: ${name}`),
      );
    expect(numbers).toEqual([]);
  });

  it('has no file over 300 lines', () => {
    const long = files.filter((file) => readFileSync(join(SRC, file), 'utf8').split('\n').length > 300);
    expect(long).toEqual([]);
  });

  it('keeps each sentence in one place: the runs fit on a screen or two', () => {
    for (const run of ['check/run.ts', 'ingest/run.ts']) {
      expect(readFileSync(join(SRC, run), 'utf8').split('\n').length).toBeLessThan(130);
    }
  });
});
