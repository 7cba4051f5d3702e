import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { buildEvidencePack } from '../../src/evidence/build.ts';
import { sha256Of } from '../../src/runtime/sha256.ts';
import type { LinkCheck } from '../../src/net/link-check.ts';
import { VERIFICATION } from '../http/answers.ts';
import { PRECISION } from '../../src/core/calibration.ts';
import { FALSE_POSITIVES } from '../../src/core/false-positives.ts';
import { falsePositiveWords } from '../../src/core/words/false-positives.ts';
import { anEvidenceMatch, theFindings } from './findings.ts';

/** The files of a ZIP file, as another reader unpacks them. */
async function unpacked(bytes: Uint8Array): Promise<Map<string, string>> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, opened) =>
      error ? reject(error) : resolve(opened),
    ),
  );
  const files = new Map<string, string>();
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject).on('end', resolve);
    zip.on('entry', (entry: Entry) =>
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        buffer(stream).then((content) => {
          files.set(entry.fileName, content.toString());
          zip.readEntry();
        }, reject);
      }),
    );
    zip.readEntry();
  });
  return files;
}

const findings = theFindings();

describe('an evidence pack', () => {
  it('is a ZIP file that any reader opens, with a manifest that holds', async () => {
    const { bytes, sha256, name } = buildEvidencePack(findings);
    expect(name).toBe('trainspot-evidence-2026-11-24-0e2b7a5c.zip');
    expect(sha256).toBe(sha256Of(bytes));
    const files = await unpacked(bytes);
    expect([...files.keys()]).toEqual([
      'manifest.json',
      'report.html',
      'check.json',
      'events.jsonl',
      'matches/0001.json',
      'matches/0001-area.svg',
    ]);
    const manifest = JSON.parse(files.get('manifest.json')!) as { files: { name: string; sha256: string }[] };
    for (const { name: file, sha256: hash } of manifest.files) expect(sha256Of(files.get(file)!)).toBe(hash);
  });

  it('says of a picture that never came here whose the figures are', async () => {
    const { check } = findings;
    const sent = { ...check, picture: { ...check.picture, fingerprintedBy: 'sender' as const } };
    const files = await unpacked(buildEvidencePack({ ...findings, check: sent }).bytes);
    expect(files.get('report.html')).toContain('never came here');
    expect(files.get('check.json')).toContain('"fingerprintedBy": "sender"');
    const own = await unpacked(buildEvidencePack(findings).bytes);
    expect(own.get('report.html')).not.toContain('never came here');
  });

  it('is the same bytes for the same findings and events, and others for others', () => {
    const events = [{ at: '2026-11-24T10:00:00.000Z', kind: 'sent', detail: { channel: 'mail' } }];
    const first = buildEvidencePack(findings, events);
    expect(buildEvidencePack(structuredClone(findings), structuredClone(events)).sha256).toBe(first.sha256);
    expect(buildEvidencePack(findings).sha256).not.toBe(first.sha256);
  });

  // Its layout is what makes an old pack hold: whoever changes it must read the old one too.
  it('is laid out as ever', () => {
    const bare = theFindings({ matches: [], coverage: [], notSearched: [], indexes: [], models: [] });
    expect(Buffer.from(buildEvidencePack(bare).bytes.subarray(0, 43)).toString('hex')).toMatch(
      /^504b03040a0000000000000021[0-9a-f]{26}0d000000/,
    );
  });

  it('keeps the row whole, the numbers, and the events of a case in their order', async () => {
    const events = [
      { at: '2026-11-24T08:15:00.500Z', kind: 'noted', detail: 'between the check and the link' },
      { at: '2026-11-25T10:00:00.000Z', kind: 'answered', detail: { by: 'the host' } },
    ];
    const files = await unpacked(buildEvidencePack(findings, events).bytes);
    expect(JSON.parse(files.get('matches/0001.json')!)).toEqual(
      JSON.parse(JSON.stringify(findings.matches[0])),
    );
    const check = JSON.parse(files.get('check.json')!) as typeof findings;
    expect(check).toMatchObject({
      coverage: findings.coverage,
      indexes: findings.indexes,
      models: findings.models,
    });
    const kinds = files
      .get('events.jsonl')!
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds).toEqual(['check', 'noted', 'link-check', 'pack', 'answered']);
  });
});

describe('the report', () => {
  const report = async (given: Parameters<typeof theFindings>[0] = {}): Promise<string> =>
    (await unpacked(buildEvidencePack(theFindings(given)).bytes)).get('report.html')!;

  it('says every number in words, what it is, and who made it', async () => {
    const text = (await report()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
    for (const said of [
      'differ in 90 of 256 bits',
      '41 points of the two pictures agree',
      '62 % of the checked picture’s area and 100 % of the row’s',
      `${PRECISION.edited.pairs.toLocaleString('en')} checks were made of pictures that were not in the index, and ${PRECISION.edited.falsePairs} of them`,
      'How often such an answer is wrong Measured on',
      `Of the kind “${FALSE_POSITIVES.byKind[0].kind}”: Of `,
      falsePositiveWords(FALSE_POSITIVES),
      '48 rows could be searched by picture',
      'has 12,345 bytes and the sha256 999',
      'after leading on to https://cdn.example/a.jpg',
      'Trainspot 0.2.0, build 1111111111111111, run by whoever is reached at https://operator.example/contact',
      'information, not legal advice',
      'A pack cannot prove by itself who made it',
      'The picture itself is not in this pack',
      'a.tsv',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).not.toMatch(/undefined|null|NaN|\[object/);
  });

  it('takes what a dataset or a host says as text', async () => {
    const html = await report();
    expect(html).toContain('A &lt;b&gt;lighthouse&lt;/b&gt; &amp; &quot;more&quot;');
    expect(html).not.toMatch(/<script|<b>|src=|href=/);
  });

  it.each([
    [{ outcome: 'not-served', httpStatus: 404, why: 'x' }, 'its server answered 404, and not the file.'],
    [{ outcome: 'reserved', why: 'It is reserved.' }, 'the address was left alone. It is reserved.'],
    [{ outcome: 'no-answer', why: 'No server.' }, 'nobody answered to the end. No server.'],
    [{ outcome: 'not-asked', why: 'Too many.' }, 'The address was not asked. Too many.'],
  ] as [Partial<LinkCheck>, string][])('tells the link %j', async (given, said) => {
    const match = anEvidenceMatch();
    const answered = { answeredBy: null, sha256: null, bytes: null, headers: {} };
    expect(
      await report({ matches: [{ ...match, link: { ...match.link, ...answered, ...given } }] }),
    ).toContain(said);
  });

  it('draws outlines with their percent, and nothing where nothing is confirmed', async () => {
    const drawn = await unpacked(buildEvidencePack(findings).bytes);
    const svg = drawn.get('matches/0001-area.svg')!;
    expect(svg).toMatch(/62 % of it[\s\S]*100 % of it/);
    expect(svg.match(/<polygon/g)).toHaveLength(2);
    expect(svg).not.toMatch(/<image|href/);
    const bare = anEvidenceMatch({ geometry: null, grade: 'copy' });
    const files = await unpacked(buildEvidencePack(theFindings({ matches: [bare] })).bytes);
    expect([...files.keys()]).not.toContain('matches/0001-area.svg');
    expect(files.get('report.html')).not.toContain('<svg');
  });

  it('has the parts under a heading of their own, outlined, counted apart and numbered apart', async () => {
    const part = anEvidenceMatch({ grade: 'part', precision: null });
    const files = await unpacked(buildEvidencePack(theFindings({ parts: [part, part] })).bytes);
    expect([...files.keys()].filter((name) => /^(matches|parts)/.test(name))).toEqual([
      'matches/0001.json',
      'matches/0001-area.svg',
      'parts/0001.json',
      'parts/0001-area.svg',
      'parts/0002.json',
      'parts/0002-area.svg',
    ]);
    expect(JSON.parse(files.get('parts/0001.json')!)).toMatchObject({ grade: 'part', precision: null });
    expect(JSON.parse(files.get('check.json')!)).not.toHaveProperty('parts');
    const [found, parts] = files.get('report.html')!.split('<h2>A part of the picture</h2>');
    expect(found).toContain('One row was found.');
    expect(found).not.toContain('Part 1: part');
    expect(parts).toContain('2 rows hold a part of the checked picture');
    expect(parts).toMatch(/Part 1: part[^]*<svg[^]*Part 2: part/);
    expect(parts.split('What was searched')[0]).not.toContain('got the grade');
    const events = files.get('events.jsonl')!.match(/"kind":"link-check"/g);
    expect(events).toHaveLength(3);
  });

  it('is as it was for findings that an earlier version kept', async () => {
    const { parts: _, ...kept } = theFindings({ parts: [] });
    expect(buildEvidencePack(kept).sha256).toBe(buildEvidencePack(theFindings({ parts: [] })).sha256);
  });

  it('says of a live picture that it is another photograph of the same thing', async () => {
    const livePicture = { ...VERIFICATION.live, grade: null, sameSubject: true };
    expect(await report({ matches: [anEvidenceMatch({ livePicture })] })).toContain('another photograph');
  });
});
