import { isDay } from '../core/calendar-day.ts';
import type { MissingField } from '../api/notice.ts';
import type { NoticeRequest } from './request.ts';
import { fieldOf, type FieldName } from './fields.ts';
import type { NoticeKind } from './kind.ts';
import { isToBeFound } from './recipient.ts';

/** What keeps a notice a draft, in the order in which it is asked. Nothing is taken to be said that was not. */
export function missingFields(kind: NoticeKind, request: NoticeRequest): MissingField[] {
  const { fields, rows, recipient } = request;
  const unsaid = kind.asked
    .filter(({ field, required }) => {
      const isNeeded = typeof required === 'boolean' ? required : required(fields);
      return isNeeded && !isSaid(field, fields[field]);
    })
    .map(({ field }): MissingField => ({ field, ask: fieldOf(field).ask }));
  const noRows = kind.needsRows && rows.length === 0;
  return [
    ...(isToBeFound(recipient) ? [{ field: 'recipient', ask: findWords(kind, recipient?.lookUpAt) }] : []),
    ...(noRows ? [{ field: 'rows', ask: 'Which row, or which address, it is about' }] : []),
    ...unsaid,
    ...(kind.faults?.(request) ?? []),
  ];
}

function findWords({ recipientAsk }: NoticeKind, lookUpAt: string | null | undefined): string {
  return `${recipientAsk ?? 'Their e-mail, postal address or form that you found'}: look it up at ${lookUpAt}`;
}

function isSaid(name: FieldName, value: string | boolean | undefined): boolean {
  const { type, options = {} } = fieldOf(name);
  if (type === 'statement') return value === true;
  if (typeof value !== 'string' || value === '') return false;
  if (type === 'choice') return Object.hasOwn(options, value);
  return type !== 'date' || isDay(value);
}
