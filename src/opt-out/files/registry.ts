import { TrainspotError } from '../../core/errors.ts';
import type { OptOutFile } from '../../api/opt-out.ts';
import { parseUrl } from '../../core/parse-url.ts';
import { apacheLines, caddyLines, metaTagLines, nginxLines } from './server-lines.ts';
import { aiTxtFile, robotsFile, tdmrepFile } from './site-files.ts';
import type { OptOutFileKind, OptOutStatement } from './wish.ts';

const KINDS: readonly OptOutFileKind[] = [
  robotsFile,
  aiTxtFile,
  tdmrepFile,
  nginxLines,
  apacheLines,
  caddyLines,
  metaTagLines,
];

/**
 * Every file and all the lines that an artist can publish, in the order in which they are worth it.
 * @throws TrainspotError `address-invalid` where the policy is no web address
 */
export function writeOptOutFiles({ keepOut, policyUrl }: OptOutStatement): OptOutFile[] {
  const wish = { keepOut, policyUrl: policyUrl === null ? null : policyAddress(policyUrl) };
  return KINDS.map((write) => write(wish));
}

/** Letters that an address may have, and that mean something else to nginx, Apache, Caddy or HTML. */
const SPECIAL = /['"$\\{}<>`]|%(?![0-9a-f]{2})/gi;

/** As the URL standard writes it, and so that nothing in it can end the line it stands in. */
function policyAddress(text: string): string {
  const url = parseUrl(text);
  if (url !== null && /^https?:$/.test(url.protocol)) {
    return url.href.replace(SPECIAL, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  }
  throw new TrainspotError(
    'address-invalid',
    'The page with your terms is no web address. Give one like https://example.org/terms, or leave it out.',
  );
}
