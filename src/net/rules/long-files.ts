import { startBoundedPool } from '../../runtime/threads/bounded.ts';

/** A file of an origin that is too long to be parsed where it arrives. */
export interface LongFile {
  kind: 'robots' | 'tdmrep';
  text: string;
  productToken: string;
}

export interface LongFileAnswer {
  /** Whether the address is to be left alone. */
  isWithheld: boolean;
  crawlDelaySeconds: number | null;
}

/** Reads long files in a thread, which starts when the first of them comes. */
export interface LongFiles {
  /** @throws OutOfBounds */
  ask(file: LongFile, url: URL): Promise<LongFileAnswer>;
  close(): Promise<void>;
}

export function readLongFiles(): LongFiles {
  const pool = startBoundedPool<{ file: LongFile; url: string }, LongFileAnswer>(
    new URL('./worker', import.meta.url),
  );
  return { ask: (file, url) => pool.run({ file, url: url.href }), close: () => pool.close() };
}
