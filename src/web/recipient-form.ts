import type { Channel } from '../api/channel.ts';
import type { Recipient } from '../api/notice.ts';
import { element, fill, outwardLink } from './elements.ts';
import { input, labelled } from './question-field.ts';

const NAMES = ['name', 'email', 'address', 'link'] as const;
type Said = Record<(typeof NAMES)[number], string>;

const LABELS: Said = {
  name: 'To whom (name)',
  email: 'Their e-mail, if you have it',
  address: 'Their postal address, if you have it',
  link: 'Their form or page, if there is one',
};
const LABELS_TO_FIND: Said = {
  name: 'To whom, as you found it (name)',
  email: 'Their e-mail that you found',
  address: 'Or their postal address that you found',
  link: 'Or their form that you found',
};

/** Whom a letter goes to: what is known of them, and where they are to be looked up. */
export interface RecipientForm {
  element: HTMLElement;
  show(said: Partial<Said>, lookUpAt: string | null): void;
  said(): Said;
}

/** @param idOf the id of a control by the name of what it asks */
export function recipientForm(idOf: (name: string) => string): RecipientForm {
  const controls = {
    name: input('text', idOf('to'), ''),
    email: input('email', idOf('to-email'), ''),
    address: element('textarea', { id: idOf('to-address'), maxlength: 4000 }),
    link: input('url', idOf('to-link'), '', 4096),
  };
  const parent = element('div', { class: 'questions' });
  return {
    element: parent,
    show(said, lookUpAt) {
      for (const name of NAMES) controls[name].value = said[name] ?? '';
      const labels = lookUpAt === null ? LABELS : LABELS_TO_FIND;
      fill(
        parent,
        lookUpAt === null ? null : findWords(lookUpAt),
        ...NAMES.map((name) => labelled(labels[name], controls[name])),
      );
    },
    said: () => Object.fromEntries(NAMES.map((name) => [name, controls[name].value])) as Said,
  };
}

/** What a channel says of whoever gets a letter through it; a directory says of nobody. */
export function saidBy(channel: Channel | undefined): Partial<Said> {
  if (channel === undefined || channel.role === 'directory') return {};
  return { name: channel.party, email: channel.email ?? '', link: channel.url ?? '' };
}

/** The same of the recipient of a draft. */
export function saidOf(recipient: Recipient | null): Partial<Said> {
  return Object.fromEntries(NAMES.map((name) => [name, recipient?.[name] ?? '']));
}

function findWords(lookUpAt: string): HTMLElement {
  return element(
    'p',
    {},
    'A letter goes to whoever is found there, never to the directory itself. Look it up first: ',
    outwardLink(lookUpAt, {}, lookUpAt),
  );
}
