import { asks, type NoticeKind, readWording } from '../kind.ts';
import words from '../wording/gdpr-access.json' with { type: 'json' };

/** Access: what somebody holds of a person, from where, what for and for whom. A row helps them look, and is not needed. */
export const gdprAccess: NoticeKind = {
  id: 'gdpr-access',
  asked: asks(['name', 'email', 'identification', 'concernsMe'], ['address', 'explanation']),
  needsRows: false,
  wording: readWording('gdpr-access.json', words),
};
