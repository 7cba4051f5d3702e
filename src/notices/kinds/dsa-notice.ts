import { asks, type NoticeKind, readWording } from '../kind.ts';
import { ownPage } from '../own-page.ts';
import words from '../wording/dsa-notice.json' with { type: 'json' };

/**
 * The notice with the four elements of the Digital Services Act, Art. 16(2): why the copy is illegal, its exact address,
 * who notifies, and the statement of good faith. What is stated the artist says or nobody.
 */
export const dsaNotice: NoticeKind = {
  id: 'dsa-notice',
  asked: [
    ...asks(['name', 'email', 'work', 'original', 'role'], []),
    { field: 'onBehalfOf', required: ({ role }) => role === 'agent' },
    ...asks(['illegality', 'notAllowed', 'goodFaithNotice'], ['address']),
  ],
  needsRows: true,
  recipientAsk:
    'The host’s form for illegal content or point of contact that you found (Art. 16(1), Art. 12)',
  wording: readWording('dsa-notice.json', words),
  faults: (request) => ownPage(request, 'a notice of illegal content'),
};
