import { TokenParser } from '@streamparser/json';
import type { RefusalReason } from '../../../core/outcome.ts';
import type { ManifestContainer, RawRecord, RecordFile } from '../format.ts';
import { explained, explainedEach, fileBytes } from './bytes.ts';
import { ExactTokenizer } from './json-tokens.ts';
import { lineBatches, utf8Text } from './lines.ts';

/** Records that are looked at to tell what a file is, and which columns it has. */
const SAMPLE_RECORDS = 100;

/** One JSON object to a line; gzip or not. Whole numbers of any size come exactly. */
export const jsonLines: ManifestContainer = {
  title: 'JSON lines',
  endings: ['.jsonl', '.ndjson', '.jsonl.gz', '.ndjson.gz'],
  oftenBeside: false,
  open: openJsonLines,
};

async function openJsonLines(path: string): Promise<RecordFile> {
  return explained(path, async () => {
    const sample: RawRecord[] = [];
    let lines = 0;
    for await (const record of jsonLineRecords(fileBytes(path))) {
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
      records: () => explainedEach(path, jsonLineRecords(fileBytes(path))),
    };
  });
}

/** The records of JSON lines; a reason in the place of a line that is no JSON object. */
export async function* jsonLineRecords(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<RawRecord | RefusalReason> {
  for await (const batch of lineBatches(chunks)) {
    for (const line of batch) yield line === 'too-long' ? line : recordOf(line);
  }
}

function recordOf(line: Buffer): RawRecord | RefusalReason {
  const text = utf8Text(line);
  if (text === null) return 'bad-encoding';
  const value = parsed(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : 'malformed';
}

/** A whole number that JSON.parse may round, where it stands as a value; inside a text it does no harm. */
const LONG_NUMBER = /[:,[]\s*-?\d{16,}\s*[,}\]]/;

/** The value of a JSON text, or undefined where it is none. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return LONG_NUMBER.test(text) ? parsedExactly(text) : value;
  } catch {
    return undefined;
  }
}

function parsedExactly(text: string): unknown {
  let value: unknown;
  const tokenizer = new ExactTokenizer();
  const parser = new TokenParser({ paths: ['$'] });
  tokenizer.onToken = (token) => parser.write(token);
  parser.onValue = (found) => {
    value = found.value;
  };
  tokenizer.write(text);
  return value;
}
