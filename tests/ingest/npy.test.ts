import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localFile } from '../../src/ingest/inputs/local.ts';
import { fileSource, openNpy, type ByteSource } from '../../src/ingest/embeddings/npy.ts';
import { parseNpyHeader } from '../../src/ingest/embeddings/npy-header.ts';
import { npzSource } from '../../src/ingest/embeddings/npz.ts';
import { hasShared, sharedPath } from '../helpers/shared.ts';
import { npy } from './npy-files.ts';
import { zip } from '../../scripts/synthetic/zip.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trainspot-npy-'));
});
afterAll(() => rm(dir, { recursive: true }));

/** The bytes in chunks of these sizes, over and over. */
function source(bytes: Uint8Array, sizes: readonly number[] = [bytes.length]): ByteSource {
  return {
    name: 'a.npy',
    byteLength: bytes.length,
    async *chunks() {
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const end = at + sizes[i % sizes.length];
        yield bytes.subarray(at, end);
        at = end;
      }
    },
  };
}

async function values(from: ByteSource): Promise<number[]> {
  const all: number[] = [];
  for await (const block of (await openNpy(from)).blocks()) for (const value of block) all.push(value);
  return all;
}

describe('an .npy file', () => {
  const rows = [
    [0.5, -0.25, 1, 0],
    [2, 4, -8, 0.125],
    [1, 1, 1, 1],
  ];

  it.each([1, 2, 3] as const)('of version %i is read', async (version) => {
    for (const type of ['<f2', '<f4'] as const) {
      const file = source(npy(rows, { type, version }));
      expect(await openNpy(file)).toMatchObject({ rows: 3, dimensions: 4 });
      expect(await values(file)).toEqual(rows.flat());
    }
  });

  it('is read the same in chunks of any sizes', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.constantFrom('<f2', '<f4'), async (chunks, type) => {
        expect(await values(source(npy(rows, { type }), chunks))).toEqual(rows.flat());
      }),
    );
  });

  it('comes in blocks of whole rows', async () => {
    const many = Array.from({ length: 300 }, (_, i) => new Float32Array(2000).fill(i));
    const path = join(dir, 'many.npy');
    await writeFile(path, npy(many, { type: '<f4' }));
    const blocks: Float32Array[] = [];
    for await (const block of (await openNpy(await fileSource(localFile(path)))).blocks()) blocks.push(block);
    expect(blocks.length).toBeGreaterThan(1);
    expect(blocks.map(({ length }) => length % 2000)).toEqual(blocks.map(() => 0));
    expect(blocks.flatMap((block) => [...block].filter((_, i) => i % 2000 === 1999))).toEqual(
      many.map((_, i) => i),
    );
  });

  it('may have no rows', async () => {
    expect(await values(source(npy([])))).toEqual([]);
  });

  it.each<[what: string, changes: [string, string], why: RegExp]>([
    ['of 64-bit floats', ['<f2', '<f8'], /type '<f8'/],
    ['of big-endian floats', ['<f2', '>f2'], /type '>f2'/],
    ['in Fortran order', ['False', 'True'], /Fortran/],
    ['of one dimension', ['(3, 4)', '(12,)'], /shape is \(12,\)/],
    ['of three dimensions', ['(3, 4)', '(3, 2, 2)'], /shape is \(3, 2, 2\)/],
    ['without a shape', ['shape', 'form'], /no type, order and shape/],
    ['of more rows than it has bytes for', ['(3, 4)', '(4, 4)'], /152 bytes.*4 rows of 4 values are 160/],
  ])('%s is refused with the reason', async (_, changes, why) => {
    await expect(openNpy(source(npy(rows, { changes })))).rejects.toMatchObject({
      code: 'embeddings-unreadable',
      message: expect.stringMatching(why) as string,
    });
  });

  it('that is none, or breaks off, is refused and never read as something else', async () => {
    await expect(openNpy(source(Buffer.from('PK\x03\x04 something else')))).rejects.toThrow(/no \.npy file/);
    await expect(openNpy(source(Buffer.from('\x93NUM', 'latin1')))).rejects.toThrow(/too few/);
    const whole = npy(rows);
    const short = source(whole.subarray(0, -3));
    const cut = { ...source(whole), chunks: () => short.chunks() };
    await expect(values(cut)).rejects.toThrow(/ends within row 2 of 3/);
    await expect(openNpy(await fileSource(localFile(dir))).then(() => null)).rejects.toMatchObject({
      code: 'embeddings-unreadable',
    });
    await expect(fileSource(localFile(join(dir, 'absent.npy')))).rejects.toThrow(
      /'absent.npy'.*no such file/,
    );
  });

  it('never breaks the reader, whatever its header says', () => {
    const start = fc.constantFrom('\x93NUMPY\x01\x00', '\x93NUMPY\x02\x00', '');
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), (magic, rest) => {
        const bytes = Buffer.concat([Buffer.from(magic, 'latin1'), rest]);
        try {
          const header = parseNpyHeader(bytes);
          if (header) expect(header.dimensions).toBeGreaterThan(0);
        } catch (error) {
          expect((error as Error).message).toMatch(/^it(s)? /);
        }
      }),
    );
  });
});

describe('an .npz file', () => {
  const rows = [
    [0.5, -0.25, 1, 0],
    [2, 4, -8, 0.125],
  ];

  it.each([true, false])('is read by the name of its array; deflated: %s', async (deflated) => {
    const path = join(dir, `deflated-${deflated}.npz`);
    await writeFile(path, zip({ 'b32_img.npy': npy(rows), 'l14_img.npy': npy([[1, 2]]) }, deflated));
    expect(await values(await npzSource(localFile(path), 'b32_img'))).toEqual(rows.flat());
    expect(await values(await npzSource(localFile(path), 'l14_img'))).toEqual([1, 2]);
    await expect(npzSource(localFile(path), 'h14_img')).rejects.toThrow(
      /no array 'h14_img', but b32_img, l14_img/,
    );
  });

  it('that is damaged is refused', async () => {
    const path = join(dir, 'damaged.npz');
    const bytes = zip({ 'a.npy': npy(rows) }, false);
    bytes[bytes.indexOf('NUMPY') + 130] ^= 1;
    await writeFile(path, bytes);
    const array = await openNpy(await npzSource(localFile(path), 'a'));
    await expect(values(await npzSource(localFile(path), 'a'))).rejects.toMatchObject({
      code: 'embeddings-unreadable',
    });
    expect(array.rows).toBe(2);
    await writeFile(path, deflateRawSync('no zip'));
    await expect(npzSource(localFile(path), 'a')).rejects.toMatchObject({ code: 'embeddings-unreadable' });
  });

  it('of more arrays than any model has is refused', async () => {
    const path = join(dir, 'many.npz');
    const files = Object.fromEntries(Array.from({ length: 1_001 }, (_, n) => [`a${n}.npy`, Buffer.alloc(0)]));
    await writeFile(path, zip(files, false));
    await expect(npzSource(localFile(path), 'a0')).rejects.toThrow(/1001 files, and 1000 are read at most/);
  });

  it.skipIf(!hasShared)('of numpy’s own is read', async () => {
    const path = sharedPath('manifests/datacomp-00000000.npz');
    expect(await openNpy(await npzSource(localFile(path), 'b32_img'))).toMatchObject({
      rows: 300,
      dimensions: 512,
    });
    const all = await values(await npzSource(localFile(path), 'l14_img'));
    expect(all).toHaveLength(300 * 768);
    expect(Math.hypot(...all.slice(0, 768))).toBeCloseTo(1, 3);
  });
});
