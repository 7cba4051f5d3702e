import { zip } from '../zip.ts';

/** A ZIP that is small, and would take far more to unpack than it has. */
export interface ZipBomb {
  name: string;
  bytes: () => Uint8Array;
}

const MIB = 2 ** 20;

const many = (count: number, content: Buffer, name: (n: number) => string): Record<string, Buffer> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [name(n), content]));

export const ZIP_BOMBS: readonly ZipBomb[] = [
  { name: 'ZIP: a picture of 200 MiB', bytes: () => zip({ 'a.png': Buffer.alloc(200 * MIB) }, true) },
  {
    name: 'ZIP: 40 pictures of 32 MiB',
    bytes: () =>
      zip(
        many(40, Buffer.alloc(32 * MIB), (n) => `${n}.png`),
        true,
      ),
  },
  {
    name: 'ZIP: 65,000 files',
    bytes: () =>
      zip(
        many(65_000, Buffer.alloc(0), (n) => `${n}.txt`),
        false,
      ),
  },
  {
    name: 'ZIP: 5,000 pictures',
    bytes: () =>
      zip(
        many(5_000, Buffer.alloc(1), (n) => `${n}.jpg`),
        false,
      ),
  },
  {
    // The reader finds out as it unpacks.
    name: 'ZIP: a picture that says it has 100 bytes and has 64 MiB',
    bytes: () => {
      const bytes = zip({ 'a.png': Buffer.alloc(64 * MIB) }, true);
      for (const [signature, at] of [
        ['PK\x03\x04', 22],
        ['PK\x01\x02', 24],
      ] as const) {
        bytes.writeUInt32LE(100, bytes.indexOf(signature) + at);
      }
      return bytes;
    },
  },
];
