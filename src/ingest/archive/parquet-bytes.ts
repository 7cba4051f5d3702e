import type { AsyncBuffer } from 'hyparquet';
import type { OpenInput } from '../inputs/input.ts';

/**
 * An open file, as hyparquet reads it.
 * @throws Error from `slice`, where the file ends before
 */
export function asBuffer(file: OpenInput): AsyncBuffer {
  const { byteLength } = file;
  return {
    byteLength,
    async slice(start, end = byteLength) {
      if (!(start >= 0 && end >= start && end <= byteLength)) {
        throw new Error(`it ends at byte ${byteLength}, before byte ${end}`);
      }
      const ended = (at: number): Error => new Error(`it ends at byte ${at}, before byte ${end}`);
      return (await file.read(start, end - start, ended)).buffer;
    },
  };
}
