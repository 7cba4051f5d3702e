import type { CaseView } from '../../src/api/case.ts';
import type { Notice } from '../../src/api/notice.ts';
import type { EvidencePack } from '../../src/evidence/build.ts';
import type { Cases, Notices } from '../../src/service/trainspot.ts';
import { noticeKinds } from '../../src/notices/notice.ts';

export const NOTICE: Notice = {
  kind: 'dataset-request',
  language: 'en',
  subject: 'Request to remove entries',
  text: 'Dear Sir or Madam,\n',
  mailto: 'mailto:?subject=Request',
  textInMailto: false,
  missing: [{ field: 'name', ask: 'Your full name' }],
  warnings: [],
};

export const CASE: CaseView = {
  id: '7d3c1f0e-0000-4000-8000-000000000000',
  title: 'The lighthouse',
  note: '',
  createdAt: '2026-11-24T08:15:00.000Z',
  matches: [
    {
      n: 1,
      dataset: 'test-set',
      release: '1',
      rowId: '17',
      file: null,
      url: 'https://host.example/a.jpg',
      grade: 'copy',
      pdqDistance: 6,
      similarity: null,
      foundOn: '2026-11-24',
      checkId: null,
      sha256: null,
      md5: null,
      pdq: null,
      pdqQuality: null,
      latest: {
        match: 1,
        at: '2026-11-24T08:15:00.000Z',
        link: 'reserved',
        reason: 'opted-out',
        httpStatus: null,
        movedTo: null,
        optOut: { signal: 'noai', where: 'X-Robots-Tag' },
        picture: null,
        against: null,
        pdqDistance: null,
        sha256: null,
        pdq: null,
        pdqQuality: null,
        row: { release: '1', standing: 'listed', rowsListed: 48, rowsPublished: null },
        sentence: 'Reserved.',
      },
    },
  ],
  requests: [
    {
      n: 1,
      kind: 'gdpr-erasure',
      language: 'en',
      matches: [1],
      recipient: { name: 'LAION', email: null, address: null, link: null, lookUpAt: null },
      fields: { name: 'Jane Doe', concernsMe: true },
      state: 'sent',
      dates: { drafted: '2026-11-23', sent: '2026-11-24' },
      extendedOn: null,
      note: '',
      updatedAt: '2026-11-24T08:15:00.000Z',
      title: 'Erasure of personal data',
      subject: 'Request for erasure',
      missing: [],
      warnings: [],
      due: '2026-12-24',
      dueLaw: 'GDPR Art. 12(3)',
      redress: null,
      nextStates: ['acknowledged', 'refused', 'removed', 'no-answer'],
    },
  ],
  begun: null,
  next: { step: 'wait', request: 1, due: '2026-12-24', sentence: 'Wait.' },
  calendar: null,
};

export const NOTICES: Notices = {
  kinds: noticeKinds,
  write: async () => NOTICE,
  print: async () => Buffer.from('%PDF-1.7'),
};

export const PACK: EvidencePack = {
  bytes: Uint8Array.of(80, 75, 5, 6),
  sha256: 'ab'.repeat(32),
  name: 'trainspot-evidence-2026-11-24-0e2b7a5c.zip',
};

export const CASES: Cases = {
  open: async () => ({ case: CASE, token: 't'.repeat(43), link: `/case#${'t'.repeat(43)}` }),
  list: async () => [{ id: CASE.id, title: CASE.title, createdAt: CASE.createdAt, requests: 1 }],
  read: async () => CASE,
  change: async () => CASE,
  remove: async () => CASE.id,
  addMatches: async () => CASE,
  draft: async () => CASE,
  changeRequest: async () => CASE,
  writeRequest: async () => NOTICE,
  printRequest: async () => Buffer.from('%PDF-1.7'),
  recheck: async () => CASE,
  events: async () => [{ n: 1, at: '2026-11-24T08:15:00.000Z', kind: 'opened', detail: { a: 1 } }],
  evidence: async () => PACK,
  calendar: async () => 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n',
};
