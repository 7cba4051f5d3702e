import type { Comparisons } from '../../api/fingerprints.ts';
import { relationOf } from '../../check/placed.ts';
import { sameBeneath } from '../../check/verify/beneath-words.ts';
import { comparePictures, queryPicture } from '../../check/verify/geometry/compare.ts';
import type { Embedder } from '../../fingerprint/embedding/embedder.ts';
import { provideKernels } from '../../runtime/kernel-instance.ts';
import { readKeypoints } from '../../fingerprint/keypoints/keypoint-bytes.ts';
import { findModelCard } from '../../models/models.ts';
import { fromBase64 } from './base64.ts';
import { readsTruePixels } from './decode.ts';
import { openModel } from './embedder.ts';
import type { PrivateFiles } from './files.ts';
import { fingerprint, type OwnPicture } from './fingerprint.ts';
import type { FromThread, PrivateAnswers, PrivateTask, RowsToCompare, ToThread } from './messages.ts';

/** TypeScript has a page's scope here, not a thread's. */
const thread = globalThis as unknown as {
  postMessage(message: FromThread): void;
  onmessage: (event: MessageEvent<ToThread>) => void;
};

let opened: Promise<Embedder> | null = null;
/** The picture that is checked, until the next one. */
let own: { n: number; picture: OwnPicture } | null = null;
/** One after the other. */
let last: Promise<unknown> = Promise.resolve();

thread.onmessage = ({ data: { id, task } }) => {
  last = last
    .then(() => work(id, task))
    .then(
      (answer) => thread.postMessage({ id, answer }),
      (error: unknown) =>
        thread.postMessage({ id, failure: error instanceof Error ? error.message : String(error) }),
    );
};

async function work(id: number, task: PrivateTask): Promise<PrivateAnswers[keyof PrivateAnswers]> {
  if (task.kind === 'open') {
    opened ??= open(task.files, (loaded) => thread.postMessage({ id, loaded }));
    // What could not be loaded may be another time.
    await opened.catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return null;
  }
  if (task.kind === 'compare') return compare(task.n, task.rows);
  if (opened === null) throw new Error('Nothing was loaded yet.');
  const { sent, own: picture } = await fingerprint(task.file, await opened);
  own = { n: task.n, picture };
  return sent;
}

async function open(files: PrivateFiles, told: (loaded: number) => void): Promise<Embedder> {
  if (!readsTruePixels()) {
    throw new Error(
      'This browser changes the pixels that a page reads, against being recognised, so nothing could be found by them. ' +
        'Allow this page to read them, or upload the picture instead.',
    );
  }
  let loaded = 0;
  const [kernels, runtime, model] = await Promise.all(
    [files.kernels, files.runtime, files.model].map((url) => load(url, (bytes) => told((loaded += bytes)))),
  );
  provideKernels(kernels);
  return openModel(findModelCard('pocket'), runtime, model);
}

async function load(url: string, told: (bytes: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok || response.body === null) {
    throw new Error(
      'What the check needs could not be loaded. Are you online? Try again, or upload the picture instead.',
    );
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    chunks.push(read.value);
    told(read.value.length);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function compare(n: number, rows: RowsToCompare): Comparisons {
  if (own?.n !== n) throw new Error('Another picture is checked by now.');
  const { keypoints, pixels, beneath } = own.picture;
  const query = queryPicture(readKeypoints(keypoints), pixels);
  const wordless = beneath && queryPicture(readKeypoints(beneath.keypoints), beneath.pixels);
  return rows.map((row) => {
    const theirs = readKeypoints(fromBase64(row.keypoints));
    const geometry = comparePictures(query, theirs);
    if (wordless === null || relationOf(geometry) === 'same-picture') return { n: row.n, geometry };
    return { n: row.n, geometry: sameBeneath(comparePictures(wordless, theirs)) ?? geometry };
  });
}
