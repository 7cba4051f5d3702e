import type { Notice, NoticeKindInfo } from '../api/notice.ts';
import type { NoticeRequest } from './request.ts';
import { noticeFacts } from '../advice/facts/notices.ts';
import { fieldOf } from './fields.ts';
import { letterOf } from './letter.ts';
import { mailtoOf } from './mailto.ts';
import { missingFields } from './missing.ts';
import { kindOf, KINDS } from './registry.ts';
import { textOf } from './text.ts';

/** A notice in words, for the artist to send: nothing is ever sent for them. */
export function writeNotice(request: NoticeRequest): Notice {
  const kind = kindOf(request.kind);
  const letter = letterOf(kind, request);
  const text = textOf(letter);
  return {
    kind: kind.id,
    language: request.language,
    subject: letter.subject,
    text,
    ...mailtoOf(request.recipient?.email ?? null, letter.subject, text),
    missing: missingFields(kind, request),
    warnings: [...(kind.warnings?.(request) ?? []), ...partWarnings(request)],
  };
}

/** What only shares a part with the artist's picture may hold what was never theirs. */
function partWarnings({ rows }: NoticeRequest): string[] {
  const parts = rows.filter(({ grade }) => grade === 'part').map(({ url }) => url);
  if (parts.length === 0) return [];
  return [
    `A part of your picture was found there, not your picture (${parts.join(', ')}). Look first which part it is: ask only where that part is your own work, and no frame, template, stock drawing or logo that others use too. Say in your own words what was taken.`,
  ];
}

/** Every kind of notice with its questions, in the order in which an artist should think of them. */
export function noticeKinds(): NoticeKindInfo[] {
  return KINDS.flatMap(({ id, asked, needsRows }) => {
    const facts = noticeFacts(id);
    if (facts === null) return [];
    const { title, law, whoMayUse, canAchieve, answer, source, checkedOn, status } = facts;
    const questions = asked.map(({ field, required }) => {
      const { type, ask, options = {} } = fieldOf(field);
      return {
        name: field,
        type,
        ask,
        required: typeof required === 'boolean' ? required : ('sometimes' as const),
        options: Object.entries(options).map(([value, words]) => ({ value, words })),
      };
    });
    const about = { title, law, whoMayUse, canAchieve, answer: { ...answer } };
    return [{ id, ...about, needsRows, questions, source, checkedOn, status }];
  });
}
