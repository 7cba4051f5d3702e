import { foreignContent, headOf } from '../../archive/foreign.ts';
import type { InputFile } from '../../inputs/input.ts';
import type { ManifestContainer } from '../format.ts';
import { explained, fileBytes } from './bytes.ts';

/**
 * Nothing where a file may be what its name says.
 * @throws TrainspotError `manifest-unreadable` where it is a web page, a server's error, a Git LFS pointer or packed, saying
 * so and what to do; what a parser says of such bytes helps nobody
 */
export function refuseForeign(file: InputFile, { isText }: ManifestContainer): Promise<void> {
  return explained(file, async () => {
    const unpacks = isText ? ['gzip'] : [];
    const told =
      foreignContent(await headOf(file), { unpacks, isText }) ??
      (isText ? foreignContent(await firstBytes(file), { isText }) : null);
    if (told !== null) throw new Error(told);
  });
}

/** As they are once they are unpacked; none where they cannot be. */
async function firstBytes(file: InputFile): Promise<Uint8Array> {
  try {
    for await (const chunk of fileBytes(file)) return chunk;
  } catch {
    // Whoever reads the file says what is wrong with it.
  }
  return new Uint8Array();
}
