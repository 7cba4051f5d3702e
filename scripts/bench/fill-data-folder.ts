import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { indexDataset } from '../../src/commands/index-dataset.ts';
import { installedSpace } from '../../src/commands/parts.ts';
import { loadConfig } from '../../src/config/config.ts';
import { dataPaths } from '../../src/config/data-paths.ts';
import { openDatabase } from '../../src/db/open.ts';
import { bareRow, type ManifestRow } from '../../src/core/dataset.ts';
import type { Signature } from '../../src/core/signature.ts';
import { findModelCard } from '../../src/embed/models.ts';
import { decodePicture } from '../../src/image/decode.ts';
import { KEYPOINT_BUDGETS, pictureSignature } from '../../src/image/keypoints/keypoints.ts';
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
  await indexDataset(demo, config, database, { quiet: true });

  const { segmentsDir, modelsDir } = dataPaths(dataDir);
  const space = await installedSpace(findModelCard('pocket'), modelsDir);
  const dataset = { dataset: 'synthetic', release: 'bench', rowsPublished: rows };
  const publisher = await startPublisher(database, dataset, space, segmentsDir);
  const signatures = await drawnSignatures();
  const vectors = clusteredVectors(rows, space.dimensions).rows;
  for (let first = 0; first < rows; first += BATCH_ROWS) {
    const batch = vectors.slice(first, first + BATCH_ROWS);
    await publisher.add(
      batch.map((vector, i) => syntheticRow(first + i, vector, signatures[(first + i) % DRAWINGS])),
    );
  }
  await publisher.publish();
  await publisher.close();
  await database.close();
}

/** Drawn in a process of its own: the service's decoder takes no SVG. */
async function drawnSignatures(): Promise<Signature[]> {
  const painters = startPainters(1);
  const signatures: Signature[] = [];
  for (let number = 0; number < DRAWINGS; number++) {
    const file = await painters.paint({ kind: 'distractor', seed: 1, number });
    const { picture } = await decodePicture(file, 1_000_000);
    signatures.push(pictureSignature(picture, KEYPOINT_BUDGETS.row));
  }
  await painters.close();
  return signatures;
}

function syntheticRow(number: number, vector: Float32Array, signature: Signature) {
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
  return { row, picture, vector, signature };
}
