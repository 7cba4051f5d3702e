import { startPool } from '../runtime/threads/pool.ts';

/** What a thread is started with. */
export interface EditSettings {
  /** Greatest width × height of a picture that is decoded. */
  maxPixels: number;
}

/** What it is asked: a picture file, whose name decides the random numbers. */
export interface EditTask {
  bytes: Uint8Array;
  name: string;
}

/** Edits pictures in threads of its own. */
export interface Editor {
  /**
   * Every edit of a picture as a JPEG file, in the order of the registry; the same bytes and name give the same files.
   * @throws TrainspotError for what is no picture or too large a one (see `decodePicture`)
   */
  edits(bytes: Uint8Array, name: string): Promise<Uint8Array[]>;
  close(): Promise<void>;
}

export function startEditor(threads: number, maxPixels: number): Editor {
  const settings: EditSettings = { maxPixels };
  const pool = startPool<EditTask, Uint8Array[]>(
    new URL('./edit-worker', import.meta.url),
    threads,
    settings,
  );
  return {
    edits: (bytes, name) => pool.run({ bytes, name }),
    close: () => pool.close(),
  };
}
