// What comparing rows with their live pictures adds to an index of published vectors, which has no pictures:
//
//   npx tsx scripts/bench/live.ts --model DIR --embeddings DIR --pictures DIR [--most 200]
//
// --model is a folder of the model laion-400m/clip-vit-base-patch32, --embeddings a folder of its published vectors, of
// which each address ends in a NAME, --pictures the folder with NAMEs. Each row is served by a host of its own on this
// machine, and each measure has an index of its own: every picture, and again; five edits of it; the first half with its own
// rows hidden; and all, served by nobody. How long a check takes beside hosts that hang: live-load.ts.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CheckResult } from '../../src/api/check-result.ts';
import { mapConcurrently } from '../../src/core/concurrency.ts';
import { findModelCard } from '../../src/models/models.ts';
import { pullModel } from '../../src/models/pull.ts';
import { type Config, loadConfig } from '../../src/runtime/config.ts';
import { dataPaths } from '../../src/runtime/data-paths.ts';
import { openDatabase } from '../../src/db/open.ts';
import { indexDataset } from '../../src/service/indexing/index-dataset.ts';
import { openTrainspot } from '../../src/service/open-trainspot.ts';
import type { OpenTrainspot } from '../../src/service/trainspot.ts';
import { type Hosts, startHosts } from './live-hosts.ts';
import { editedBy, LIVE_EDITS } from './live-edits.ts';

const { values: options } = parseArgs({
  options: {
    model: { type: 'string' },
    embeddings: { type: 'string' },
    pictures: { type: 'string' },
    most: { type: 'string', default: '200' },
  },
});
const { model, embeddings, pictures: folder } = options;
if (model === undefined || embeddings === undefined || folder === undefined) {
  throw new Error('--model, --embeddings and --pictures are needed.');
}
const CARD = findModelCard('laion-400m/clip-vit-base-patch32');
const AT_ONCE = 2;
/** Hosts that serve, each one row. */
const PICTURES = 200;

const bytesOf = (name: string): Buffer => readFileSync(join(folder, name));
const isOwn = (name: string) => (row: { url: string }) => basename(new URL(row.url).pathname) === name;

interface Answered {
  name: string;
  answer: CheckResult;
  /** Until the first answer, and from there to the end of comparing. */
  first: number;
  seconds: number;
}

/** Answers to these pictures, each with the name of the picture that it was made of. */
async function ask(
  trainspot: OpenTrainspot,
  pictures: readonly string[],
  change: (picture: Buffer) => Promise<Buffer>,
): Promise<Answered[]> {
  return mapConcurrently(pictures, AT_ONCE, async (name) => {
    const picture = new Uint8Array(await change(bytesOf(name)));
    const startedAt = performance.now();
    const { id } = await trainspot.checkPicture(picture, {});
    const answeredAt = performance.now();
    const answer = await trainspot.recent.read({ checkId: id, wait: true });
    const seconds = (performance.now() - answeredAt) / 1000;
    return { name, answer, first: (answeredAt - startedAt) / 1000, seconds };
  });
}

function report(title: string, answered: readonly Answered[]): void {
  const found = answered.filter(
    ({ name, answer }) => answer.verdict.answer === 'found' && answer.matches.some(isOwn(name)),
  );
  const wrong = answered.flatMap(({ name, answer }) => answer.matches.filter((row) => !isOwn(name)(row)));
  const dead = answered.filter(
    ({ name, answer }) =>
      answer.verdict.answer === 'possibly' &&
      answer.lookAlikes.some((row) => isOwn(name)(row) && row.live?.deadSince != null),
  );
  const byAnswer = new Map<string, number>();
  for (const { answer } of answered) {
    byAnswer.set(answer.verdict.answer, (byAnswer.get(answer.verdict.answer) ?? 0) + 1);
  }
  const slowest = Math.max(...answered.map(({ seconds }) => seconds));
  console.log(
    `${title}: ${found.length} of ${answered.length} found, ${wrong.length} wrong rows; possibly, its own link told dead: ` +
      `${dead.length}; ${[...byAnswer].map(([answer, count]) => `${count} ${answer}`).join(', ')}; slowest ${slowest.toFixed(1)} s`,
  );
}

async function opened<T>(
  config: Config,
  set: string,
  work: (trainspot: OpenTrainspot) => Promise<T>,
): Promise<T> {
  const { database } = await openDatabase({ dataDir: config.DATA_DIR });
  await pullModel(CARD, dataPaths(config.DATA_DIR).modelsDir, { folder: model! });
  await indexDataset({ dataset: 'laion-400m', embeddings: set }, config, database);
  const trainspot = openTrainspot(config, database, { report: (problem) => console.error(problem) });
  try {
    return await work(trainspot);
  } finally {
    await trainspot.close();
    await database.close();
  }
}

/** A service over a new index, each row of which is served by a host of its own: what an index saw once, it keeps. */
async function overHosts(
  name: string,
  work: (trainspot: OpenTrainspot, hosts: Hosts) => Promise<void>,
): Promise<void> {
  const hosts = await startHosts(PICTURES, () => false, bytesOf, join(scratch, name, 'set'), embeddings!);
  const config = loadConfig({ DATA_DIR: join(scratch, name, 'data'), FETCH_PRIVATE_HOSTS: hosts.list });
  try {
    await opened(config, hosts.set, (trainspot) => work(trainspot, hosts));
  } finally {
    await hosts.close();
  }
}

const scratch = mkdtempSync(join(tmpdir(), 'trainspot-bench-'));
try {
  const asItIs = async (picture: Buffer): Promise<Buffer> => picture;
  await overHosts('alive', async (trainspot, alive) => {
    const names = alive.names.slice(0, Number(options.most));
    report('as it is', await ask(trainspot, names, asItIs));
    report('as it is, again', await ask(trainspot, names, asItIs));
  });
  for (const edit of Object.keys(LIVE_EDITS)) {
    await overHosts(edit, async (trainspot, { names }) => {
      const some = names.slice(0, Number(options.most));
      report(edit, await ask(trainspot, some, (picture) => editedBy(edit, picture)));
    });
  }
  await overHosts('hidden', async (trainspot, { names, urls }) => {
    const half = names.slice(0, Math.ceil(Number(options.most) / 2));
    for (const [i] of half.entries()) {
      await trainspot.suppress({ url: urls[i], reason: 'Measured without it.', by: 'bench' });
    }
    report('not in the index', await ask(trainspot, half, asItIs));
  });
  await overHosts('dead', async (trainspot, dead) => {
    await dead.close();
    report('served by nobody', await ask(trainspot, dead.names.slice(0, Number(options.most)), asItIs));
  });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
