import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { embeddedEngine } from '../helpers/databases.ts';
import { newImage } from './rows.ts';

const PROGRAM = fileURLToPath(new URL('./saving-process.ts', import.meta.url));

it('loses nothing that was saved when the process of the embedded database is killed', async () => {
  const home = await embeddedEngine.create();
  for (let round = 0; round < 2; round++) {
    const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, home.settings.dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    let saved = 0;
    for await (const line of createInterface(child.stdout)) {
      saved = Number(line);
      if (saved === 300) child.kill('SIGKILL');
    }
    await exited;
    expect(saved).toBeGreaterThanOrEqual(300);

    const database = await home.open();
    const [{ rows }] = await database.query<{ rows: number }>('select count(*) as rows from images');
    expect(rows).toBeGreaterThanOrEqual(saved);
    const dataset = await ensureDataset(database, { dataset: 'A', release: '1', rowsPublished: null });
    expect(await saveImages(database, dataset, [newImage('row 0')])).toEqual([expect.any(Number)]);
    await database.close();
  }
  await home.remove();
});
