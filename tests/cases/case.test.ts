import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, addMonths, dayOf } from '../../src/core/calendar-day.ts';
import type { OpenedCase } from '../../src/api/case.ts';
import type { Database } from '../../src/db/database.ts';
import { readEvents } from '../../src/db/case-events.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { addApiKey, endApiKey } from '../../src/cases/api-keys.ts';
import { expectCalendar } from '../../src/cases/access.ts';
import {
  addMatches,
  casesOf,
  changeCase,
  openCase,
  readCase,
  removeCase,
} from '../../src/cases/open-case.ts';
import { changeRequest, draftRequest, noticeOfRequest } from '../../src/cases/requests.ts';
import { newImage } from '../db/rows.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';
import { COMPLETE, MATCH } from '../notices/notice-inputs.ts';

const NOW = new Date('2026-11-24T09:00:00Z');
const ROW = newImage('17', { url: 'https://host.example/17.jpg' });
const KNOWN = { dataset: 'a', release: '1', rowId: '17', url: ROW.url, grade: 'copy' } as const;

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`cases on ${engine.name}`, () => {
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

    const open = (wish = {}, key: string | null = null): Promise<OpenedCase> =>
      openCase(database, wish, key, NOW);
    const mine = ({ token }: OpenedCase) => ({ ref: 'mine', secret: token });
    const codeOf = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => 'nothing was refused',
        (error: { code?: string }) => error.code,
      );

    it('open with rows, of which the hashes that are known are kept', async () => {
      const opened = await open({ title: ' Poster ', matches: [KNOWN, MATCH] });
      expect(opened.token).toMatch(/^[\w-]{43}$/);
      expect(opened.link).toBe(`/case#${opened.token}`);
      const { matches, title, next } = await readCase(database, mine(opened), NOW);
      expect(title).toBe('Poster');
      expect(matches).toMatchObject([
        {
          n: 1,
          ...KNOWN,
          sha256: ROW.picture!.sha256,
          pdq: ROW.picture!.pdq,
          pdqQuality: 100,
          foundOn: '2026-11-24',
        },
        { n: 2, rowId: MATCH.rowId, sha256: MATCH.sha256, pdq: null, similarity: 0.932, latest: null },
      ]);
      expect(next.step).toBe('draft');
    });

    it('may be about a part of a picture, and what is written then says so', async () => {
      const part = { ...MATCH, grade: 'part' } as const;
      const access = mine(await open({ matches: [part] }));
      const fields = COMPLETE['dataset-request'];
      await draftRequest(database, access, { kind: 'dataset-request', fields }, NOW);
      const { matches, requests } = await readCase(database, access, NOW);
      expect(matches).toMatchObject([{ grade: 'part' }]);
      expect(requests[0].warnings).toContainEqual(
        expect.stringContaining('A part of your picture was found'),
      );
    });

    it('are opened by their own token alone, under its own id', async () => {
      const [one, other] = [await open(), await open()];
      expect((await readCase(database, { ref: one.case.id, secret: one.token }, NOW)).id).toBe(one.case.id);
      for (const access of [
        { ref: other.case.id, secret: one.token },
        { ref: one.case.id, secret: other.token },
        { ref: one.case.id, secret: one.case.id },
        { ref: 'mine', secret: '' },
        { ref: 'mine', secret: "' or true --" },
      ]) {
        expect(await codeOf(readCase(database, access, NOW))).toBe('case-unknown');
      }
      const calendar = one.case.calendar!.split('/')[3];
      expect((await expectCalendar(database, calendar)).id).toBe(one.case.id);
      // What stands in a calendar program opens nothing else.
      expect(await codeOf(readCase(database, { ref: 'mine', secret: calendar }, NOW))).toBe('case-unknown');
      expect(await codeOf(expectCalendar(database, one.token))).toBe('case-unknown');
    });

    it('take any text there is, without what no database can hold', async () => {
      const odd = 'a\0b\ud800c\udfffd';
      const opened = await open({
        title: odd,
        note: odd,
        checkId: odd,
        matches: [{ ...KNOWN, rowId: odd, file: odd }],
      });
      const access = mine(opened);
      await addMatches(database, access, [KNOWN], '\0', NOW);
      await draftRequest(
        database,
        access,
        { kind: 'gdpr-erasure', note: odd, recipient: { name: odd, address: odd }, fields: { name: odd } },
        NOW,
      );
      await changeRequest(database, access, 1, { note: odd, fields: { name: odd } }, NOW);
      await changeCase(database, access, { title: odd, note: odd }, NOW);
      const read = await readCase(database, access, NOW);
      expect(read).toMatchObject({
        title: 'a bcd',
        note: 'a bcd',
        matches: [{ checkId: 'abcd' }, { checkId: '' }],
      });
      const said = JSON.stringify([read, await readEvents(database, opened.case.id)]);
      expect(said).not.toMatch(/\\u0000|\\ud/);
    });

    it('keep no secret: neither token nor key stands in any table', async () => {
      const { key } = await addApiKey(database, 'A studio');
      const opened = await open({ title: 'secrets' }, key);
      const dump = await allTables(database);
      expect(dump).toContain('secrets');
      for (const secret of [opened.token, key, opened.case.calendar ?? 'cal_'])
        expect(dump).not.toContain(secret);
    });

    it('belong to an API key too, until that is revoked', async () => {
      const { key, record } = await addApiKey(database, 'Gallery');
      const { key: another } = await addApiKey(database, 'Another');
      const opened = await open({ title: 'by key' }, key);
      const byKey = { ref: opened.case.id, secret: key };
      expect((await readCase(database, byKey, NOW)).calendar).toBeNull();
      expect((await casesOf(database, key)).map(({ id }) => id)).toEqual([opened.case.id]);
      expect(await casesOf(database, another)).toEqual([]);
      expect(await codeOf(readCase(database, { ...byKey, secret: another }, NOW))).toBe('case-unknown');
      expect(await codeOf(readCase(database, { ref: 'mine', secret: key }, NOW))).toBe('case-unknown');
      await endApiKey(database, record.id);
      expect(await codeOf(readCase(database, byKey, NOW))).toBe('api-key-invalid');
      expect(await codeOf(open({}, key))).toBe('api-key-invalid');
      expect((await readCase(database, mine(opened), NOW)).title).toBe('by key');
    });

    it('follow a request from its draft to a complaint, and say what to do next', async () => {
      const opened = await open({ matches: [KNOWN] });
      const access = mine(opened);
      const draft = { kind: 'gdpr-erasure', language: 'de', recipient: { name: 'LAION' } } as const;
      const first = await draftRequest(database, access, { ...draft, fields: { name: 'Jo' } }, NOW);
      expect(first.next).toMatchObject({ step: 'complete', request: 1 });
      expect(first.requests[0]).toMatchObject({ state: 'drafted', matches: [1], nextStates: ['sent'] });
      const whole = await changeRequest(database, access, 1, { fields: COMPLETE['gdpr-erasure'] }, NOW);
      expect(whole.next.step).toBe('send');
      expect(whole.requests[0]).toMatchObject({ language: 'de', missing: [], recipient: { name: 'LAION' } });
      const sent = await changeRequest(database, access, 1, { state: 'sent', on: '2026-11-20' }, NOW);
      expect(sent.next).toMatchObject({ step: 'wait', due: '2026-12-21' });
      expect(sent.requests[0]).toMatchObject({ due: '2026-12-21', dueLaw: 'GDPR Art. 12(3)' });
      expect(await codeOf(changeRequest(database, access, 1, { fields: {} }, NOW))).toBe('request-state');
      expect(await codeOf(changeRequest(database, access, 1, { state: 'no-answer' }, NOW))).toBe(
        'request-state',
      );
      expect((await noticeOfRequest(database, access, 1, NOW)).date).toBe('2026-11-20');

      const later = new Date('2026-12-22T09:00:00Z');
      expect((await readCase(database, access, later)).next).toMatchObject({ step: 'decide', request: 1 });
      const silent = await changeRequest(
        database,
        access,
        1,
        { state: 'no-answer', note: 'Nothing.' },
        later,
      );
      expect(silent.next).toMatchObject({ step: 'complain', request: 1 });
      const complaint = await draftRequest(database, access, { kind: 'regulator-complaint' }, later);
      expect(complaint.next).toMatchObject({ step: 'complete', request: 2 });

      const events = await readEvents(database, opened.case.id);
      expect(events.map(({ n, kind }) => `${n} ${kind}`)).toEqual([
        '1 opened',
        '2 match-added',
        '3 request-drafted',
        '4 request-changed',
        '5 request-moved',
        '6 request-changed',
        '7 request-moved',
        '8 request-drafted',
      ]);
      expect(events[4].detail).toEqual({ request: 1, from: 'drafted', to: 'sent', on: '2026-11-20' });
      // What the artist wrote is in the request, not in what happened.
      expect(JSON.stringify(events)).not.toContain('Käthe');
    });

    it('let nobody change what happened', async () => {
      const { case: opened } = await open();
      await expect(
        database.query(`update case_events set kind = 'x' where case_id = $1`, [opened.id]),
      ).rejects.toThrow(/never changed/);
    });

    it('change whole or not at all', async () => {
      const opened = await open({ matches: [KNOWN] });
      const access = mine(opened);
      await draftRequest(database, access, { kind: 'dmca' }, NOW);
      const before = await readEvents(database, opened.case.id);
      for (const [work, code] of [
        [() => changeRequest(database, access, 1, { note: 'x', state: 'removed' }, NOW), 'request-state'],
        [() => changeRequest(database, access, 2, { state: 'sent' }, NOW), 'request-unknown'],
        [() => changeRequest(database, access, 1, { matches: [2] }, NOW), 'case-invalid'],
        [() => changeRequest(database, access, 1, { state: 'sent', on: 'today' }, NOW), 'case-invalid'],
        [() => draftRequest(database, access, { kind: 'poem' }, NOW), 'notice-invalid'],
        [() => addMatches(database, access, [MATCH, { ...MATCH, url: 'x' }], null, NOW), 'notice-invalid'],
        [
          () =>
            addMatches(
              database,
              access,
              Array.from({ length: 25 }, () => MATCH),
              null,
              NOW,
            ),
          'case-invalid',
        ],
        [() => changeCase(database, access, { title: 'x'.repeat(201) }, NOW), 'case-invalid'],
      ] as const) {
        expect(await codeOf(work())).toBe(code);
      }
      expect(await readEvents(database, opened.case.id)).toEqual(before);
      expect((await readCase(database, access, NOW)).requests[0].note).toBe('');
    });

    it('number what is added at once, each by its own number', async () => {
      const opened = await open();
      const access = mine(opened);
      await Promise.all(
        Array.from({ length: 5 }, () => draftRequest(database, access, { kind: 'dmca' }, NOW)),
      );
      const { requests } = await readCase(database, access, NOW);
      expect(requests.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
    });

    it('are deleted at once and wholly: nothing of one is left in any table', async () => {
      const mark = 'zebra-4711';
      const stays = await open({ title: 'stays' });
      const opened = await open({
        title: mark,
        note: mark,
        matches: [{ ...MATCH, rowId: mark, url: `https://${mark}.example/` }],
      });
      const access = mine(opened);
      const fields = { ...COMPLETE['gdpr-erasure'], name: mark };
      await draftRequest(database, access, { kind: 'gdpr-erasure', fields, note: mark }, NOW);
      const sentOn = addDays(addMonths(dayOf(NOW), 0), -3);
      await changeRequest(database, access, 1, { state: 'sent', on: sentOn }, NOW);
      expect(await allTables(database)).toContain(mark);
      expect(await removeCase(database, access)).toBe(opened.case.id);
      const dump = await allTables(database);
      expect(dump).not.toContain(mark);
      expect(dump).not.toContain(opened.case.id);
      expect(await codeOf(readCase(database, access, NOW))).toBe('case-unknown');
      expect(await codeOf(removeCase(database, access))).toBe('case-unknown');
      expect((await readCase(database, mine(stays), NOW)).title).toBe('stays');
    });
  });
}

/** Every row of every table, as text. */
async function allTables(database: Database): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query<{ row: string }>(`select t::text as row from "${name}" t`);
    parts.push(...rows.map(({ row }) => row));
  }
  return parts.join('\n');
}
