import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createByteBudget } from '../../src/core/byte-budget.ts';
import { ORIENTATIONS } from '../../src/core/picture.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { standingOf } from '../../src/db/named-rows.ts';
import { appendEvent, readEvents } from '../../src/db/case-events.ts';
import { DownloadFailure } from '../../src/net/download-failure.ts';
import { eventsOf } from '../../src/cases/events.ts';
import { caseEvidence } from '../../src/cases/evidence.ts';
import { openCase, readCase } from '../../src/cases/open-case.ts';
import { recheckCase } from '../../src/cases/rechecks.ts';
import { suppress } from '../../src/rows/suppress.ts';
import { newImage } from '../db/rows.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';
import { MATCH } from '../notices/notice-inputs.ts';

const NOW = new Date('2026-11-24T09:00:00Z');
const ROW = newImage('17', { url: 'https://host.example/17.jpg' });
const KNOWN = { dataset: 'a', release: '1', rowId: '17', url: ROW.url, grade: 'copy' } as const;

const gone = {
  download: async () => {
    throw new DownloadFailure('download-failed', 'http-404', 'x', { httpStatus: 404 });
  },
};
const roomy = createByteBudget(1000).holding;
const noFingerprinter = {
  fingerprint: async () => {
    throw new Error('Nothing was downloaded.');
  },
};

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`the re-checks of cases, on ${engine.name},`, () => {
    let home: TestDatabase;
    let database: Database;
    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
      const dataset = await ensureDataset(database, { dataset: 'a', release: '1', rowsPublished: null });
      await saveImages(database, dataset, [ROW]);
    }, 240_000);
    afterAll(async () => {
      await database?.close();
      await home?.remove();
    });

    it('write down what a re-check found, and compare with what was there first', async () => {
      const { token } = await openCase(database, { matches: [KNOWN, MATCH] }, null, NOW);
      const picture = { ...ROW.picture!, width: 1, height: 1, format: 'png' };
      const view = await recheckCase(
        database,
        { ref: 'mine', secret: token },
        [1],
        {
          downloader: {
            download: async (url) => ({ bytes: Uint8Array.of(1), contentType: null, url, headers: {} }),
          },
          fingerprinter: {
            fingerprint: async () => ({
              picture,
              orientedPdq: Object.fromEntries(ORIENTATIONS.map((name) => [name, picture.pdq])) as never,
              embeddings: [],
              keypoints: new Uint8Array(),
              pixels: null,
            }),
          },
          holding: roomy,
        },
        () => NOW,
      );
      expect(view.matches[0].latest).toMatchObject({
        match: 1,
        link: 'alive',
        picture: 'same-file',
        row: { release: '1', standing: 'listed' },
      });
      expect(view.matches[1].latest).toBeNull();
    });

    it('fetch alone the pictures that have no room beside others', async () => {
      const matches = [1, 2, 3].map((n) => ({
        ...MATCH,
        rowId: `${n}`,
        url: `https://large.example/${n}.jpg`,
      }));
      const { token } = await openCase(database, { matches }, null, NOW);
      const budget = createByteBudget(100);
      const arrived = new Set<string>();
      const view = await recheckCase(
        database,
        { ref: 'mine', secret: token },
        null,
        {
          downloader: {
            async download(url, { held } = {}) {
              held?.add(60);
              arrived.add(url);
              await new Promise(setImmediate);
              throw new DownloadFailure('download-failed', 'http-404', 'x', { httpStatus: 404 });
            },
          },
          fingerprinter: noFingerprinter,
          holding: budget.holding,
        },
        () => NOW,
      );
      expect(view.matches.map(({ latest }) => latest?.link)).toEqual(['gone', 'gone', 'gone']);
      expect(arrived.size).toBe(3);
      expect(budget.held()).toBe(0);
    });

    it('know whether the newest release has a row, and tell a suppressed one from an absent one by nothing', async () => {
      const url = 'https://moved.example/1.jpg';
      const old = await ensureDataset(database, { dataset: 'b', release: '1', rowsPublished: null });
      await saveImages(database, old, [newImage('1', { url })]);
      expect(await standingOf(database, { dataset: 'b', url })).toMatchObject({
        release: '1',
        standing: 'listed',
      });
      const fresh = await ensureDataset(database, { dataset: 'b', release: '2', rowsPublished: 1 });
      await saveImages(database, fresh, [newImage('2')]);
      expect(await standingOf(database, { dataset: 'b', url })).toEqual({
        release: '2',
        standing: 'absent',
        rowsListed: 1,
        rowsPublished: 1,
      });
      const absent = await standingOf(database, { dataset: 'b', url });
      await suppress({ url: newImage('2').url, reason: 'x', by: 'y' }, database);
      expect(await standingOf(database, { dataset: 'b', url: newImage('2').url })).toEqual(absent);
      expect(await standingOf(database, { dataset: 'nothing', url })).toBeNull();
    });

    it('show a stranger who names a suppressed row what they show of a row that never was', async () => {
      const set = { dataset: 'c', release: '1', rowsPublished: 2 };
      const hidden = newImage('1', { url: 'https://hidden.example/1.jpg' });
      await saveImages(database, await ensureDataset(database, set), [hidden, newImage('2')]);
      await suppress({ url: hidden.url, reason: 'x', by: 'y' }, database);
      const [of, never] = await Promise.all(
        [hidden.url, 'https://never.example/1.jpg'].map(async (url) => {
          const match = { dataset: 'c', release: '1', rowId: '1', url, grade: 'copy' } as const;
          const { token, case: opened } = await openCase(database, { matches: [match] }, null, NOW);
          const access = { ref: 'mine', secret: token };
          const view = await recheckCase(
            database,
            access,
            null,
            { downloader: gone, fingerprinter: noFingerprinter, holding: roomy },
            () => NOW,
          );
          const events = await eventsOf(database, opened.id);
          const facts = JSON.stringify({
            view: { ...view, calendar: null },
            events: events.map((event) => ({ ...event, at: '' })),
          });
          return facts.replaceAll(url, 'URL').replaceAll(opened.id, 'ID');
        }),
      );
      expect(of.replace(/"createdAt":"[^"]*"/, '')).toBe(never.replace(/"createdAt":"[^"]*"/, ''));
    });

    it('tell nobody what earlier versions wrote down of a suppressed row', async () => {
      const { token, case: opened } = await openCase(database, { matches: [KNOWN] }, null, NOW);
      const access = { ref: 'mine', secret: token };
      await recheckCase(
        database,
        access,
        null,
        { downloader: gone, fingerprinter: noFingerprinter, holding: roomy },
        () => NOW,
      );
      const [{ detail }] = await readEvents(database, opened.id, 'rechecked');
      const row = { release: '1', standing: 'hidden', rowsListed: 1, rowsPublished: null };
      const sentence = 'The row of release 1 is kept out of answers here, at somebody’s wish.';
      await appendEvent(database, opened.id, 'rechecked', { ...detail, row, sentence });
      const told = [
        await readCase(database, access, NOW),
        await eventsOf(database, opened.id),
        await caseEvidence(database, access, 'some-check'),
      ].map((each) => JSON.stringify(each));
      for (const text of told) {
        expect(text).toContain('"absent"');
        expect(text).not.toMatch(/hidden|somebody/);
      }
    });
  });
}
