import type { MissingField, NoticeRequest } from '../../../core/notice.ts';
import { typedAddress } from '../../../core/typed-address.ts';
import { sameAddress } from '../../../core/web-address.ts';
import { asks, type NoticeKind, readWording } from '../kind.ts';
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
  wording: readWording('dmca.json', words),
  faults: ownPage,
};

/** A notice is never for the address at which the artist's own work stands. */
function ownPage({ rows, fields }: NoticeRequest): MissingField[] {
  const own = typeof fields.original === 'string' ? sameAddress(typedAddress(fields.original)) : null;
  if (own === null || !rows.some(({ url }) => sameAddress(url) === own)) return [];
  return [
    {
      field: 'rows',
      ask: 'Another copy: this address is where your own work stands, and a DMCA notice is never for your own page.',
    },
  ];
}
