import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenedCase } from '../../src/api/case.ts';
import type { Recipient, RecipientInput } from '../../src/api/notice.ts';
import type { Database } from '../../src/db/database.ts';
import { insertRequest } from '../../src/db/case-requests.ts';
import { readTerms } from '../../src/advice/facts/channel-terms.ts';
import { allChannels } from '../../src/advice/facts/channels.ts';
import { noticeFacts } from '../../src/advice/facts/notices.ts';
import { openCase, readCase } from '../../src/cases/open-case.ts';
import { changeRequest, draftRequest } from '../../src/cases/requests.ts';
import { writeNotice } from '../../src/notices/notice.ts';
import { readNotice } from '../../src/notices/read.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';
import { COMPLETE, MATCH, NOW, wishOf } from '../notices/notice-inputs.ts';

const DIRECTORIES = allChannels().filter(({ role }) => role === 'directory');
const BLOG = { ...MATCH, dataset: 'my-set', url: 'https://studio.co.uk/prints/a.jpg' };
const write = (kind: string, recipient: RecipientInput) =>
  writeNotice(readNotice(wishOf(kind, { recipient }), NOW));

describe('what stands behind a channel', () => {
  it('is an addressee, a directory, or something to do oneself', () => {
    expect(DIRECTORIES.map(({ id }) => id).toSorted()).toEqual([
      'edpb-members',
      'host-contact-point',
      'rdap-abuse-contact',
      'us-copyright-office-agents',
    ]);
    for (const { role, letters, kind } of allChannels()) {
      if (role === 'own-step') expect(letters).toEqual([]);
      if (kind === 'registry') expect(role).toBe('own-step');
      expect(letters.filter((letter) => noticeFacts(letter) === null)).toEqual([]);
    }
    for (const { role, letters } of readTerms().values()) {
      if (role !== 'own-step') expect(letters).not.toEqual([]);
    }
  });
});

describe('a letter', () => {
  it.each(DIRECTORIES.map(({ id, party, url }) => [id, party, url!] as const))(
    'is never addressed to the directory %s, and asks for whoever is found there',
    (_, party, url) => {
      const notice = write('dmca', { name: party, link: `${url}#search` });
      expect(notice.text).not.toContain(party);
      expect(notice.text).not.toContain(url);
      expect(notice.mailto).toMatch(/^mailto:\?/);
      expect(notice.missing).toMatchObject([{ field: 'recipient' }]);
      expect(notice.missing[0].ask).toMatch(
        /^The agent’s e-mail or address that you found: look it up at http/,
      );
      expect(notice.text).toMatch(/^DRAFT.*address of whoever gets this letter/);
    },
  );

  it.each<RecipientInput>([
    { email: 'dmca@host.example' },
    { address: 'Agent\n1 Main Street' },
    { link: 'https://host.example/dmca' },
  ])('goes to whoever was found: %j', (found) => {
    const lookUpAt = 'https://dmca.copyright.gov/osp/';
    const { missing, text, mailto } = write('dmca', { ...found, lookUpAt });
    expect(missing).toEqual([]);
    expect(text).toContain(String(Object.values(found)[0]).split('\n')[0]);
    expect(mailto.startsWith(`mailto:${found.email ?? ''}?`)).toBe(true);
  });

  it('asks in its own words for the host’s point of contact', () => {
    const { missing } = write('dsa-notice', { lookUpAt: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj' });
    expect(missing[0].ask).toMatch(/^The host’s form for illegal content or point of contact that you found/);
    expect(write('dataset-request', { lookUpAt: 'https://a.example/' }).missing[0].ask).toMatch(
      /^Their e-mail/,
    );
  });
});

describe('a case that is opened for a channel', () => {
  let home: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    home = await databaseEngines.find(({ available }) => available)!.create();
    database = await home.open();
  }, 240_000);
  afterAll(async () => {
    await database?.close();
    await home?.remove();
  });
  const mine = ({ token }: OpenedCase) => ({ ref: 'mine', secret: token });

  it.each([
    ['us-copyright-office-agents', BLOG, 'dmca'],
    ['host-contact-point', BLOG, 'dsa-notice'],
    ['laion-dataset-requests', MATCH, 'gdpr-erasure'],
    ['google-dpo', MATCH, 'gdpr-access'],
    ['authority-de', MATCH, 'regulator-complaint'],
    ['tdm-reservation', MATCH, null],
  ])('remembers %s, and which letter comes first', async (channel, match, letter) => {
    const opened = await openCase(database, { matches: [match], channel }, null, NOW);
    expect(opened.case.begun).toMatchObject({ channel: { id: channel }, letter });
    expect((await readCase(database, mine(opened), NOW)).begun).toEqual(opened.case.begun);
  });

  it('remembers the letter that was named, and nothing where none was', async () => {
    const wish = { matches: [MATCH], channel: 'google-dpo', letter: 'gdpr-objection' };
    expect((await openCase(database, wish, null, NOW)).case.begun?.letter).toBe('gdpr-objection');
    expect((await openCase(database, { matches: [MATCH] }, null, NOW)).case.begun).toBeNull();
  });

  it.each([
    [{ channel: 'wit-email' }, 'case-invalid'],
    [{ channel: 'nobody' }, 'case-invalid'],
    [{ letter: 'dmca' }, 'case-invalid'],
    [{ channel: 'google-dpo', letter: 'poem' }, 'notice-invalid'],
  ])('is refused for %j', async (wish, code) => {
    await expect(openCase(database, { matches: [MATCH], ...wish }, null, NOW)).rejects.toMatchObject({
      code,
    });
  });

  it('drafts to nobody where the channel is a directory, until somebody is found', async () => {
    const opened = await openCase(database, { matches: [BLOG] }, null, NOW);
    const wish = { kind: 'dmca', channel: 'us-copyright-office-agents', fields: COMPLETE.dmca };
    const { requests, next } = await draftRequest(database, mine(opened), wish, NOW);
    expect(requests[0].recipient).toEqual({
      name: null,
      email: null,
      address: null,
      link: null,
      lookUpAt: 'https://dmca.copyright.gov/osp/',
    });
    expect(next.step).toBe('complete');
    const named = { recipient: { name: 'The agent of the host' } };
    expect((await changeRequest(database, mine(opened), 1, named, NOW)).next.step).toBe('complete');
    const found = { recipient: { email: 'agent@host.example' } };
    expect((await changeRequest(database, mine(opened), 1, found, NOW)).next.step).toBe('send');
  });

  it('drafts no letter to what the artist does alone', async () => {
    const opened = await openCase(database, { matches: [MATCH] }, null, NOW);
    for (const channel of ['tdm-reservation', 'common-crawl-ccbot', 'noyb-guide']) {
      await expect(
        draftRequest(database, mine(opened), { kind: 'dmca', channel }, NOW),
      ).rejects.toMatchObject({
        code: 'case-invalid',
        message: expect.stringContaining('no letter goes there') as string,
      });
    }
  });

  it('addresses no directory in what an earlier version kept', async () => {
    const opened = await openCase(database, { matches: [BLOG] }, null, NOW);
    await insertRequest(database, opened.case.id, {
      kind: 'dmca',
      language: 'en',
      matches: [1],
      recipient: {
        name: 'US Copyright Office',
        email: null,
        address: null,
        link: 'https://dmca.copyright.gov/osp/',
      } as Recipient,
      fields: COMPLETE.dmca,
      state: 'drafted',
      dates: { drafted: '2026-11-23' },
      extendedOn: null,
      note: '',
    });
    const { requests } = await readCase(database, mine(opened), NOW);
    expect(requests[0].recipient).toMatchObject({ name: null, link: null });
    expect(requests[0].missing).toMatchObject([{ field: 'recipient' }]);
  });

  it('says what is open after a refusal or silence, and by when', async () => {
    const opened = await openCase(database, { matches: [BLOG] }, null, NOW);
    const wish = {
      kind: 'dsa-notice',
      recipient: { email: 'a@host.example' },
      fields: COMPLETE['dsa-notice'],
    };
    for (const n of [1, 2]) {
      await draftRequest(database, mine(opened), wish, NOW);
      await changeRequest(database, mine(opened), n, { state: 'sent', on: '2026-11-01' }, NOW);
    }
    const refused = { state: 'refused', on: '2026-11-20' } as const;
    await changeRequest(database, mine(opened), 1, refused, NOW);
    const { requests, next } = await changeRequest(database, mine(opened), 2, { state: 'no-answer' }, NOW);
    expect(requests[0].redress).toMatchObject({
      until: '2027-05-20',
      law: 'Digital Services Act, Art. 20(1)',
    });
    expect(requests[1].redress).toMatchObject({
      until: null,
      sentence: expect.stringContaining('Art. 53') as string,
    });
    expect(next).toMatchObject({ step: 'redress', request: 1, due: '2027-05-20' });
    expect(next.sentence).toMatch(/Art\. 20.*Art\. 21.*open until 2027-05-20/);
    const later = await readCase(database, mine(opened), new Date('2027-05-21T09:00:00Z'));
    expect(later.next).toMatchObject({ step: 'redress', request: 2 });
  });
});
