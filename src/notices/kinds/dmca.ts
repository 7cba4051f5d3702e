import { asks, type NoticeKind, readWording } from '../kind.ts';
import { ownPage } from '../own-page.ts';
import words from '../wording/dmca.json' with { type: 'json' };

/**
 * The notice with the six elements of 17 U.S.C. § 512(c)(3)(A): signature, work, material, contact, good faith, accuracy
 * and authority. What is stated under penalty of perjury, and that fair use was weighed, the artist says or nobody.
 */
export const dmca: NoticeKind = {
  id: 'dmca',
  asked: [
    ...asks(['name', 'address', 'phone', 'email', 'work', 'original', 'role'], []),
    { field: 'onBehalfOf', required: ({ role }) => role === 'agent' },
    ...asks(['fairUse', 'goodFaith', 'accuracy', 'authority', 'signature'], []),
  ],
  needsRows: true,
  recipientAsk: 'The agent’s e-mail or address that you found',
  wording: readWording('dmca.json', words),
  faults: (request) => ownPage(request, 'a DMCA notice'),
};
