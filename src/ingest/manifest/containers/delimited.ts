import type { RefusalReason } from '../../../core/outcome.ts';
import type { InputFile } from '../../inputs/input.ts';
import type { ManifestContainer, RawRecord, RecordFile } from '../format.ts';
import { explained, explainedEach, fileBytes } from './bytes.ts';
import { delimitedRecords, type Dialect } from './delimited-records.ts';
import { isHeader, isFieldNumber } from './header.ts';
import { endsAtReturns } from './lines.ts';

/** Records that are looked at to tell what a file is. */
const SAMPLE_RECORDS = 100;

/**
 * Text with one record to a line, its fields parted by tabs; gzip or not. Published sets without a header (CC3M,
 * CC12M) are not quoted; with one (WIT, and what pandas writes) they are as CSV is.
 */
export const tabSeparated: ManifestContainer = {
  title: 'tab-separated text',
  endings: ['.tsv', '.tsv.gz'],
  oftenBeside: false,
  isText: true,
  open: (file, columns) => openDelimited(file, columns, false, async () => '\t'),
};

/** Text with fields parted by commas; or by semicolons or tabs, where the first line has no comma. Quoted. */
export const commaSeparated: ManifestContainer = {
  title: 'comma-separated text',
  endings: ['.csv', '.csv.gz'],
  oftenBeside: false,
  isText: true,
  open: (file, columns) =>
    openDelimited(file, columns, true, (atReturns) => likelyDelimiter(file, atReturns)),
};

/**
 * @param wanted columns that are looked for, where they are known
 * @param quotedAnyway whether fields may be quoted where there is no header as well
 */
async function openDelimited(
  file: InputFile,
  wanted: readonly string[] | undefined,
  quotedAnyway: boolean,
  findDelimiter: (atReturns: boolean) => Promise<string>,
): Promise<RecordFile> {
  return explained(file, async () => {
    const atReturns = await endsAtReturns(fileBytes(file), quotedAnyway);
    const delimiter = await findDelimiter(atReturns);
    const bare: Dialect = { delimiter, quoted: quotedAnyway, fieldCount: null, atReturns };
    const plain = await firstRecords(file, bare);
    if (plain.length === 0) throw new Error('it is empty');
    if (!(wanted ? !wanted.every(isFieldNumber) : isHeader(plain[0]))) {
      const fieldCount = usualCount(plain);
      const columns = Array.from({ length: fieldCount }, (_, field) => String(field));
      return recordFile(file, columns, plain, { ...bare, fieldCount }, 0);
    }
    const [header, ...sample] = await firstRecords(file, { ...bare, quoted: true });
    if (typeof header === 'string') throw new Error(`its header is ${header}`);
    const columns = header.map((column) => column.trim());
    return recordFile(file, columns, sample, { ...bare, quoted: true, fieldCount: header.length }, 1);
  });
}

function recordFile(
  file: InputFile,
  columns: readonly string[],
  sample: readonly (string[] | RefusalReason)[],
  dialect: Dialect,
  headerRecords: number,
): RecordFile {
  const whole = sample.filter(
    (fields): fields is string[] => typeof fields !== 'string' && fields.length === columns.length,
  );
  return {
    columns,
    sample: whole.map((fields) => named(fields, columns, columns)),
    rowCount: sample.length === 0 ? 0 : null,
    records: (wanted) => explainedEach(file, records(file, columns, wanted, dialect, headerRecords)),
  };
}

async function* records(
  file: InputFile,
  columns: readonly string[],
  wanted: readonly string[],
  dialect: Dialect,
  headerRecords: number,
): AsyncGenerator<RawRecord | RefusalReason> {
  const present = wanted.filter((column) => columns.includes(column));
  let toSkip = headerRecords;
  for await (const fields of delimitedRecords(fileBytes(file), dialect)) {
    if (toSkip > 0) toSkip--;
    else yield typeof fields === 'string' ? fields : named(fields, present, columns);
  }
}

function named(fields: readonly string[], wanted: readonly string[], columns: readonly string[]): RawRecord {
  return Object.fromEntries(wanted.map((column) => [column, fields[columns.indexOf(column)]]));
}

async function firstRecords(file: InputFile, dialect: Dialect): Promise<(string[] | RefusalReason)[]> {
  const first: (string[] | RefusalReason)[] = [];
  for await (const fields of delimitedRecords(fileBytes(file), dialect)) {
    first.push(fields);
    if (first.length === SAMPLE_RECORDS) break;
  }
  return first;
}

/** The number of fields that most of these records have. */
function usualCount(records: readonly (string[] | RefusalReason)[]): number {
  const counts = new Map<number, number>();
  for (const fields of records) {
    if (typeof fields !== 'string') counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

async function likelyDelimiter(file: InputFile, atReturns: boolean): Promise<string> {
  for (const delimiter of [',', ';', '\t']) {
    const [first] = await firstRecords(file, { delimiter, quoted: true, fieldCount: null, atReturns });
    // A first line of nothing but tabs is a blank one.
    if (Array.isArray(first) && first.length > 1 && first.some((field) => field !== '')) return delimiter;
  }
  return ',';
}
