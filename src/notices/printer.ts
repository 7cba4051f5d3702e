import type { NoticeRequest } from './request.ts';
import { startPool } from '../runtime/threads/pool.ts';

/** Makes PDFs in a thread of its own: setting one takes about a tenth of a second, and reading the fonts as long. */
export interface Printer {
  /** @throws TrainspotError `notice-unprintable`, as `noticePdf` */
  print(request: NoticeRequest): Promise<Uint8Array>;
  /** Ends the thread; a PDF under way is rejected. */
  close(): Promise<void>;
}

/** The thread starts with the first PDF. */
export function createPrinter(): Printer {
  const pool = startPool<NoticeRequest, Uint8Array>(new URL('./pdf-worker', import.meta.url), 1, null);
  return { print: (request) => pool.run(request), close: () => pool.close() };
}
