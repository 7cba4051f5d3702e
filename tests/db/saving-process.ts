import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { openDatabase } from '../../src/db/open.ts';
import { newImage } from './rows.ts';

// Saves rows into the data folder it is given, for ever, and says after each batch how many are saved.
const { database } = await openDatabase({ dataDir: process.argv[2] });
const dataset = await ensureDataset(database, { dataset: 'A', release: '1', rowsPublished: null });
for (let saved = 0; ; console.log(saved)) {
  const batch = Array.from({ length: 50 }, (_, i) => newImage(`row ${saved + i}`));
  saved += (await saveImages(database, dataset, batch)).length;
}
