import { foreignContent, headOf } from '../../archive/foreign.ts';
import type { ManifestContainer } from '../format.ts';
import { explained, fileBytes } from './bytes.ts';

/**
 * Nothing where a file may be what its name says.
 * @throws TrainspotError `manifest-unreadable` where it is a web page, a server's error, a Git LFS pointer or packed, saying
 * so and what to do; what a parser says of such bytes helps nobody
 */
export function refuseForeign(path: string, { isText }: ManifestContainer): Promise<void> {
  return explained(path, async () => {
    const unpacks = isText ? ['gzip'] : [];
    const told =
      foreignContent(await headOf(path), { unpacks, isText }) ??
      (isText ? foreignContent(await firstBytes(path), { isText }) : null);
    if (told !== null) throw new Error(told);
  });
}

/** As they are once they are unpacked; none where they cannot be. */
async function firstBytes(path: string): Promise<Uint8Array> {
  try {
    for await (const chunk of fileBytes(path)) return chunk;
  } catch {
    // Whoever reads the file says what is wrong with it.
  }
  return new Uint8Array();
}
