import sharp from 'sharp';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { type Config, loadConfig } from '../../src/runtime/config.ts';
import { newImage } from '../db/rows.ts';
import { type Answer, type ScriptedHost, startScriptedHost } from '../helpers/scripted-host.ts';

/** Small pictures, each of its own, and what is none: every fifth row is gone, every seventh sends a page. */
export async function startRowsHost(rows: number): Promise<ScriptedHost> {
  const pictures = await Promise.all(
    Array.from({ length: rows }, (_, i) =>
      sharp({ create: { width: 24, height: 16, channels: 3, background: { r: i % 256, g: i >> 8, b: 80 } } })
        .png()
        .toBuffer(),
    ),
  );
  return startScriptedHost((path): Answer | undefined => {
    const row = Number(/^\/(\d+)\.png$/.exec(path)?.[1] ?? Number.NaN);
    if (!(row < rows) || row % 5 === 4) return undefined;
    if (row % 7 === 6) return { headers: { 'content-type': 'text/html' }, body: '<h1>Gone</h1>' };
    return { headers: { 'content-type': 'image/png' }, body: pictures[row] };
  });
}

export const isHad = (row: number): boolean => row % 5 !== 4 && row % 7 !== 6;

/** Rows as their manifest alone has them, at this host. @returns their ids */
export async function listRows(database: Database, host: string, rows: number): Promise<number[]> {
  const datasetId = await ensureDataset(database, { dataset: 'set', release: '1', rowsPublished: null });
  return saveImages(
    database,
    datasetId,
    Array.from({ length: rows }, (_, i) =>
      newImage(`row-${i}`, { url: `http://${host}/${i}.png`, picture: null }),
    ),
  );
}

/** Settings by which hosts on loopback are asked, once. */
export function enrichConfig(dataDir: string, host: string): Config {
  const asked = loadConfig({
    FETCH_PRIVATE_HOSTS: host,
    FETCH_ATTEMPTS: '1',
    FETCH_CONCURRENCY: '2',
    WORKER_THREADS: '1',
    // Who looks at rows is told by each test.
    LIVE_COMPARE: 'off',
  });
  return { ...asked, DATA_DIR: dataDir };
}

/** What is known of every row: its hashes, what is kept beside them, and what became of its link. */
export async function whatIsKnown(database: Database): Promise<string[]> {
  const rows = await database.query<{ line: string }>(
    `select concat_ws(' ', i.row_id, encode(i.file_sha256, 'hex'), i.pdq::text, i.pdq_quality::text,
       encode(s.sha256, 'hex'), md5(s.keypoints), o.reason, o.kind) as line
     from images i
     left join seen_pictures s on s.image_id = i.id
     left join fetch_outcomes o on o.image_id = i.id
     order by i.id`,
  );
  return rows.map(({ line }) => line);
}
