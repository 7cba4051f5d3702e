import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { sharp } from '../../src/fingerprint/decode/bounded-sharp.ts';

/** What came of the checks that were asked for. */
export interface Load {
  /** Of each answered check, how long it took. */
  answeredMs: number[];
  /** Answered 503. */
  refused: number;
  /** Anything else. */
  failed: number;
}

export function newLoad(): Load {
  return { answeredMs: [], refused: 0, failed: 0 };
}

const QUERIES = new URL('../../assets/demo/queries/', import.meta.url);
const LONG_SIDE = 256;
/** Enough to keep every thread busy, and no more than a server takes at once. */
const AT_ONCE = 8;

const pictures = await Promise.all(
  readdirSync(QUERIES)
    .filter((name) => name.endsWith('.jpg'))
    .map((name) =>
      sharp(readFileSync(new URL(name, QUERIES)))
        .resize(LONG_SIDE, LONG_SIDE, { fit: 'inside' })
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true }),
    ),
);

/** Checks one after the other, eight at once, for so long. */
export async function closedLoop(address: string, seconds: number): Promise<Load> {
  const load = newLoad();
  const end = Date.now() + seconds * 1000;
  const one = async (): Promise<void> => {
    while (Date.now() < end) await check(address, load);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return load;
}

/** So many checks a second for so long, whether or not those before are answered. */
export async function openLoop(address: string, perSecond: number, seconds: number): Promise<Load> {
  const load = newLoad();
  const started = Date.now();
  const underWay = new Set<Promise<void>>();
  for (let sent = 0; sent < perSecond * seconds; sent++) {
    await setTimeout(Math.max(0, started + (sent / perSecond) * 1000 - Date.now()));
    const asking = check(address, load).finally(() => underWay.delete(asking));
    underWay.add(asking);
  }
  await Promise.all(underWay);
  return load;
}

export function p95(times: readonly number[]): number {
  return Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0);
}

async function check(address: string, load: Load): Promise<void> {
  const form = new FormData();
  form.append('picture', new Blob([await newPicture()]));
  const started = performance.now();
  try {
    const response = await fetch(`${address}/v1/checks`, { method: 'POST', body: form });
    await response.arrayBuffer();
    if (response.status === 200) load.answeredMs.push(performance.now() - started);
    else if (response.status === 503) load.refused++;
    else load.failed++;
  } catch {
    load.failed++;
  }
}

/** One of the demo's queries with noise of its own, so that no two are the same file. */
async function newPicture(): Promise<Uint8Array<ArrayBuffer>> {
  const { data, info } = pictures[Math.floor(Math.random() * pictures.length)];
  const noisy = Buffer.from(data);
  for (let i = 0; i < noisy.length; i += 3) {
    noisy[i] = Math.max(0, Math.min(255, noisy[i] + Math.round((Math.random() - 0.5) * 16)));
  }
  const { width, height, channels } = info;
  return new Uint8Array(await sharp(noisy, { raw: { width, height, channels } }).jpeg().toBuffer());
}
