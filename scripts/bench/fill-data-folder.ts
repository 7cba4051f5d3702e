import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { indexDataset } from '../../src/service/indexing/index-dataset.ts';
import { installedSpace } from '../../src/service/components.ts';
import { loadConfig } from '../../src/runtime/config.ts';
import { dataPaths } from '../../src/runtime/data-paths.ts';
import { openDatabase } from '../../src/db/open.ts';
import { bareRow, type ManifestRow } from '../../src/core/dataset.ts';
import type { KeypointBytes } from '../../src/core/keypoints.ts';
import { findModelCard } from '../../src/models/models.ts';
import { decodePicture } from '../../src/fingerprint/decode/decode.ts';
import { KEYPOINT_BUDGETS, pictureKeypoints } from '../../src/fingerprint/keypoints/keypoints.ts';
import { startPublisher } from '../../src/ingest/publish/publisher.ts';
import { startPainters } from '../eval/paint/painters.ts';
import { clusteredVectors } from './clustered-vectors.ts';

const DEMO = fileURLToPath(new URL('../../assets/demo/', import.meta.url));
const BATCH_ROWS = 1000;
/** Drawings whose keypoints the synthetic rows have in turn: as many and as various as those of pictures. */
const DRAWINGS = 96;

/** A data folder with the demo set and `rows` synthetic rows, whose vectors lie as pictures' do. */
export async function fillDataFolder(dataDir: string, rows: number): Promise<void> {
  const config = { ...loadConfig({}), DATA_DIR: dataDir };
  const { database } = await openDatabase({ dataDir });
  const demo = { dataset: 'demo', manifest: `${DEMO}manifest.parquet`, pictures: `${DEMO}pictures` };
  await indexDataset(demo, config, database, {});

  const { segmentsDir, modelsDir } = dataPaths(dataDir);
  const space = await installedSpace(findModelCard('pocket'), modelsDir);
  const dataset = { dataset: 'synthetic', release: 'bench', rowsPublished: rows };
  const publisher = await startPublisher(database, dataset, space, segmentsDir);
  const keypoints = await drawnKeypoints();
  const vectors = clusteredVectors(rows, space.dimensions).rows;
  for (let first = 0; first < rows; first += BATCH_ROWS) {
    const batch = vectors.slice(first, first + BATCH_ROWS);
    await publisher.add(
      batch.map((vector, i) => syntheticRow(first + i, vector, keypoints[(first + i) % DRAWINGS])),
    );
  }
  await publisher.publish();
  await publisher.close();
  await database.close();
}

/** Drawn in a process of its own: the service's decoder takes no SVG. */
async function drawnKeypoints(): Promise<KeypointBytes[]> {
  const painters = startPainters(1);
  const keypoints: KeypointBytes[] = [];
  for (let number = 0; number < DRAWINGS; number++) {
    const file = await painters.paint({ kind: 'distractor', seed: 1, number });
    const { picture } = await decodePicture(file, 1_000_000);
    keypoints.push(pictureKeypoints(picture, KEYPOINT_BUDGETS.row));
  }
  await painters.close();
  return keypoints;
}

function syntheticRow(number: number, vector: Float32Array, keypoints: KeypointBytes) {
  const row: ManifestRow = {
    ...bareRow(String(number), number, `https://synthetic.example/${number}.jpg`),
    caption: `synthetic ${number}`,
    width: 512,
    height: 384,
    unsafe: false,
  };
  const hash = randomBytes(32).toString('hex');
  const picture = {
    width: 512,
    height: 384,
    format: 'jpeg',
    sha256: randomBytes(32).toString('hex'),
    md5: randomBytes(16).toString('hex'),
    pdq: hash,
    pdqQuality: 100,
  };
  return { row, picture, vector, keypoints };
}
