import { SEARCH_TEXT_HEAP_MB, SEARCH_TEXT_SECONDS } from '../../core/bounds.ts';
import { TrainspotError } from '../../core/errors.ts';
import { disableNativeTelemetry } from '../../runtime/native-telemetry.ts';
import { startPool } from '../../runtime/threads/pool.ts';
import type { EmbeddedText } from './clip-text.ts';

/** What the thread is started with. */
export interface TextWorkerSettings {
  /** Folder of the pulled models. */
  modelsDir: string;
}

/** What the thread is asked; no text only opens the model. */
export interface TextTask {
  model: string;
  text: string | null;
}

/** Gives texts their places among pictures, in a thread of its own. */
export interface TextReader {
  /**
   * @param model name of a card; its text tower is opened at its first use
   * @param text of `SEARCH_TEXT_LENGTH` characters at most
   * @throws TrainspotError `words-not-searchable` for a model that reads no words, `model-not-pulled`,
   * `model-file-mismatch`, `model-mismatch`; `overloaded` where the text's turn does not come in time
   */
  read(model: string, text: string): Promise<EmbeddedText>;
  /** Ends the thread; texts under way are rejected. */
  close(): Promise<void>;
}

/** One thread, which starts with the first text and holds each model that it has used: a text takes it some 10 ms. */
export function startTextReader(settings: TextWorkerSettings): TextReader {
  disableNativeTelemetry();
  const pool = startPool<TextTask, EmbeddedText | null>(
    new URL('./text-worker', import.meta.url),
    1,
    settings,
    undefined,
    SEARCH_TEXT_HEAP_MB,
  );
  return {
    async read(model, text) {
      // How long that takes depends on the disk, and not on the text.
      await pool.run({ model, text: null });
      const outOfTime = AbortSignal.timeout(SEARCH_TEXT_SECONDS * 1000);
      try {
        return (await pool.run({ model, text }, undefined, outOfTime)) as EmbeddedText;
      } catch (error) {
        if (!outOfTime.aborted) throw error;
        throw new TrainspotError('overloaded', 'The words could not be read in time. Try again shortly.');
      }
    },
    close: () => pool.close(),
  };
}
