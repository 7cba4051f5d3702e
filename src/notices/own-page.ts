import type { MissingField } from '../api/notice.ts';
import type { NoticeRequest } from './request.ts';
import { typedAddress } from '../core/typed-address.ts';
import { sameAddress } from '../core/web-address.ts';

/** What keeps a notice of a copy a draft where it names the address at which the artist's own work stands. */
export function ownPage({ rows, fields }: NoticeRequest, notice: string): MissingField[] {
  const own = typeof fields.original === 'string' ? sameAddress(typedAddress(fields.original)) : null;
  if (own === null || !rows.some(({ url }) => sameAddress(url) === own)) return [];
  return [
    {
      field: 'rows',
      ask: `Another copy: this address is where your own work stands, and ${notice} is never for your own page.`,
    },
  ];
}
