import { createHash } from 'node:crypto';
import { chmod, chown, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { CheckResult } from '../../src/api/check-result.ts';
import type { DemoServer } from '../helpers/demo-server.ts';

async function check(server: DemoServer, picture: Uint8Array): Promise<CheckResult> {
  const form = new FormData();
  form.append('picture', new Blob([new Uint8Array(picture)]), 'picture.png');
  const response = await fetch(`${server.address}/v1/checks`, { method: 'POST', body: form });
  return (await response.json()) as CheckResult;
}

export async function datasetsOf(server: DemoServer, picture: Uint8Array): Promise<string[]> {
  const { matches } = await check(server, picture);
  return matches.map(({ dataset }) => dataset).toSorted();
}

export async function giveTo(path: string, uid: number): Promise<void> {
  await chown(path, uid, uid);
  await chmod(path, 0o755);
  for (const each of await readdir(path, { recursive: true })) await chown(join(path, each), uid, uid);
}

/** Blocks of colours that no other number has. */
export async function drawn(n: number): Promise<Uint8Array> {
  const size = 8;
  const bytes: number[] = [];
  for (let block = 0; bytes.length < size * size * 3; block++) {
    bytes.push(...createHash('sha256').update(`${n}/${block}`).digest());
  }
  const raw = { width: size, height: size, channels: 3 as const };
  const pixels = Buffer.from(bytes.slice(0, size * size * 3));
  return sharp(pixels, { raw }).resize(128, 128, { kernel: 'nearest' }).png().toBuffer();
}
