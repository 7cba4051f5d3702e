import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatherEvidence } from '../../src/check/gather-evidence.ts';
import { keepRecentChecks, type RecentChecks } from '../../src/check/recent-checks.ts';
import { dataPaths } from '../../src/runtime/data-paths.ts';
import type { OpenedCase } from '../../src/api/case.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { buildEvidencePack } from '../../src/evidence/build.ts';
import type { EvidenceFindings, EvidenceMatch } from '../../src/evidence/findings.ts';
import { filesByHeaders } from '../../src/evidence/read-archive.ts';
import { verifyPack } from '../../src/evidence/verify.ts';
import { type LinkChecker, linkNotAsked } from '../../src/net/link-check.ts';
import { caseEvidence } from '../../src/cases/evidence.ts';
import { addMatches, openCase } from '../../src/cases/open-case.ts';
import { changeRequest, draftRequest } from '../../src/cases/requests.ts';
import { newImage } from '../db/rows.ts';
import { aCandidate, aFingerprint, aRow } from '../helpers/candidates.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';
import { GEOMETRY } from '../web/rows.ts';
import { COMPLETE, MATCH } from '../notices/notice-inputs.ts';

const NOW = new Date('2026-11-24T09:00:00Z');
const CHECK = '0e2b7a5c-9a41-4f0e-8b53-1b7f6a0d9c11';
const IMAGES = ['17', '18', '19', '20'].map((name) => newImage(name, { similarity: 0.31, width: 1024 }));
const DATASET = { dataset: 'laion-400m', release: '2021-08', rowsPublished: 4 };
const ROW = { dataset: 'laion-400m', release: '2021-08', rowId: '17', url: IMAGES[0].url } as const;
const LINKS: LinkChecker = {
  check: async (url) => linkNotAsked(url, 'Nobody is asked here.'),
  close: async () => {},
};
const gathered: EvidenceFindings[] = [];

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`the evidence of a case on ${engine.name}`, () => {
    let home: TestDatabase;
    let database: Database;
    let recent: RecentChecks;
    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
      await saveImages(database, await ensureDataset(database, DATASET), IMAGES);
      recent = await rememberCheck(database);
    }, 240_000);
    afterAll(async () => {
      recent?.close();
      await database?.close();
      await home?.remove();
    });

    const mine = ({ token }: OpenedCase) => ({ ref: 'mine', secret: token });
    const gather = () => {
      const paths = dataPaths(home.settings.dataDir);
      return gatherEvidence({ checkId: CHECK }, recent, database, LINKS, {
        paths,
        operator: 'mailto:desk@host.example',
      });
    };

    it('holds what is kept of each row that was found, strongest first', async () => {
      const findings = await gather();
      expect(findings.matches).toMatchObject([
        { grade: 'identical', row: { rowId: '18', similarity: 0.31, pdqQuality: 100 } },
        {
          grade: 'copy',
          pdqDistance: 4,
          row: {
            rowId: '17',
            width: 1024,
            fileSha256: IMAGES[0].picture!.sha256,
            pdq: IMAGES[0].picture!.pdq,
            savedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
          },
        },
      ]);
      expect(findings.parts).toMatchObject([
        { grade: 'part', precision: null, geometry: { inliers: GEOMETRY.inliers }, row: { rowId: '20' } },
      ]);
      expect(findings.parts![0].channels.length).toBeGreaterThan(0);
      expect(findings).toMatchObject({ operator: 'mailto:desk@host.example', rowsSuppressed: 0 });
      gathered.push(findings);
    });

    it('chains what happened in the case, and names any byte that is changed', async () => {
      const opened = await openCase(database, { title: 'Mine', matches: [ROW], checkId: CHECK }, null, NOW);
      const access = mine(opened);
      await draftRequest(
        database,
        access,
        { fields: COMPLETE['gdpr-erasure'], kind: 'gdpr-erasure', channel: 'laion-dataset-requests' },
        NOW,
      );
      await changeRequest(database, access, 1, { state: 'sent' }, NOW);
      const { checkId, events } = await caseEvidence(database, access, null);
      expect(checkId).toBe(CHECK);
      expect(events.map(({ kind }) => kind)).toEqual([
        'case-opened',
        'case-match-added',
        'case-request-drafted',
        'case-request-moved',
      ]);
      const { bytes } = buildEvidencePack(await gather(), events);
      const chain = Buffer.from(
        filesByHeaders(bytes).find(({ name }) => name === 'events.jsonl')!.bytes,
      ).toString();
      expect(chain).toContain('"channel":"laion-dataset-requests"');
      expect(chain).toContain(opened.case.id);
      const report = Buffer.from(
        filesByHeaders(bytes).find(({ name }) => name === 'report.html')!.bytes,
      ).toString();
      expect(report).toMatch(
        /What happened in the case[^]*Request drafted: [^]*laion-dataset-requests[^]*Request moved: /,
      );
      const calendar = opened.case.calendar!.split('/')[3];
      for (const secret of [opened.token, calendar]) {
        expect(Buffer.from(bytes).includes(secret)).toBe(false);
      }
      expect(verifyPack(bytes, null).isWhole).toBe(true);
      const inChain = Buffer.from(bytes).indexOf('case-request-drafted');
      const anywhere = fc.oneof(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        fc.integer({ min: inChain, max: inChain + 200 }),
      );
      fc.assert(
        fc.property(anywhere, fc.integer({ min: 1, max: 255 }), (at, mask) => {
          const copy = Uint8Array.from(bytes);
          copy[at] ^= mask;
          const { isWhole, findings } = verifyPack(copy, null);
          expect(isWhole).toBe(false);
          expect(findings.length).toBeGreaterThan(0);
          if (at >= inChain && at < inChain + 200) expect(findings[0].file).toBe('events.jsonl');
        }),
        { numRuns: 200 },
      );
    });

    it('is that of the check which found the row added last, or which is named', async () => {
      const opened = await openCase(database, { matches: [ROW], checkId: 'an-older-check' }, null, NOW);
      expect((await caseEvidence(database, mine(opened), null)).checkId).toBe('an-older-check');
      await addMatches(database, mine(opened), [{ ...ROW, rowId: '18' }], CHECK, NOW);
      await addMatches(database, mine(opened), [{ ...ROW, rowId: '19' }], null, NOW);
      expect((await caseEvidence(database, mine(opened), null)).checkId).toBe(CHECK);
      expect((await caseEvidence(database, mine(opened), 'another')).checkId).toBe('another');
      const bare = await openCase(database, { matches: [ROW] }, null, NOW);
      await expect(caseEvidence(database, mine(bare), null)).rejects.toMatchObject({
        code: 'case-invalid',
        message: expect.stringContaining("'checkId'") as string,
      });
      const stranger = { ref: opened.case.id, secret: bare.token };
      await expect(caseEvidence(database, stranger, null)).rejects.toMatchObject({ code: 'case-unknown' });
    });

    it.each([
      ['laion-dataset-requests', { name: 'LAION', email: null, link: 'https://laion.ai/dataset-requests/' }],
      ['google-dpo', { name: 'Google', email: 'dpo-google@google.com', link: null }],
    ])('goes with a request to whoever stands behind %s', async (channel, recipient) => {
      const opened = await openCase(database, { matches: [MATCH, ROW] }, null, NOW);
      const { requests } = await draftRequest(database, mine(opened), { kind: 'gdpr-erasure', channel }, NOW);
      expect(requests[0].recipient).toEqual({ ...recipient, address: null, lookUpAt: null });
    });

    it('never makes a recipient up', async () => {
      const opened = await openCase(database, { matches: [ROW] }, null, NOW);
      const draft = (wish: object) => draftRequest(database, mine(opened), { kind: 'dmca', ...wish }, NOW);
      expect((await draft({})).requests[0].recipient).toBeNull();
      const named = { channel: 'laion-dataset-requests', recipient: { name: 'Their desk', link: '' } };
      expect((await draft(named)).requests[1].recipient).toEqual({
        name: 'Their desk',
        email: null,
        address: null,
        link: null,
        lookUpAt: null,
      });
      // Neither a channel of nobody nor one of another dataset's.
      for (const channel of ['nobody', 'wit-email']) {
        await expect(draft({ channel })).rejects.toMatchObject({ code: 'case-invalid' });
      }
      await expect(draft({ recipient: { link: 'javascript:1' } })).rejects.toMatchObject({
        code: 'notice-invalid',
      });
    });
  });
}

it.skipIf(databaseEngines.some(({ available }) => !available))('is the same from either database', () => {
  // But for the times, which are those of the clock.
  const timeless = (rows: EvidenceMatch[] = []) =>
    rows.map(({ link, row, ...match }) => ({
      ...match,
      link: { ...link, checkedAt: '' },
      row: { ...row, savedAt: '', updatedAt: '' },
    }));
  const [one, other] = gathered.map(({ matches, parts, ...findings }) => ({
    ...findings,
    createdAt: '',
    matches: timeless(matches),
    parts: timeless(parts),
  }));
  expect(one).toEqual(other);
});

/** A check of the last hour that found two of the rows, a third that is only similar, and a fourth that holds a part. */
async function rememberCheck(database: Database): Promise<RecentChecks> {
  const rows = await database.query<{ id: number; rowId: string; url: string }>(
    'select id, row_id as "rowId", url from images order by row_id',
  );
  const [copy, identical, similar, part] = rows.map((row) => aCandidate({ row: aRow(row) }));
  const recent = keepRecentChecks();
  recent.keep(CHECK, {
    query: aFingerprint(),
    graded: [
      { ...copy, grade: 'copy', pdqDistance: 4 },
      { ...identical, grade: 'identical', sameBytes: true },
      { ...part, grade: 'part', relation: 'part', geometry: GEOMETRY },
      { ...similar, grade: 'look-alike', similarity: 0.9 },
    ],
    groups: [],
    coverage: [],
    notSearched: [],
    indexes: [],
    checkedAt: '2026-11-24T08:00:00.000Z',
  });
  return recent;
}
