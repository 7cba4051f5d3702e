import type { Channel } from '../../api/channel.ts';
import type { Recipient } from '../../api/notice.ts';
import { OutwardLink } from '../parts/outward-link.tsx';
import type { RecipientSaid } from './form-answer.ts';
import { LineInput } from './line-input.tsx';
import { Labelled } from './question.tsx';

const LABELS: RecipientSaid = {
  name: 'To whom (name)',
  email: 'Their e-mail, if you have it',
  address: 'Their postal address, if you have it',
  link: 'Their form or page, if there is one',
};
const LABELS_TO_FIND: RecipientSaid = {
  name: 'To whom, as you found it (name)',
  email: 'Their e-mail that you found',
  address: 'Or their postal address that you found',
  link: 'Or their form that you found',
};

/** Whom a letter goes to: what is known of them, and where they are to be looked up. @property idOf by the name of what is asked */
export function RecipientFields({
  idOf,
  said,
  lookUpAt,
  onSay,
}: {
  idOf: (part: string) => string;
  said: RecipientSaid;
  lookUpAt: string | null;
  onSay: (said: Record<keyof RecipientSaid, string>) => void;
}) {
  const labels = lookUpAt === null ? LABELS : LABELS_TO_FIND;
  const line = (
    name: 'name' | 'email' | 'link',
    type: 'text' | 'email' | 'url',
    part: string,
    maxLength = 300,
  ) => (
    <Labelled words={labels[name]} id={idOf(part)}>
      <LineInput
        type={type}
        id={idOf(part)}
        maxLength={maxLength}
        value={said[name]}
        onSay={(text) => onSay({ ...said, [name]: text })}
      />
    </Labelled>
  );
  return (
    <div class="questions">
      {lookUpAt !== null && (
        <p>
          A letter goes to whoever is found there, never to the directory itself. Look it up first:{' '}
          <OutwardLink url={lookUpAt}>{lookUpAt}</OutwardLink>
        </p>
      )}
      {line('name', 'text', 'to')}
      {line('email', 'email', 'to-email')}
      <Labelled words={labels.address} id={idOf('to-address')}>
        <textarea
          id={idOf('to-address')}
          maxLength={4000}
          value={said.address}
          onInput={({ currentTarget }) => onSay({ ...said, address: currentTarget.value })}
        />
      </Labelled>
      {line('link', 'url', 'to-link', 4096)}
    </div>
  );
}

/** What a channel says of whoever gets a letter through it; a directory says of nobody. */
export function saidBy(channel: Channel | undefined): RecipientSaid {
  if (channel === undefined || channel.role === 'directory') {
    return { name: '', email: '', address: '', link: '' };
  }
  return { name: channel.party, email: channel.email ?? '', address: '', link: channel.url ?? '' };
}

/** The same of the recipient of a draft. */
export function saidOf(recipient: Recipient | null): RecipientSaid {
  const { name, email, address, link } = recipient ?? {};
  return { name: name ?? '', email: email ?? '', address: address ?? '', link: link ?? '' };
}
