import { asks, type NoticeKind, readWording } from '../kind.ts';
import words from '../wording/dsm-reservation.json' with { type: 'json' };

/** A reservation put on record; the machine-readable one stands on the artist's own site. */
export const dsmReservation: NoticeKind = {
  id: 'dsm-reservation',
  asked: asks(['name', 'email', 'site', 'holdsRights'], ['reservedBy', 'address', 'explanation']),
  needsRows: false,
  wording: readWording('dsm-reservation.json', words),
  warnings: ({ fields }) =>
    typeof fields.reservedBy === 'string' && fields.reservedBy.trim() !== ''
      ? []
      : [
          'For works on the public web the law asks for a machine-readable reservation too. This letter names none: put one on your site and say so here.',
        ],
};
