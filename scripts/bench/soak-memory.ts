import { readFile } from 'node:fs/promises';

/** What a process holds, in bytes. */
export interface Memory {
  heap: number;
  external: number;
  rss: number;
}

/** As the server says it of its own heap, and the operating system of the whole process. */
export async function readMemory(address: string, pid: number): Promise<Memory> {
  const metrics = await (await fetch(`${address}/metrics`)).text();
  const metric = (name: string): number => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(metrics)?.[1]);
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
  return {
    heap: metric('nodejs_heap_size_used_bytes'),
    external: metric('nodejs_external_memory_bytes'),
    rss: kibibytes === undefined ? metric('process_resident_memory_bytes') : 1024 * Number(kibibytes),
  };
}

/** By how much values that come one after the other grow from one to the next, by least squares. */
export function slopeOf(values: readonly number[]): number {
  const meanX = (values.length - 1) / 2;
  const meanY = values.reduce((sum, value) => sum + value, 0) / values.length;
  const [over, under] = values.reduce(
    ([xy, xx], value, x) => [xy + (x - meanX) * (value - meanY), xx + (x - meanX) ** 2],
    [0, 0],
  );
  return under === 0 ? 0 : over / under;
}
