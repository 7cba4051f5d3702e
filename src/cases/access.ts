import { TrainspotError } from '../core/errors.ts';
import { findApiKey } from '../db/api-keys.ts';
import { type CaseRecord, findCase } from '../db/cases.ts';
import type { Database } from '../db/database.ts';
import { calendarToken, isApiKey, secretHash } from './secrets.ts';

/** Which case is asked for, and by what secret: its own token, or an API key that owns it. */
export interface CaseAccess {
  /** Its id, or `mine` for the one that the token opens. */
  ref: string;
  secret: string;
}

/** The word that stands for the case of the token itself. */
const MINE = 'mine';

/**
 * The case that is asked for. The same words for one that does not exist and one that another token opens.
 * @throws TrainspotError `case-unknown`, `api-key-invalid`
 */
export async function expectCase(
  database: Database,
  { ref, secret }: CaseAccess,
  options: { forChange?: boolean } = {},
): Promise<CaseRecord> {
  const opener = isApiKey(secret)
    ? ({ by: 'key', keyId: await expectApiKey(database, secret), id: ref } as const)
    : ({ by: 'token', sha256: secretHash(secret) } as const);
  const record = await findCase(database, opener, options);
  if (record && (ref === record.id || (ref === MINE && opener.by === 'token'))) return record;
  throw unknownCase();
}

/** The case whose calendar a token reads. @throws TrainspotError `case-unknown` */
export async function expectCalendar(database: Database, token: string): Promise<CaseRecord> {
  const record = await findCase(database, { by: 'calendar', sha256: secretHash(token) });
  if (record) return record;
  throw unknownCase();
}

/** The id of an API key that holds. @throws TrainspotError `api-key-invalid` */
export async function expectApiKey(database: Database, secret: string): Promise<number> {
  const id = await findApiKey(database, secretHash(secret));
  if (id !== null) return id;
  throw new TrainspotError('api-key-invalid', 'This API key is not known here, or was revoked.');
}

/** The path of the calendar, which only the case's own token leads to. */
export function calendarPath({ secret }: CaseAccess): string | null {
  return isApiKey(secret) ? null : `/v1/cases/${calendarToken(secret)}/calendar.ics`;
}

function unknownCase(): TrainspotError {
  return new TrainspotError(
    'case-unknown',
    'No case is opened by this: it was deleted, or the token belongs to another one.',
  );
}
