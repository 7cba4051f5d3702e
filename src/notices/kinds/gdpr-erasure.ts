import { asks, type NoticeKind, readWording } from '../kind.ts';
import words from '../wording/gdpr-erasure.json' with { type: 'json' };

/** Erasure, for the person whom the data are of. */
export const gdprErasure: NoticeKind = {
  id: 'gdpr-erasure',
  asked: asks(['name', 'email', 'identification', 'ground', 'concernsMe'], ['address', 'explanation']),
  needsRows: true,
  wording: readWording('gdpr-erasure.json', words),
};
