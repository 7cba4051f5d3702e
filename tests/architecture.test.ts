import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));

/** Rooms and their floors; the longest matching path wins. Sub-rooms of one floor do not see each other. */
const FLOORS: readonly [room: string, floor: number][] = [
  ['core', 0],
  ['config', 1],
  ['knowledge', 1],
  ['workers', 1],
  ['archive', 2],
  ['db', 2],
  ['net', 2],
  ['image', 2],
  ['embed', 2],
  ['index', 2],
  ['fingerprint', 3],
  ['takedown', 3],
  ['takedown/notice', 3],
  ['takedown/case', 4],
  ['exposure', 3],
  ['lookup', 3],
  ['suppression', 3],
  ['evidence-pack', 3],
  ['opt-out', 3],
  ['ingest/manifest', 3],
  ['ingest/fetch', 3],
  ['ingest/embeddings', 3],
  ['ingest/publish', 3],
  ['check/receive', 3],
  ['check/search', 3],
  ['check/verify', 3],
  ['check/verdict', 3],
  ['ingest', 4],
  ['check', 4],
  ['http', 5],
  ['web', 5],
  ['commands', 6],
  ['', 7],
];

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(sep).join('/'))
  .filter((file) => file.endsWith('.ts'));

const IMPORT =
  /^\s*(?:import|export)\s[^;]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)|^\s*import\s+'(\.[^']+)'/gm;

const importsOf = new Map(files.map((file) => [file, localImports(file)]));

/** Where times that files or the database hold are compared with now. */
const DATED_BY_OTHERS = ['db/claim-files.ts', 'index/segment-files.ts', 'ingest/publish/file-marks.ts'];

function localImports(file: string): string[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [...text.matchAll(IMPORT)]
    .map((match) => match[1] ?? match[2] ?? match[3])
    .map((path) => relative(SRC, normalize(join(SRC, dirname(file), path))))
    .map((path) => path.split(sep).join('/'));
}

function roomOf(file: string): { room: string; floor: number } {
  const fitting = FLOORS.filter(([room]) => room === '' || file.startsWith(`${room}/`));
  const [room, floor] = fitting.reduce((best, next) => (next[0].length > best[0].length ? next : best));
  return { room, floor };
}

describe('the house', () => {
  it('has files, and every import names one of them', () => {
    expect(files.length).toBeGreaterThan(40);
    const missing = files.flatMap((file) =>
      (importsOf.get(file) ?? [])
        .filter((path) => path.endsWith('.ts') && !files.includes(path))
        .map((path) => `${file} -> ${path}`),
    );
    expect(missing).toEqual([]);
  });

  it('has every folder on a floor', () => {
    const homeless = files.filter((file) => file.includes('/') && roomOf(file).room === '');
    expect(homeless).toEqual([]);
  });

  it('imports only its own room or a lower floor', () => {
    const wrong = files.flatMap((file) => {
      const from = roomOf(file);
      return (importsOf.get(file) ?? [])
        .filter((path) => {
          const to = roomOf(path);
          return to.room !== from.room && to.floor >= from.floor;
        })
        .map((path) => `${file} (floor ${from.floor}) -> ${path} (floor ${roomOf(path).floor})`);
    });
    expect(wrong).toEqual([]);
  });

  it('gives the page nothing but types from elsewhere, since only web/ is served', () => {
    const values = files
      .filter((file) => file.startsWith('web/'))
      .filter((file) =>
        [
          ...readFileSync(join(SRC, file), 'utf8').matchAll(/^import (?!type )[^;]*? from '(\.[^']+)'/gm),
        ].some(([, path]) => !path.startsWith('./')),
      );
    expect(values).toEqual([]);
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

  it('reads the environment in config/ alone', () => {
    const readers = files.filter((file) => readFileSync(join(SRC, file), 'utf8').includes('process.env'));
    expect(readers.filter((file) => !file.startsWith('config/'))).toEqual([]);
    expect(readers).toContain('config/config.ts');
  });

  it('writes to a terminal by commands/terminal.ts, which lets nothing steer it; progress draws its own line', () => {
    const writers = files.filter(
      (file) =>
        !file.startsWith('web/') &&
        /process\.std(out|err)|\bconsole\./.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(writers.toSorted()).toEqual(['commands/progress.ts', 'commands/terminal.ts']);
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
    const others = /^(DEFAULT_LIMIT|MOST_LINKS|MOST_ASKED|GROWTH|LEAST_ROWS_A_TASK|DISC_CORNERS|\w+_MS)$/;
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
