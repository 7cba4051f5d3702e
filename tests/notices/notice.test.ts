import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TrainspotError } from '../../src/core/errors.ts';
import { type Notice, NOTICE_LANGUAGES, type NoticeInput } from '../../src/api/notice.ts';
import { allNoticeFacts, readNotices } from '../../src/advice/facts/notices.ts';
import { FIELDS } from '../../src/notices/fields.ts';
import { readWording } from '../../src/notices/kind.ts';
import { noticeKinds, writeNotice } from '../../src/notices/notice.ts';
import { readNotice } from '../../src/notices/read.ts';
import { KINDS } from '../../src/notices/registry.ts';
import { COMPLETE, MATCH, NOW, wishOf, without } from './notice-inputs.ts';

const write = (wish: NoticeInput): Notice => writeNotice(readNotice(wish, NOW));

const missingOf = (wish: NoticeInput): string[] => write(wish).missing.map(({ field }) => field);

/** Every placeholder and every condition of a kind's words, in one language. */
function fieldsInWords(kind: (typeof KINDS)[number], language: 'en' | 'de' | 'fr' | 'es'): Set<string> {
  const names = kind.wording[language].pieces.flatMap((piece) => {
    if (typeof piece !== 'string' && 'list' in piece) return [];
    const [text, condition] = typeof piece === 'string' ? [piece, null] : [piece.text, piece.if];
    const placeholders = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    return condition === null ? placeholders : [...placeholders, condition.split('=')[0]];
  });
  return new Set(names.filter((name) => name !== 'rows'));
}

describe('the kinds of notices', () => {
  it('have their facts, one for one', () => {
    expect(KINDS.map(({ id }) => id).toSorted()).toEqual(
      allNoticeFacts()
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(noticeKinds().map(({ id }) => id)).toEqual(KINDS.map(({ id }) => id));
  });

  it('are refused with a clear word where their facts contradict each other', () => {
    const [facts] = allNoticeFacts();
    expect(() => readNotices([{ ...facts, followUp: 'nothing' }])).toThrow(/no notice 'nothing'/);
    expect(() =>
      readNotices([{ ...facts, followUp: null, notFor: [{ terms: 'nothing', why: 'x' }] }]),
    ).toThrow(/no terms 'nothing'/);
    expect(() =>
      readNotices([{ ...facts, followUp: null, answer: { ...facts.answer, reminderDays: 3 } }]),
    ).toThrow(/exactly one/);
    expect(() => readWording('x.json', { en: { subject: 'a', pieces: [] } })).toThrow(/x\.json: 'en'/);
  });
});

describe.each(KINDS.map((kind) => [kind.id, kind] as const))('a notice of kind %s', (id, kind) => {
  it.each(NOTICE_LANGUAGES)('is complete in %s once all is said, and says it', (language) => {
    const notice = write(wishOf(id, { language }));
    expect(notice.missing).toEqual([]);
    expect(notice.text).not.toMatch(/\{|\}|\[|undefined|null|DRAFT|ENTWURF|BROUILLON|BORRADOR/);
    for (const [name, value] of Object.entries(COMPLETE[id])) {
      const { type } = FIELDS[name as keyof typeof FIELDS];
      if (typeof value === 'string' && type !== 'choice' && type !== 'date') {
        expect(notice.text).toContain(value.split('\n')[0]);
      }
    }
    expect(notice.text).toContain('desk@host.example');
  });

  it.each(NOTICE_LANGUAGES)('uses in %s what it asks, and asks what it uses', (language) => {
    const used = fieldsInWords(kind, language);
    const asked = new Set<string>(kind.asked.map(({ field }) => field));
    expect([...used].filter((name) => !asked.has(name))).toEqual([]);
    // The sender's own lines stand in every letter.
    const unused = [...asked].filter(
      (name) => !used.has(name) && !['name', 'email', 'address'].includes(name),
    );
    expect(unused).toEqual([]);
    expect([...used].toSorted()).toEqual([...fieldsInWords(kind, 'en')].toSorted());
  });

  it('is a draft that says so first, and lists what it lacks, when nothing is said', () => {
    const required = kind.asked.filter((one) => one.required === true).map(({ field }) => field);
    const notice = write({ kind: id });
    expect(notice.missing.map(({ field }) => field)).toEqual([
      ...(kind.needsRows ? ['rows'] : []),
      ...required,
    ]);
    expect(notice.text).toMatch(/^DRAFT, not ready to be sent\. Still missing: /);
  });

  it.each(kind.asked.filter((one) => one.required === true).map(({ field }) => field))(
    'is a draft without %s, and invents nothing in its place',
    (field) => {
      const wish = wishOf(id, { fields: without(COMPLETE[id], field) });
      expect(missingOf(wish)).toContain(field);
      const { type } = FIELDS[field];
      if (type === 'statement') {
        expect(missingOf(wishOf(id, { fields: { ...COMPLETE[id], [field]: false } }))).toEqual([field]);
      }
    },
  );

  it('never makes a statement that the artist did not make', () => {
    const statements = kind.asked
      .map(({ field }) => field)
      .filter((field) => FIELDS[field].type === 'statement');
    for (const language of NOTICE_LANGUAGES) {
      for (const field of statements) {
        const said = write(wishOf(id, { language })).text;
        const unsaid = write(wishOf(id, { language, fields: { ...COMPLETE[id], [field]: false } })).text;
        const pieces = kind.wording[language].pieces.flatMap((piece) =>
          typeof piece !== 'string' && 'if' in piece && piece.if === field ? [piece.text.slice(0, 60)] : [],
        );
        expect(pieces.length).toBeGreaterThan(0);
        for (const piece of pieces) {
          expect(said).toContain(piece);
          expect(unsaid).not.toContain(piece);
        }
      }
    }
  });
});

describe('what a notice says of a row', () => {
  it('is the dataset, the sample id, the address, the hashes, the evidence and the day', () => {
    const { text, subject } = write(wishOf('gdpr-erasure'));
    for (const said of [
      'LAION-400M, release 2021-08',
      'Sample id: 1581282014547',
      MATCH.url,
      MATCH.sha256,
      MATCH.md5,
      'Found on 23 November 2026: the same picture, re-encoded or resized',
      '6 of 256 bits',
      'similarity 0.932 of 1',
    ]) {
      expect(text).toContain(said);
    }
    expect(subject).toContain('LAION-400M, sample id 1581282014547');
    expect(write(wishOf('gdpr-erasure', { language: 'de' })).text).toContain('0,932');
  });

  it('is said of several, and nothing is said of what is not known', () => {
    const { match: _, ...wish } = wishOf('dataset-request');
    const bare = { dataset: 'cc12m', release: '1', rowId: '8', url: 'https://a.example/8.jpg' };
    const { text, subject } = write({ ...wish, matches: [MATCH, bare] });
    expect(subject).toContain('2 entries');
    const block = text.slice(text.indexOf('Sample id: 8')).split('\n\n')[0];
    expect(block).toBe('Sample id: 8\nAddress: https://a.example/8.jpg');
  });

  it('writes the first of a month as French does', () => {
    expect(write(wishOf('dmca', { language: 'fr', date: '2026-12-01' })).text).toContain('1er décembre 2026');
  });
});

describe('a notice about a part of a picture', () => {
  const part = { ...MATCH, grade: 'part' } as const;
  const PARTS = { en: 'a part of the', de: 'ein Teil des', fr: 'une partie de', es: 'una parte de' } as const;

  it.each(NOTICE_LANGUAGES)('says in %s that a part is used, and not the picture', (language) => {
    for (const { id, needsRows } of KINDS) {
      if (!needsRows) continue;
      const { text } = write(wishOf(id, { language, match: part }));
      expect(text).toContain(PARTS[language]);
      expect(text).toContain(part.url);
      expect(text).not.toMatch(/PDQ|0[.,]932/);
      const { text: ofCopy } = write(wishOf(id, { language }));
      expect(ofCopy).not.toContain(PARTS[language]);
    }
  });

  it('warns the artist to see first whose the part is, and names where, of parts alone', () => {
    const other = { ...MATCH, url: 'https://a.example/other.jpg' };
    const { match: _, ...wish } = wishOf('dmca');
    const { warnings, text } = write({ ...wish, matches: [part, other] });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/A part of your picture was found there.*Look first which part/);
    expect(warnings[0]).toContain(part.url);
    expect(warnings[0]).not.toContain(other.url);
    expect(text).toContain(`${part.url}\nAt this address there is a part of the work`);
    expect(text).not.toContain(`${other.url}\nAt this address`);
    expect(write(wishOf('dmca')).warnings).toEqual([]);
  });
});

describe('the mailto: address', () => {
  it('holds subject and text as RFC 6068 writes them, where they fit', () => {
    const { mailto, text, subject, textInMailto } = write({ kind: 'dsm-reservation' });
    expect(textInMailto).toBe(true);
    expect(mailto.length).toBeLessThanOrEqual(2_000);
    const url = new URL(mailto);
    expect(url.searchParams.get('subject')).toBe(subject);
    expect(url.searchParams.get('body')).toBe(text.replaceAll('\n', '\r\n'));
    expect(mailto).not.toMatch(/[\s"<>+]/);
  });

  it('holds the subject alone where the text is too long, and says so', () => {
    const { mailto, textInMailto, subject } = write(wishOf('gdpr-erasure', { language: 'fr' }));
    expect(textInMailto).toBe(false);
    expect(new URL(mailto).pathname).toBe('desk@host.example');
    expect([...new URL(mailto).searchParams]).toEqual([['subject', subject]]);
  });

  it('takes no headers from an address', () => {
    const recipient = { email: 'a@b.example?bcc=c&x' };
    expect([...new URL(write(wishOf('dmca', { recipient })).mailto).searchParams.keys()]).not.toContain(
      'bcc',
    );
  });
});

describe('what is asked for wrongly', () => {
  it.each<[Partial<NoticeInput>, RegExp]>([
    [{ kind: 'poem' }, /no notice 'poem'; there are gdpr-erasure/],
    [{ date: '2026-02-30' }, /'date' is '2026-02-30'/],
    [{ matches: [MATCH] }, /came together/],
    [{ match: { ...MATCH, url: 'ftp://a.example/' } }, /no http or https/],
    [{ match: { ...MATCH, sha256: 'abc' } }, /it has 3/],
    [{ match: { ...MATCH, foundOn: 'today' } }, /'foundOn'/],
    [{ match: { ...MATCH, grade: 'look-alike' } }, /only looks similar.*no ground/],
    [{ fields: { poem: 'x' } }, /no field 'poem'; it has/],
    [{ fields: { work: 'x' } }, /no field 'work'/],
    [{ fields: { name: true } }, /'name' is a text/],
    [{ fields: { concernsMe: 'yes' } }, /'concernsMe' is true or false/],
    [{ fields: { ground: 'because' } }, /one of objection, unlawful/],
    [{ fields: { email: 'nobody' } }, /no e-mail address/],
    [{ fields: { name: 'x'.repeat(301) } }, /has 301 characters; at most 300/],
    [{ recipient: { email: 'a b@c' } }, /'recipient\.email'/],
  ])('%j is refused with what is wrong', (changes, why) => {
    const act = (): unknown => readNotice(wishOf('gdpr-erasure', changes), NOW);
    expect(act).toThrow(TrainspotError);
    expect(act).toThrow(why);
  });

  it('too many rows are refused with their number', () => {
    const { match: _, ...wish } = wishOf('gdpr-erasure');
    expect(() => readNotice({ ...wish, matches: Array.from({ length: 26 }, () => MATCH) }, NOW)).toThrow(
      /^26 rows/,
    );
  });

  it('nothing that anybody says makes another letter of it, moves a cursor or breaks', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 100 }),
        fc.constantFrom(...NOTICE_LANGUAGES),
        (said, language) => {
          const fields = { ...COMPLETE['gdpr-erasure'], name: said, identification: said };
          const { text, mailto } = write(wishOf('gdpr-erasure', { language, fields }));
          expect(text.replaceAll('\n', ' ')).not.toMatch(/[\p{Cc}\u202e\p{Surrogate}]/u);
          expect(() => new URL(mailto)).not.toThrow();
        },
      ),
    );
    const braces = { ...COMPLETE['gdpr-erasure'], identification: '{name} {about} $& $1' };
    expect(write(wishOf('gdpr-erasure', { fields: braces })).text).toContain('{name} {about} $& $1');
  });
});
