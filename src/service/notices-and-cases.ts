import type { EvidenceQuery } from '../check/gather-evidence.ts';
import type { NoticeRequest } from '../notices/request.ts';
import type { NoticeInput } from '../api/notice.ts';
import type { Database } from '../db/database.ts';
import { findRow } from '../db/named-rows.ts';
import type { EvidencePack } from '../evidence/build.ts';
import type { EvidenceEvent } from '../evidence/chain.ts';
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import type { Cases, Notices } from './trainspot.ts';
import type { Downloader } from '../net/download.ts';
import { type CaseAccess, expectCalendar, expectCase } from '../cases/access.ts';
import { calendarOf } from '../cases/calendar.ts';
import { eventsOf } from '../cases/events.ts';
import { caseEvidence } from '../cases/evidence.ts';
import { addMatches, casesOf, changeCase, openCase, readCase, removeCase } from '../cases/open-case.ts';
import { recheckCase } from '../cases/rechecks.ts';
import { changeRequest, draftRequest, noticeOfRequest } from '../cases/requests.ts';
import { noticeKinds, writeNotice } from '../notices/notice.ts';
import type { Printer } from '../notices/printer.ts';
import { readNotice } from '../notices/read.ts';

const now = (): Date => new Date();

/** Notices over a database, which adds the hashes that are known of their rows. */
export function noticesOver(database: Database, printer: Printer): Notices {
  return {
    kinds: noticeKinds,
    write: async (input) => writeNotice(await requestOf(input, database)),
    print: async (input) => printer.print(await requestOf(input, database)),
  };
}

export interface CaseParts {
  /** Looks at links. */
  downloader: Downloader;
  fingerprinter: Fingerprinter;
  printer: Printer;
  /** Of a check, with what happened in the case. */
  packEvidence: (query: EvidenceQuery, events: readonly EvidenceEvent[]) => Promise<EvidencePack>;
}

/** Cases over a database. */
export function casesOver(
  database: Database,
  { downloader, fingerprinter, printer, packEvidence }: CaseParts,
): Cases {
  const noticeOf = (access: CaseAccess, n: number): Promise<NoticeRequest> =>
    noticeOfRequest(database, access, n, now());
  return {
    open: (input, apiKey) => openCase(database, input, apiKey, now()),
    list: (apiKey) => casesOf(database, apiKey),
    read: (access) => readCase(database, access, now()),
    change: (access, change) => changeCase(database, access, change, now()),
    remove: (access) => removeCase(database, access),
    addMatches: (access, matches, checkId) => addMatches(database, access, matches, checkId, now()),
    draft: (access, input) => draftRequest(database, access, input, now()),
    changeRequest: (access, n, change) => changeRequest(database, access, n, change, now()),
    writeRequest: async (access, n) => writeNotice(await noticeOf(access, n)),
    printRequest: async (access, n) => printer.print(await noticeOf(access, n)),
    recheck: (access, matches, holding) =>
      recheckCase(database, access, matches, { downloader, fingerprinter, holding }, now),
    events: async (access) => eventsOf(database, (await expectCase(database, access)).id),
    async evidence(access, wanted, signal) {
      const { checkId, events } = await caseEvidence(database, access, wanted);
      return packEvidence({ checkId, signal }, events);
    },
    async calendar(key) {
      const record =
        typeof key === 'string' ? await expectCalendar(database, key) : await expectCase(database, key);
      return calendarOf(database, record, now());
    },
  };
}

async function requestOf(input: NoticeInput, database: Database): Promise<NoticeRequest> {
  const request = readNotice(input, now());
  const rows = await Promise.all(
    request.rows.map(async (row) => {
      const known = await findRow(database, row);
      if (known === null) return row;
      const { file, sha256, md5 } = known;
      return { ...row, file: row.file ?? file, sha256: row.sha256 ?? sha256, md5: row.md5 ?? md5 };
    }),
  );
  return { ...request, rows };
}
