import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBuffer } from 'yauzl';
import { writeArchive } from '../../src/evidence/archive.ts';
import { buildEvidencePack } from '../../src/evidence/build.ts';
import { canonicalJson } from '../../src/evidence/canonical.ts';
import { sha256Of } from '../../src/runtime/sha256.ts';
import { filesByHeaders } from '../../src/evidence/read-archive.ts';
import { verifyPack } from '../../src/evidence/verify.ts';
import { anEvidenceMatch, theFindings } from './findings.ts';

const { bytes: PACK } = buildEvidencePack(theFindings());

interface Place {
  name: string;
  header: number;
  content: number;
  end: number;
  record: number;
}

/** Where another reader finds the pieces of the pack: its own word is not taken for it. */
async function places(): Promise<Place[]> {
  const entries = await new Promise<{ name: string; header: number; size: number }[]>((resolve, reject) => {
    fromBuffer(Buffer.from(PACK), { lazyEntries: false }, (error, zip) => {
      if (error) return reject(error);
      const found: { name: string; header: number; size: number }[] = [];
      zip.on('entry', ({ fileName, relativeOffsetOfLocalHeader, uncompressedSize }) =>
        found.push({ name: fileName, header: relativeOffsetOfLocalHeader, size: uncompressedSize }),
      );
      zip.on('end', () => resolve(found));
      zip.on('error', reject);
    });
  });
  let record = Math.max(...entries.map(({ header, name, size }) => header + 30 + name.length + size));
  return entries.map(({ name, header, size }) => {
    const content = header + 30 + name.length;
    const place = { name, header, content, end: content + size, record };
    record += 46 + name.length;
    return place;
  });
}

const PLACES = await places();

/** What a change at this byte must be said to be of: the file, and the byte itself where it is the archive's own. */
function expected(at: number): { file: string | null; offset: number } {
  for (const { name, header, content, end, record } of PLACES) {
    if (at >= header && at < content) return { file: name, offset: at };
    if (at >= content && at < end) return { file: name, offset: content };
    if (at >= record && at < record + 46 + name.length) return { file: name, offset: at };
  }
  return { file: null, offset: at };
}

function changed(at: number, mask: number): Uint8Array {
  const copy = Uint8Array.from(PACK);
  copy[at] ^= mask;
  return copy;
}

function expectNamed(at: number, mask: number): void {
  const { isWhole, findings } = verifyPack(changed(at, mask), null);
  expect(isWhole).toBe(false);
  expect(findings.map(({ file, offset }) => ({ file, offset }))).toEqual([expected(at)]);
}

describe('a pack that nobody touched', () => {
  it('is whole, and says its sha256', () => {
    expect(verifyPack(PACK, null)).toEqual({
      isWhole: true,
      isAnchored: false,
      sha256: sha256Of(PACK),
      manifest: {
        createdAt: '2026-11-24T08:16:00.000Z',
        madeBy: expect.stringContaining('Trainspot') as string,
      },
      files: PLACES.length,
      findings: [],
    });
    expect(verifyPack(PACK, sha256Of(PACK).toUpperCase())).toMatchObject({ isWhole: true, isAnchored: true });
  });

  it('is another one where the noted sha256 says so', () => {
    const { isWhole, findings } = verifyPack(PACK, '0'.repeat(64));
    expect(isWhole).toBe(false);
    expect(findings).toMatchObject([
      { file: null, what: expect.stringContaining('not the pack that was noted') as string },
    ]);
  });

  it('is so however many matches, events and odd letters it has', () => {
    const json = fc.jsonValue();
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4 }),
        fc.string({ unit: 'binary' }),
        fc.array(
          fc.record({ at: fc.constant('2026-11-24T08:15:00.000Z'), kind: fc.string(), detail: json }),
          {
            maxLength: 5,
          },
        ),
        (count, caption, events) => {
          const match = anEvidenceMatch();
          const matches = Array.from({ length: count }, () => ({ ...match, row: { ...match.row, caption } }));
          const { bytes } = buildEvidencePack(theFindings({ matches }), events);
          expect(verifyPack(bytes, null)).toMatchObject({ isWhole: true, findings: [] });
        },
      ),
      { numRuns: 12 },
    );
  }, 300_000);
});

describe('a byte that was changed', () => {
  it('is named wherever it lies: every byte of the archive’s own', () => {
    for (let at = 0; at < PACK.length; at++) {
      const { file, offset } = expected(at);
      // Of contents, the first and last bytes here; any of them below.
      if (offset !== at && PLACES.every(({ name, end }) => name !== file || at !== end - 1)) continue;
      expectNamed(at, 1 << (at % 8));
    }
  }, 300_000);

  it('is named wherever it lies, whatever it was changed to', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: PACK.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        expectNamed,
      ),
      { numRuns: 600 },
    );
  }, 300_000);
});

describe('a pack that was', () => {
  it('cut off is not whole at any length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: PACK.length - 1 }), (length) => {
        expect(verifyPack(PACK.subarray(0, length), null).isWhole).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('made longer is not whole, and says from where', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (more) => {
        const { isWhole, findings } = verifyPack(Buffer.concat([PACK, more]), null);
        expect(isWhole).toBe(false);
        expect(findings).toContainEqual({
          file: null,
          offset: PACK.length,
          what: `There are bytes after the archive’s end, at byte ${PACK.length}.`,
        });
      }),
      { numRuns: 40 },
    );
  });

  it('never a pack is not whole, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(verifyPack(bytes, null).isWhole).toBe(false);
      }),
    );
    expect(verifyPack(new Uint8Array(0), null).findings[0].what).toBe('manifest.json is not there.');
  });
});

describe('somebody who computes the archive’s sums anew', () => {
  const files = PLACES.map(({ name, content, end }) => ({ name, bytes: PACK.subarray(content, end) }));
  const replaced = (name: string, text: string) =>
    writeArchive(files.map((file) => (file.name === name ? { name, bytes: Buffer.from(text) } : file)));

  it('is found out by the manifest', () => {
    for (const { name } of files.slice(1)) {
      const { findings } = verifyPack(replaced(name, 'something else'), null);
      expect(findings.map(({ file }) => file)).toEqual([name]);
      expect(findings[0].what).toContain(`${name} was changed. It has 14 bytes in place of`);
    }
  });

  it('is found out by the manifest where a file is taken out or put in', () => {
    const without = verifyPack(writeArchive(files.slice(0, -1)), null);
    expect(without.findings.map(({ what }) => what)).toEqual([`${files.at(-1)!.name} is not there.`]);
    const more = verifyPack(writeArchive([...files, { name: 'more.txt', bytes: Buffer.from('x') }]), null);
    expect(more.findings.map(({ what }) => what)).toEqual(['more.txt is not named in manifest.json.']);
  });

  it('is found out by the chain where only the manifest follows', () => {
    const events = files.find(({ name }) => name === 'events.jsonl')!;
    const lines = Buffer.from(events.bytes).toString().trimEnd().split('\n');
    const first = { ...(JSON.parse(lines[0]) as object), at: '2020-01-01T00:00:00.000Z' };
    const text = `${[canonicalJson(first), ...lines.slice(1)].join('\n')}\n`;
    const manifest = JSON.parse(Buffer.from(files[0].bytes).toString()) as {
      files: { name: string; bytes: number; sha256: string }[];
    };
    const entry = manifest.files.find(({ name }) => name === 'events.jsonl')!;
    Object.assign(entry, { bytes: Buffer.byteLength(text), sha256: sha256Of(text) });
    const forged = writeArchive(
      files.map((file) => {
        if (file.name === 'events.jsonl') return { ...file, bytes: Buffer.from(text) };
        if (file.name === 'manifest.json')
          return { ...file, bytes: Buffer.from(`${canonicalJson(manifest)}\n`) };
        return file;
      }),
    );
    expect(verifyPack(forged, null).findings).toMatchObject([
      { file: 'events.jsonl', what: expect.stringContaining('event 1 does not hold') as string },
    ]);
  });

  it('and everything else too is found out by the noted sha256 alone', () => {
    const forged = buildEvidencePack(theFindings({ operator: 'somebody else' })).bytes;
    expect(verifyPack(forged, null).isWhole).toBe(true);
    expect(verifyPack(forged, sha256Of(PACK)).isWhole).toBe(false);
  });
});

describe('an archive that no pack is', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ name: `f${n}`, bytes: new Uint8Array(0) }));

  it('is not looked into where it has more files than any pack', () => {
    for (const count of [20_001, 60_000]) {
      const { isWhole, findings } = verifyPack(writeArchive(many(count)), null);
      expect(isWhole).toBe(false);
      expect(findings.map(({ what }) => what)).toEqual([
        'The archive has more than 20000 files, which no pack has, so it was not looked into.',
      ]);
    }
    expect(verifyPack(writeArchive(many(20_000)), null).findings[0].what).toBe('manifest.json is not there.');
  });

  it('is not unpacked to more than it has', () => {
    const archive = Buffer.from(writeArchive([{ name: 'a', bytes: Buffer.alloc(100_000) }, ...many(2_000)]));
    // Every record of the directory names the one large file.
    for (let at = archive.indexOf('PK\x01\x02'); at !== -1; at = archive.indexOf('PK\x01\x02', at + 1)) {
      archive.writeUInt32LE(100_000 - 100, at + 24);
      archive.writeUInt32LE(0, at + 42);
    }
    archive.write('no header', 0);
    expect(verifyPack(archive, null).files).toBeLessThan(4);
  });

  it('has each file of a name that two have looked at by itself', () => {
    const bytes = Buffer.from('same');
    const twins = Buffer.from(
      writeArchive([
        { name: 'a', bytes },
        { name: 'a', bytes },
      ]),
    );
    twins[31] ^= 1;
    expect(verifyPack(twins, null).isWhole).toBe(false);
  });

  it('has events nested too deeply, or too long', () => {
    const [manifest, ...others] = filesByHeaders(PACK);
    const withEvents = (text: string) => {
      const read = JSON.parse(Buffer.from(manifest.bytes).toString()) as {
        files: { name: string; bytes: number; sha256: string }[];
      };
      const entry = read.files.find(({ name }) => name === 'events.jsonl')!;
      Object.assign(entry, { bytes: text.length, sha256: sha256Of(text) });
      return writeArchive([
        { name: 'manifest.json', bytes: Buffer.from(`${canonicalJson(read)}\n`) },
        ...others.map((file) =>
          file.name === 'events.jsonl' ? { ...file, bytes: Buffer.from(text) } : file,
        ),
      ]);
    };
    const deep = `{"at":"","detail":${'['.repeat(100_000)}${']'.repeat(100_000)},"kind":"","n":0,"previous":null}\n`;
    const long = `"${'a'.repeat(17 * 2 ** 20)}"\n`;
    expect(verifyPack(withEvents(deep), null).findings[0].what).toMatch(/event 0 .* nested too deeply/);
    expect(verifyPack(withEvents(long), null).findings[0].what).toMatch(/event 0 .* 17825794 letters/);
  });
});
