import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Every command of a ```sh block of README.md and docs/, in order: with its lines that go on, without its comments. */
export function commandsOfDocs(): { file: string; command: string }[] {
  const docs = readdirSync(`${ROOT}docs`).filter((name) => name.endsWith('.md'));
  const files = ['README.md', ...docs.toSorted().map((name) => `docs/${name}`)];
  return files.flatMap((file) =>
    commandsIn(readFileSync(ROOT + file, 'utf8')).map((command) => ({ file, command })),
  );
}

function commandsIn(markdown: string): string[] {
  return [...markdown.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block]) => {
    const commands: string[] = [];
    let open = '';
    for (const line of block.split('\n')) {
      if (open === '' && /^\s*(#|$)/.test(line)) continue;
      open += (open === '' ? '' : '\n') + line;
      if (goesOn(open)) continue;
      commands.push(open.replace(/\s+# [^'"]*$/, ''));
      open = '';
    }
    return open === '' ? commands : [...commands, open];
  });
}

function goesOn(text: string): boolean {
  return text.endsWith('\\') || text.split("'").length % 2 === 0;
}
