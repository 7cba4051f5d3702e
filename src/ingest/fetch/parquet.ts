import { parquetMetadataAsync, parquetRead, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { asBuffer } from '../archive/parquet-bytes.ts';
import type { Inputs, OpenInput } from '../inputs/input.ts';
import { nullIfAbsent, throwIfStore } from '../inputs/inputs.ts';
import { localInputs } from '../inputs/local.ts';
import { below } from '../inputs/paths.ts';
import { boundedCompressors, checkPages } from '../archive/parquet-bounds.ts';
import type { FetchedPicture, PictureSource } from './picture-source.ts';
import { picturesInShards, type ArchivedPictures, type OpenShard } from './shards.ts';

/** What img2dataset can write: the column is named like the ending. */
const PICTURE_COLUMNS = ['jpg', 'png', 'webp'];

/** Pictures that are read at once: as many as img2dataset writes into a row group. */
const ROWS_AT_ONCE = 100;

/** Such runs of rows that are held; rows under way may still need the one before. */
const MOST_HELD = 2;

/** Where rows of a shard lie: their group, and their places in it. */
interface Run {
  group: FileMetaData['row_groups'][number];
  start: number;
  end: number;
}

interface OpenParquet {
  file: AsyncBuffer;
  metadata: FileMetaData;
}

/**
 * Pictures in the files `SHARD.parquet` of a folder that hold them beside their rows, as img2dataset's parquet output does:
 * a row that names SHARD/KEY has that of its key. A key without a picture fails as `not-in-parquet`, one that cannot be
 * read as `parquet-damaged`.
 * @param otherwise has the pictures of a row whose shard holds none
 */
export function picturesInParquets(
  dir: string,
  maxBytes: number,
  otherwise: PictureSource,
  inputs: Inputs = localInputs,
): ArchivedPictures {
  return picturesInShards((name) => openShard(below(dir, `${name}.parquet`), maxBytes, inputs), otherwise);
}

/** Null where there is no such file, or it holds no pictures. */
async function openShard(path: string, maxBytes: number, inputs: Inputs): Promise<OpenShard | null> {
  const open = await inputs.file(path, { plain: true }).open().catch(nullIfAbsent);
  if (open === null) return null;
  try {
    const opened = await openParquet(open);
    const columns = opened.metadata.schema.map(({ name }) => name);
    const column = PICTURE_COLUMNS.find((name) => columns.includes(name));
    if (column !== undefined && columns.includes('key')) return await shardOf(opened, column, maxBytes, open);
  } catch (error) {
    throwIfStore(error);
    // Its rows tell what is wrong with it.
  }
  await open.close();
  return null;
}

async function openParquet(open: OpenInput): Promise<OpenParquet> {
  const file = asBuffer(open);
  return { file, metadata: await parquetMetadataAsync(file) };
}

async function shardOf(
  opened: OpenParquet,
  column: string,
  maxBytes: number,
  open: OpenInput,
): Promise<OpenShard> {
  const places = new Map<string, [run: number, place: number]>();
  const runs = runsOf(opened.metadata);
  for (const [i, run] of runs.entries()) {
    const keys = await valuesOf(opened, run, 'key');
    for (const [place, key] of keys.entries()) if (typeof key === 'string') places.set(key, [i, place]);
  }
  const held = new Map<number, Promise<unknown[]>>();
  const picturesOf = (run: number): Promise<unknown[]> => {
    const known = held.get(run);
    if (known) return known;
    const reading = valuesOf(opened, runs[run], column);
    held.set(run, reading);
    const [oldest] = held.keys();
    if (held.size > MOST_HELD) held.delete(oldest);
    return reading;
  };
  return {
    async picture(key): Promise<FetchedPicture> {
      const place = places.get(key);
      if (place === undefined) return { failed: 'not-in-parquet' };
      try {
        const bytes = (await picturesOf(place[0]))[place[1]];
        if (!(bytes instanceof Uint8Array) || bytes.length === 0) return { failed: 'not-in-parquet' };
        // A copy: the memory is of all pictures of its page.
        return bytes.length > maxBytes ? { failed: 'too-large' } : { bytes: new Uint8Array(bytes) };
      } catch (error) {
        throwIfStore(error);
        return { failed: 'parquet-damaged' };
      }
    },
    close: () => open.close(),
  };
}

function runsOf({ row_groups: groups }: FileMetaData): Run[] {
  let first = 0;
  return groups.flatMap((group) => {
    const [from, to] = [first, first + Number(group.num_rows)];
    first = to;
    return Array.from({ length: Math.ceil((to - from) / ROWS_AT_ONCE) }, (_, i) => {
      const start = from + i * ROWS_AT_ONCE;
      return { group, start, end: Math.min(start + ROWS_AT_ONCE, to) };
    });
  });
}

/** One column of a run of rows. @throws Error where it cannot be read, or not within bounds */
async function valuesOf({ file, metadata }: OpenParquet, run: Run, column: string): Promise<unknown[]> {
  const { group, start, end } = run;
  await checkPages(file, group, [column]);
  const values: unknown[] = Array.from({ length: end - start }, () => null);
  await parquetRead({
    file,
    metadata,
    columns: [column],
    rowStart: start,
    rowEnd: end,
    compressors: boundedCompressors,
    utf8: false,
    onChunk({ columnData, rowStart }) {
      for (let row = Math.max(rowStart, start); row < Math.min(rowStart + columnData.length, end); row++) {
        values[row - start] = columnData[row - rowStart];
      }
    },
  });
  return values;
}
