import type { FieldType } from '../api/notice.ts';

/** A question to the artist, whichever kind of notice asks it. */
interface Field {
  type: FieldType;
  ask: string;
  options?: Readonly<Record<string, string>>;
}

/** Every field that a notice may ask for. A statement is made by the artist alone: nothing ticks it for them. */
export const FIELDS = {
  name: { type: 'line', ask: 'Your full name' },
  email: { type: 'email', ask: 'Your e-mail address' },
  address: { type: 'text', ask: 'Your postal address' },
  phone: { type: 'line', ask: 'Your telephone number' },
  concernsMe: {
    type: 'statement',
    ask: 'The picture or its entry shows, names or identifies me, or a person whom I legally represent.',
  },
  identification: { type: 'text', ask: 'How does the picture or its caption show, name or identify you?' },
  ground: {
    type: 'choice',
    ask: 'Why must it be erased?',
    options: {
      objection: 'I object, and nothing overrides my interests (Art. 17(1)(c))',
      unlawful: 'There is no legal basis for using my data (Art. 17(1)(d))',
      'not-needed': 'My data are no longer needed for what they were collected for (Art. 17(1)(a))',
      'consent-withdrawn': 'I gave consent and withdraw it (Art. 17(1)(b))',
    },
  },
  situation: {
    type: 'text',
    ask: 'Your particular situation: why is this use of your data wrong or harmful for you?',
  },
  explanation: { type: 'text', ask: 'What you want to say in your own words' },
  work: { type: 'text', ask: 'Your work: its title, what it shows, when you made it' },
  original: { type: 'line', ask: 'Where your work stands with your permission, such as its address' },
  role: {
    type: 'choice',
    ask: 'Are the rights yours?',
    options: { owner: 'Yes, I hold them', agent: 'No, I act for whoever holds them' },
  },
  onBehalfOf: { type: 'line', ask: 'The rights holder for whom you act' },
  fairUse: {
    type: 'statement',
    ask: 'I have considered whether this use is a fair use (17 U.S.C. § 107), and I believe that it is not.',
  },
  goodFaith: {
    type: 'statement',
    ask: 'I believe in good faith that this use is not authorised by the rights holder, their agent or the law. It is neither my own page nor a copy I allowed.',
  },
  accuracy: { type: 'statement', ask: 'What this notice says is accurate.' },
  authority: {
    type: 'statement',
    ask: 'Under penalty of perjury: I hold the exclusive right that is infringed, or may act for whoever holds it.',
  },
  signature: { type: 'line', ask: 'Your signature: type your full name' },
  illegality: {
    type: 'text',
    ask: 'Why the copy is illegal: what right of yours it breaks and, if you know it, the law that says so',
  },
  notAllowed: {
    type: 'statement',
    ask: 'Nobody with the right to do so has allowed this copy. It is not my own page, and I know of no exception, such as quotation or parody, that covers it.',
  },
  goodFaithNotice: {
    type: 'statement',
    ask: 'I believe in good faith that what this notice says is accurate and complete (Art. 16(2)(d)).',
  },
  site: { type: 'text', ask: 'Where your works stand: sites, profiles or addresses' },
  holdsRights: { type: 'statement', ask: 'I hold the rights in these works, or act for whoever holds them.' },
  reservedBy: {
    type: 'text',
    ask: 'How your site says so to machines, such as robots.txt, tdmrep.json or a header',
  },
  controller: { type: 'line', ask: 'Who used your data: the name of the one you wrote to' },
  requested: {
    type: 'choice',
    ask: 'What you asked for',
    options: {
      erasure: 'Erasure (Art. 17)',
      objection: 'To stop, by an objection (Art. 21(1))',
      access: 'Access (Art. 15)',
    },
  },
  requestedOn: { type: 'date', ask: 'The day on which they received your request' },
  outcome: {
    type: 'choice',
    ask: 'What came of it',
    options: { 'no-answer': 'No answer within the time', refused: 'They refused' },
  },
  answer: { type: 'text', ask: 'What they answered, and when' },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof FIELDS;

/** The field as any other is. */
export function fieldOf(name: FieldName): Field {
  return FIELDS[name];
}

/** Whether there is a field of that name. */
export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name);
}
