import type { RefusalReason } from '../../../core/outcome.ts';
import { openTar, type OpenTar, type TarMember } from '../../archive/tar.ts';
import type { InputFile } from '../../inputs/input.ts';
import type { ManifestContainer, RawRecord, RecordFile } from '../format.ts';
import { unreadable } from '../manifest-errors.ts';
import { objectIn } from './json-values.ts';

/** A sample's own record takes some hundred bytes; more than this is none. */
const MAX_RECORD_BYTES = 1024 * 1024;

/** Records that are looked at to tell which columns there are. */
const SAMPLE_RECORDS = 100;

/** img2dataset's webdataset output without the parquet beside it: the records are the KEY.json of its samples. */
export const tar: ManifestContainer = {
  title: 'webdataset tar',
  endings: ['.tar'],
  oftenBeside: false,
  isText: false,
  open: readTar,
};

/**
 * Opens a webdataset archive by its JSON files, whose first ones tell the columns; of the other files no more than
 * the headers are read. A record that is no JSON object is a malformed row, and moves no other. Where the archive is
 * damaged, the records before that are read.
 * @throws TrainspotError `manifest-unreadable` where it is no tar, or holds no record
 */
async function readTar(file: InputFile): Promise<RecordFile> {
  const { name } = file;
  return withTar(file, async (archive) => {
    const members = recordsOf(archive);
    if (members.length === 0) throw unreadable(name, archive.damage ?? 'it holds no .json file');
    const columns = new Set<string>();
    for (const member of members.slice(0, SAMPLE_RECORDS)) {
      const record = await recordIn(archive, member);
      if (typeof record !== 'string') for (const column of Object.keys(record)) columns.add(column);
    }
    return {
      columns: [...columns],
      sample: [],
      rowCount: members.length,
      records: (wanted) => recordsIn(file, wanted),
    };
  });
}

async function* recordsIn(
  file: InputFile,
  columns: readonly string[],
): AsyncGenerator<RawRecord | RefusalReason> {
  const archive = await opened(file);
  try {
    for (const member of recordsOf(archive)) {
      const record = await recordIn(archive, member);
      yield typeof record === 'string'
        ? record
        : Object.fromEntries(columns.map((column) => [column, record[column] ?? null]));
    }
    if (archive.damage !== null) throw unreadable(file.name, archive.damage);
  } finally {
    await archive.close();
  }
}

function recordsOf({ members }: OpenTar): TarMember[] {
  return members.filter(({ name }) => name.endsWith('.json'));
}

async function recordIn(archive: OpenTar, member: TarMember): Promise<RawRecord | RefusalReason> {
  if (member.bytes > MAX_RECORD_BYTES) return 'too-long';
  return objectIn(Buffer.from(await archive.read(member)));
}

async function withTar<T>(file: InputFile, use: (archive: OpenTar) => Promise<T>): Promise<T> {
  const archive = await opened(file);
  try {
    return await use(archive);
  } finally {
    await archive.close();
  }
}

async function opened(file: InputFile): Promise<OpenTar> {
  try {
    return await openTar(file);
  } catch (error) {
    throw unreadable(file.name, error);
  }
}
