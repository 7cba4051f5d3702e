import type { RefusalReason } from '../../../core/outcome.ts';
import type { InputFile } from '../../inputs/input.ts';
import type { ManifestContainer, RawRecord, RecordFile } from '../format.ts';
import { explained, explainedEach, fileBytes } from './bytes.ts';
import { openJsonDocument } from './json-document.ts';
import { objectIn } from './json-values.ts';
import { isBlank, lineBatches } from './lines.ts';
import { webAddress } from '../row-values.ts';

/** Records that are looked at to tell what a file is, and which columns it has. */
const SAMPLE_RECORDS = 100;

/** One JSON object to a line; gzip or not. Whole numbers of any size come exactly. */
export const jsonLines: ManifestContainer = {
  title: 'JSON lines',
  endings: ['.jsonl', '.ndjson', '.jsonl.gz', '.ndjson.gz'],
  oftenBeside: false,
  isText: true,
  async open(file) {
    if ((await layoutOf(file)) === 'lines') return openJsonLines(file);
    // A line that is broken tells nothing of the others.
    return openJsonDocument(file).catch(() => openJsonLines(file));
  },
};

/**
 * One JSON document, gzip or not: a list of objects; an object with such a list (RedCaps); or an object of lists that run
 * in parallel (SBU). Or JSON lines, or objects one after the other, which some programs write under this ending.
 */
export const jsonDocument: ManifestContainer = {
  title: 'JSON',
  endings: ['.json', '.json.gz'],
  oftenBeside: true,
  isText: true,
  open: async (file) => ((await layoutOf(file)) === 'lines' ? openJsonLines(file) : openJsonDocument(file)),
};

/** Whether lines hold an object each, by the first two: a document has one line, or none that is whole by itself. */
function layoutOf(file: InputFile): Promise<'lines' | 'document'> {
  return explained(file, async () => {
    const first: (RawRecord | RefusalReason)[] = [];
    for await (const record of jsonLineRecords(fileBytes(file))) {
      if (typeof record === 'string' && first.length === 0) return 'document';
      first.push(record);
      if (first.length === 2) return 'lines';
    }
    // Of one line alone: a row has an address of its own, a document lists of them.
    const isRow = first.some((record) => typeof record === 'object' && hasAddress(record));
    return isRow ? 'lines' : 'document';
  });
}

function hasAddress(record: RawRecord): boolean {
  return Object.values(record).some((value) => typeof value === 'string' && webAddress(value) !== null);
}

async function openJsonLines(file: InputFile): Promise<RecordFile> {
  return explained(file, async () => {
    const sample: RawRecord[] = [];
    let lines = 0;
    for await (const record of jsonLineRecords(fileBytes(file))) {
      if (typeof record !== 'string') sample.push(record);
      lines++;
      if (lines === SAMPLE_RECORDS) break;
    }
    if (lines === 0) throw new Error('it is empty');
    if (sample.length === 0) throw new Error('none of its first lines is a JSON object');
    return {
      columns: [...new Set(sample.flatMap((record) => Object.keys(record)))],
      sample,
      rowCount: null,
      // A line brings all its keys: what the first lines lack may stand in later ones.
      records: () => explainedEach(file, jsonLineRecords(fileBytes(file))),
    };
  });
}

/** The records of JSON lines; a reason in the place of a line that is no JSON object. Blank lines are none. */
export async function* jsonLineRecords(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<RawRecord | RefusalReason> {
  // Within a JSON text no carriage return stands by itself.
  for await (const batch of lineBatches(chunks, true)) {
    for (const line of batch) {
      if (line === 'too-long') yield line;
      else if (!isBlank(line)) yield objectIn(line);
    }
  }
}
