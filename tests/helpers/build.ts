import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Builds what is newer in the sources than in dist/, once for all suites. */
export default function build(): void {
  const script = fileURLToPath(new URL('../../scripts/build/all.mjs', import.meta.url));
  execFileSync(process.execPath, [script], { stdio: 'inherit' });
}
