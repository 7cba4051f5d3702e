import type { RefusalReason } from '../../../core/outcome.ts';
import { basename } from 'node:path';
import { openTar, type OpenTar, type TarMember } from '../../../archive/tar.ts';
import type { ManifestContainer, RawRecord, RecordFile } from '../format.ts';
import { unreadable } from '../manifest-errors.ts';

/** A sample's own record takes some hundred bytes; more than this is none. */
const MOST_RECORD_BYTES = 1024 * 1024;

/** img2dataset's webdataset output without the parquet beside it: the records are the KEY.json of its samples. */
export const tar: ManifestContainer = {
  title: 'webdataset tar',
  endings: ['.tar'],
  oftenBeside: false,
  open: readTar,
};

/**
 * Opens a webdataset archive by its JSON files, whose first one tells the columns; of the other files no more than
 * the headers are read. A record that is no JSON object is a malformed row, and moves no other.
 * @throws TrainspotError `manifest-unreadable` where it is no tar, is damaged, or holds no record
 */
async function readTar(path: string): Promise<RecordFile> {
  const name = basename(path);
  return withTar(path, async (archive) => {
    if (archive.damage !== null) throw unreadable(name, archive.damage);
    const records = recordsOf(archive);
    if (records.length === 0) throw unreadable(name, 'it holds no .json file');
    return {
      columns: Object.keys((await recordIn(archive, records[0])) ?? {}),
      sample: [],
      rowCount: records.length,
      records: (columns) => recordsIn(path, columns),
    };
  });
}

async function* recordsIn(
  path: string,
  columns: readonly string[],
): AsyncGenerator<RawRecord | RefusalReason> {
  const archive = await opened(path);
  try {
    for (const member of recordsOf(archive)) {
      const record = await recordIn(archive, member);
      yield record
        ? Object.fromEntries(columns.map((column) => [column, record[column] ?? null]))
        : 'malformed';
    }
  } finally {
    await archive.close();
  }
}

function recordsOf({ members }: OpenTar): TarMember[] {
  return members.filter(({ name }) => name.endsWith('.json'));
}

/** Null where it is none. */
async function recordIn(archive: OpenTar, member: TarMember): Promise<RawRecord | null> {
  if (member.bytes > MOST_RECORD_BYTES) return null;
  const bytes = await archive.read(member);
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

async function withTar<T>(path: string, use: (archive: OpenTar) => Promise<T>): Promise<T> {
  const archive = await opened(path);
  try {
    return await use(archive);
  } finally {
    await archive.close();
  }
}

async function opened(path: string): Promise<OpenTar> {
  try {
    return await openTar(path);
  } catch (error) {
    throw unreadable(basename(path), error);
  }
}
