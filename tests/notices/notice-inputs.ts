import type { NoticeFields, NoticeInput, NoticeMatch } from '../../src/api/notice.ts';

/** The day on which the tests stand. */
export const NOW = new Date('2026-11-24T09:00:00Z');

export const MATCH: NoticeMatch = {
  dataset: 'laion-400m',
  release: '2021-08',
  rowId: '1581282014547',
  url: 'https://i.pinimg.com/originals/aa/bb.jpg',
  sha256: 'a'.repeat(64),
  md5: 'b'.repeat(32),
  grade: 'copy',
  pdqDistance: 6,
  similarity: 0.932,
  foundOn: '2026-11-23',
};

const PERSON: NoticeFields = {
  name: 'Käthe Ñandú-Weiß',
  email: 'kaethe@studio.example',
  identification: 'It is my portrait „Selbst“.',
  concernsMe: true,
};

/** All that each kind needs: with it a notice is complete. */
export const COMPLETE: Record<string, NoticeFields> = {
  'gdpr-erasure': { ...PERSON, ground: 'objection' },
  'gdpr-objection': { ...PERSON, situation: 'I am a teacher; my pupils find these pictures.' },
  'gdpr-access': { ...PERSON, explanation: 'I saw it in a list that was published.' },
  'dsa-notice': {
    name: 'Käthe Ñandú-Weiß',
    email: 'kaethe@studio.example',
    work: 'The oil painting “Évora”, 2019',
    original: 'https://studio.example/evora',
    role: 'owner',
    illegality: 'It breaks my exclusive rights under §§ 16 and 19a UrhG.',
    notAllowed: true,
    goodFaithNotice: true,
  },
  dmca: {
    name: 'Käthe Ñandú-Weiß',
    address: 'Hauptstraße 1\n20095 Hamburg',
    phone: '+49 40 000000',
    email: 'kaethe@studio.example',
    work: 'The oil painting “Évora”, 2019',
    original: 'https://studio.example/evora',
    role: 'owner',
    fairUse: true,
    goodFaith: true,
    accuracy: true,
    authority: true,
    signature: 'Käthe Ñandú-Weiß',
  },
  'dsm-reservation': {
    name: 'Käthe Ñandú-Weiß',
    email: 'kaethe@studio.example',
    site: 'https://studio.example',
    holdsRights: true,
    reservedBy: 'https://studio.example/.well-known/tdmrep.json',
  },
  'dataset-request': {
    name: 'Käthe Ñandú-Weiß',
    email: 'kaethe@studio.example',
    explanation: 'I never agreed to it.',
  },
  'regulator-complaint': {
    ...PERSON,
    address: 'Hauptstraße 1, 20095 Hamburg',
    controller: 'Example Models Ltd',
    requested: 'erasure',
    requestedOn: '2026-10-01',
    outcome: 'no-answer',
  },
};

/** A complete wish of a kind, about one row. */
export function wishOf(kind: string, changes: Partial<NoticeInput> = {}): NoticeInput {
  return {
    kind,
    match: MATCH,
    recipient: { name: 'Whoever it concerns', email: 'desk@host.example' },
    fields: COMPLETE[kind],
    ...changes,
  };
}

/** The fields without one of them. */
export function without(fields: NoticeFields, name: string): NoticeFields {
  return Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name));
}
