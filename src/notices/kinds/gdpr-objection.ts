import { asks, type NoticeKind, readWording } from '../kind.ts';
import words from '../wording/gdpr-objection.json' with { type: 'json' };

/** An objection, which must rest on the person's particular situation. */
export const gdprObjection: NoticeKind = {
  id: 'gdpr-objection',
  asked: asks(['name', 'email', 'identification', 'situation', 'concernsMe'], ['address', 'explanation']),
  needsRows: false,
  wording: readWording('gdpr-objection.json', words),
};
