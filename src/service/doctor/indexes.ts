import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PUBLISHED_REVISION } from '../../core/model-card.ts';
import { counted, grouped } from '../../core/words/counts.ts';
import type { Database } from '../../db/database.ts';
import { listPublishedIndexes, type PublishedIndex } from '../../db/indexes.ts';
import { findSegments, listActiveSegments } from '../../db/segments.ts';
import { checkSizes, openChecked } from '../../index/segment/checked-files.ts';
import { TEMPORARY_PREFIX } from '../../index/segment/files.ts';
import { KEYPOINTS_FILE } from '../../index/segment/keypoint-file.ts';
import { mergeGroups } from '../../ingest/publish/merge-policy.ts';
import { findModelCard } from '../../models/models.ts';
import { installedRevision } from '../../models/store.ts';
import type { Config } from '../../runtime/config.ts';
import { dataPaths } from '../../runtime/data-paths.ts';
import { bytesInWords, findings, ok, warning, type Finding } from './finding.ts';
import { memoryBytes } from './machine.ts';

/** Of the memory, as much may be of the files that every check reads; the rest is for pictures, models and threads. */
const SHARE_OF_MEMORY = 0.7;

/** Whether each index can be searched with the model that is here, and its segments are what was published. @param thorough reads every file */
export async function examineIndexes(
  config: Config,
  database: Database,
  thorough: boolean,
): Promise<readonly Finding[]> {
  const indexes = await listPublishedIndexes(database);
  const found: Finding[] = [];
  if (indexes.length === 0) {
    const cure = 'Index a dataset first: npx trainspot index, or npx trainspot serve --demo.';
    found.push(warning('index', `Nothing can be searched by picture here. ${cure}`));
  }
  let searchedBytes = 0;
  for (const index of indexes) {
    found.push(
      ...(await findings('index', async () => {
        const bytes = await searchedBytesOf(index, config, thorough);
        searchedBytes += bytes;
        return sayOf(index, bytes, await mergeable(index, database, config));
      })),
    );
  }
  const memory = memoryBytes();
  if (searchedBytes > SHARE_OF_MEMORY * memory) {
    const why = `the indexes' searched files have ${bytesInWords(searchedBytes)}, and there are ${bytesInWords(memory)} of memory`;
    found.push(
      warning('index', `Checks will wait for the disk: ${why}. Take more memory, or fewer datasets.`),
    );
  }
  return [...found, ...(await strangers(config, database))];
}

/** @throws TrainspotError where the index cannot be searched */
async function searchedBytesOf(
  { model, modelRevision, dimensions, segmentIds }: PublishedIndex,
  { DATA_DIR }: Config,
  thorough: boolean,
): Promise<number> {
  const { modelsDir, segmentsDir } = dataPaths(DATA_DIR);
  // An index of published vectors is searched with whatever revision is here.
  const installed = await installedRevision(findModelCard(model), modelsDir);
  const space = {
    model,
    modelRevision: modelRevision === PUBLISHED_REVISION ? modelRevision : installed,
    dimensions,
  };
  let bytes = 0;
  for (const id of segmentIds) {
    const look = thorough ? openChecked : checkSizes;
    const { manifest } = await look(segmentsDir, id, space);
    for (const [name, file] of Object.entries(manifest.files)) {
      if (name !== KEYPOINTS_FILE) bytes += file.bytes;
    }
  }
  return bytes;
}

function sayOf(
  { dataset, release, model, segmentIds, rowsIndexed }: PublishedIndex,
  bytes: number,
  mergeableSegments: number,
): Finding[] {
  const name = `${dataset} (${release}), by ${model}`;
  const size = `${counted(rowsIndexed, 'row')} in ${counted(segmentIds.length, 'segment')}, ${bytesInWords(bytes)}`;
  const found = [ok('index', `${name}: ${size}.`)];
  if (mergeableSegments > 0) {
    const many = `${grouped(mergeableSegments)} of its ${counted(segmentIds.length, 'segment')}`;
    const cure = `npx trainspot merge --dataset ${dataset}`;
    found.push(
      warning('index', `${name}: ${many} can be merged into larger ones, which are searched sooner: ${cure}`),
    );
  }
  return found;
}

async function mergeable({ indexId }: PublishedIndex, database: Database, config: Config): Promise<number> {
  return mergeGroups(await listActiveSegments(database, indexId), config.SEGMENT_MAX_ROWS).flat().length;
}

/** Folders of segments that this database does not know: left by another one, or copied here. */
async function strangers({ DATA_DIR }: Config, database: Database): Promise<Finding[]> {
  const { segmentsDir } = dataPaths(DATA_DIR);
  const names = (await readdir(segmentsDir).catch(() => [])).filter(
    (name) => !name.startsWith(TEMPORARY_PREFIX),
  );
  const known = new Set((await findSegments(database, names)).map(({ id }) => id));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length === 0) return [];
  const bytes = await Promise.all(unknown.map((name) => bytesIn(join(segmentsDir, name))));
  const many = counted(unknown.length, 'folder');
  const size = bytesInWords(bytes.reduce((sum, each) => sum + each, 0));
  return [
    warning(
      'index',
      `${many} of segments (${size}, ${unknown[0]} the first) belong to no index of this database: is DATABASE_URL the one ` +
        'that they were made with? An ingest that is under way has such for a moment too.',
    ),
  ];
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
