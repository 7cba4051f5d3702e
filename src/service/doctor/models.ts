import { findModelCard } from '../../models/models.ts';
import { installedModels, verifyModelFiles } from '../../models/store.ts';
import type { Config } from '../../runtime/config.ts';
import { dataPaths } from '../../runtime/data-paths.ts';
import { findings, ok, type Finding } from './finding.ts';

/** Whether the files of each model that is here, and of the one that new indexes are made with, are those that are known. */
export async function examineModels({ MODEL, DATA_DIR }: Config): Promise<Finding[]> {
  const { modelsDir } = dataPaths(DATA_DIR);
  const found: Finding[] = [];
  const names = new Set([MODEL, ...(await installedModels(modelsDir)).map(({ name }) => name)]);
  for (const name of names) {
    found.push(
      ...(await findings('model', async () => {
        const card = findModelCard(name);
        await verifyModelFiles(card, modelsDir);
        return [
          ok(
            'model',
            `${name}: its files are those that are known${name === MODEL ? '; new indexes are made with it' : ''}.`,
          ),
        ];
      })),
    );
  }
  return found;
}
