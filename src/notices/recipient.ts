import type { Recipient } from '../api/notice.ts';
import { sameAddress } from '../core/web-address.ts';
import { allChannels } from '../advice/facts/channels.ts';

/** By their addresses. */
const DIRECTORIES = new Map(
  allChannels().flatMap(({ role, url, party }) =>
    role === 'directory' && url !== null ? [[sameAddress(url), party]] : [],
  ),
);

/**
 * The recipient, who is never a directory: where its page was given as theirs, that page is where they are to be looked
 * up, and its keeper is not the one written to.
 */
export function addressed(recipient: Recipient): Recipient {
  const { link, name } = recipient;
  const keeper = link === null ? undefined : DIRECTORIES.get(sameAddress(link));
  if (keeper === undefined) return recipient;
  return { ...recipient, name: name === keeper ? null : name, link: null, lookUpAt: link };
}

/** Whether whoever gets the letter is still to be looked up. */
export function isToBeFound(recipient: Recipient | null): boolean {
  if (recipient === null || recipient.lookUpAt === null) return false;
  return [recipient.email, recipient.address, recipient.link].every((way) => way === null);
}
