import { describe, expect, it } from 'vitest';
import { type Notice, NOTICE_LANGUAGES, type NoticeInput } from '../../src/api/notice.ts';
import { noticeFacts } from '../../src/advice/facts/notices.ts';
import { writeNotice } from '../../src/notices/notice.ts';
import { readNotice } from '../../src/notices/read.ts';
import { COMPLETE, MATCH, NOW, wishOf, without } from './notice-inputs.ts';

const write = (wish: NoticeInput): Notice => writeNotice(readNotice(wish, NOW));

const missingOf = (wish: NoticeInput): string[] => write(wish).missing.map(({ field }) => field);

describe('a DMCA notice', () => {
  it.each(NOTICE_LANGUAGES)('has its six elements in %s', (language) => {
    const { text } = write(wishOf('dmca', { language }));
    const numbered = [...text.matchAll(/^([1-6])\. /gm)].map(([, number]) => number);
    expect(numbered).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(text).toContain('17 U.S.C. § 512(c)(3)');
  });

  it('asks for whom an agent acts', () => {
    const agent = { ...COMPLETE.dmca, role: 'agent' };
    expect(missingOf(wishOf('dmca', { fields: agent }))).toEqual(['onBehalfOf']);
    const { text, missing } = write(wishOf('dmca', { fields: { ...agent, onBehalfOf: 'Jane Doe' } }));
    expect(missing).toEqual([]);
    expect(text).toContain('I act for Jane Doe');
  });

  it('stays a draft for the address at which the artist’s own work stands', () => {
    const own = { ...MATCH, url: 'http://studio.example/evora#top' };
    const { missing } = write(wishOf('dmca', { match: own }));
    expect(missing).toMatchObject([{ field: 'rows', ask: expect.stringContaining('own page') as string }]);
  });
});

describe('a notice of illegal content', () => {
  it.each(NOTICE_LANGUAGES)('has the four elements of the Act in %s, each with its article', (language) => {
    const { text } = write(wishOf('dsa-notice', { language }));
    const numbered = [...text.matchAll(/^([1-4])\. /gm)].map(([, number]) => number);
    expect(numbered).toEqual(['1', '2', '3', '4']);
    expect(text).toContain(
      '(EU) 2022/2065'.replace('(EU)', language === 'fr' || language === 'es' ? '(UE)' : '(EU)'),
    );
    expect(text).toContain(MATCH.url);
    expect(text).toContain('kaethe@studio.example');
    for (const article of [
      /16\D+2\D+a\)/,
      /16\D+2\D+b\)/,
      /16\D+2\D+c\)/,
      /16\D+2\D+d\)/,
      /16\D+4\)/,
      /16\D+5\)/,
      /20\)/,
      /21\)/,
    ]) {
      expect(text).toMatch(article);
    }
  });

  it('asks for whom an agent acts, and is never for the own page', () => {
    const fields = { ...COMPLETE['dsa-notice'], role: 'agent' };
    expect(missingOf(wishOf('dsa-notice', { fields }))).toEqual(['onBehalfOf']);
    const own = { ...MATCH, url: 'http://studio.example/evora#top' };
    expect(missingOf(wishOf('dsa-notice', { match: own }))).toEqual(['rows']);
  });
});

describe('a request for access', () => {
  it.each(NOTICE_LANGUAGES)('asks in %s for all that Article 15 gives, within the month', (language) => {
    const { text } = write(wishOf('gdpr-access', { language }));
    for (const letter of ['a', 'b', 'c', 'd', 'e', 'g', 'h']) {
      expect(text).toMatch(new RegExp(`15\\D+1\\D+${letter}\\b`));
    }
    expect(text).toMatch(/12\D+3\)|12\D+3 /);
    expect(text).toMatch(/12\D+6\)/);
  });

  it('needs no row, and can be complained about', () => {
    const { match: _, ...wish } = wishOf('gdpr-access');
    expect(missingOf(wish)).toEqual([]);
    const fields = { ...COMPLETE['regulator-complaint'], requested: 'access' };
    expect(write(wishOf('regulator-complaint', { fields })).text).toContain('Article 15 GDPR');
  });
});

describe('other kinds', () => {
  it('a complaint about silence begins after the month, one about a refusal at once', () => {
    const early = { ...COMPLETE['regulator-complaint'], requestedOn: '2026-10-26' };
    expect(missingOf(wishOf('regulator-complaint', { fields: early }))).toEqual(['requestedOn']);
    expect(missingOf(wishOf('regulator-complaint', { fields: early, date: '2026-11-27' }))).toEqual([]);
    const refused = { ...early, outcome: 'refused' };
    expect(missingOf(wishOf('regulator-complaint', { fields: refused }))).toEqual(['answer']);
    expect(
      missingOf(wishOf('regulator-complaint', { fields: { ...refused, answer: 'They have a licence.' } })),
    ).toEqual([]);
  });

  it('a plain request to LAION is warned of, one to others is not', () => {
    expect(write(wishOf('dataset-request')).warnings).toEqual([
      noticeFacts('dataset-request')!.notFor[0].why,
    ]);
    expect(write(wishOf('dataset-request', { match: { ...MATCH, dataset: 'cc12m' } })).warnings).toEqual([]);
  });

  it('a reservation that no machine can read is warned of', () => {
    expect(write(wishOf('dsm-reservation')).warnings).toEqual([]);
    const bare = without(COMPLETE['dsm-reservation'], 'reservedBy');
    expect(write(wishOf('dsm-reservation', { fields: bare })).warnings.join()).toContain('machine-readable');
  });
});
