import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PAGES = readdirSync(join(ROOT, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);
const FILES = ['README.md', 'CONTRIBUTING.md', ...PAGES];

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const withoutBlocks = (markdown: string): string => markdown.replaceAll(/^```.*?^```/gms, '');

/** Where the links of a file lead within the project, from its root, with the heading that they name. */
function linksOf(file: string): { to: string; heading: string | undefined }[] {
  return [...withoutBlocks(textOf(file)).matchAll(/\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(
    ([, path, heading]) => ({ to: path === '' ? file : normalize(join(dirname(file), path)), heading }),
  );
}

/** The name by which GitHub links to each heading. */
function headingsOf(file: string): string[] {
  return [...withoutBlocks(textOf(file)).matchAll(/^#+ (.*)$/gm)].map(([, words]) =>
    words
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What a file names of the sources, in backticks. */
function pathsIn(file: string): string[] {
  const named = /`((?:src|tests|scripts|docs|migrations|assets|\.ci)\/[^`\s]*)`/g;
  return [...textOf(file).matchAll(named)].map(([, path]) => path);
}

describe('the docs', () => {
  it.each(FILES)('have links that lead somewhere: %s', (file) => {
    const broken = linksOf(file).filter(
      ({ to, heading }) =>
        !existsSync(join(ROOT, to)) || (heading !== undefined && !headingsOf(to).includes(heading)),
    );
    expect(broken).toEqual([]);
  });

  it.each(FILES)('name files that are there: %s', (file) => {
    expect(pathsIn(file).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('have no page that the README does not lead to', () => {
    const reached = new Set(['README.md']);
    for (const file of reached) {
      for (const { to } of linksOf(file)) if (FILES.includes(to)) reached.add(to);
    }
    expect(FILES.filter((file) => !reached.has(file))).toEqual([]);
  });

  it('begin with a README that is read in two minutes, for three readers', () => {
    expect(textOf('README.md').split(/\s+/).length).toBeLessThanOrEqual(450);
    const led = linksOf('README.md').map(({ to }) => to);
    expect(led).toEqual(
      expect.arrayContaining(['docs/artists.md', 'docs/rest.md', 'docs/indexing.md', 'LICENSE']),
    );
  });

  it('tell each setting once, in a table', () => {
    const source = textOf('src/runtime/config.ts');
    const settings = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): Type\./gm)].map(([, name]) => name);
    expect(settings.length).toBeGreaterThan(20);
    const pages = PAGES.filter((page) => /^\| variable /m.test(textOf(page)));
    const rows = pages.flatMap((page) => textOf(page).match(/^\| `[A-Z][A-Z_]+`[^|]*\|/gm) ?? []);
    const told = rows.flatMap((row) => [...row.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name));
    expect(told.toSorted()).toEqual(settings.toSorted());
  });

  it('tell each stage that is timed, and no other', () => {
    const types = /export type \w+Stage =([^;]+);/g;
    const stages = [...textOf('src/runtime/stages.ts').matchAll(types)].flatMap(([, names]) =>
      [...names.matchAll(/'([\w-]+)'/g)].map(([, name]) => name),
    );
    const [, table] = textOf('docs/operating.md').split(/^\| stage .*$/m);
    const told = [...table.matchAll(/^\| (`[^|]*)\|/gm)].flatMap(([, cell]) =>
      [...cell.matchAll(/`([\w-]+)`/g)].map(([, name]) => name),
    );
    expect(told.toSorted()).toEqual(stages.toSorted());
  });

  it('walk through the house by no more files than a walk may have, each once', () => {
    const most = {
      'A picture': 40,
      'A picture that stays': 25,
      'A batch': 12,
      'A live picture': 25,
      'A manifest': 40,
      'A setting': 25,
      'A look-up': 25,
    };
    const walks = textOf('CONTRIBUTING.md').split(/^### /m).slice(1);
    expect(walks.length).toBe(Object.keys(most).length);
    for (const [i, [title, hops]] of Object.entries(most).entries()) {
      expect(walks[i].startsWith(title)).toBe(true);
      const files = [...walks[i].split(/^## /m)[0].matchAll(/^\d+\. `([^`]+)`/gm)].map(([, path]) => path);
      expect(files.length).toBeGreaterThan(5);
      expect(files.length).toBeLessThanOrEqual(hops);
      expect(new Set(files).size).toBe(files.length);
    }
  });
});
