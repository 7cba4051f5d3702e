import { disableNativeTelemetry } from '../runtime/native-telemetry.ts';
import { asOwnMemory } from '../core/bytes.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { FingerprintOptions } from '../core/fingerprint-options.ts';
import { steadyMs } from '../core/clock.ts';
import type { FingerprintStage, OnStage } from '../runtime/stages.ts';
import { startPool } from '../runtime/threads/pool.ts';

/** What a worker thread is started with. */
export interface WorkerSettings {
  /** Folder of the pulled models. */
  modelsDir: string;
  /** Greatest width × height of a picture that is decoded. */
  maxPixels: number;
}

/** What a worker thread is asked. */
export interface FingerprintTask {
  bytes: Uint8Array;
  models: readonly string[];
  options: FingerprintOptions;
}

/** What it answers. */
export interface FingerprintAnswer {
  fingerprint: Fingerprint;
  stages: readonly [stage: FingerprintStage, seconds: number][];
  /** Of the whole task. */
  seconds: number;
}

/** Fingerprints pictures in threads of its own, so that the caller's event loop stays free. */
export interface Fingerprinter {
  /**
   * The fingerprint of one picture file. Nothing of it is kept, logged or written.
   * @param models names of the model cards to embed it with; each is opened at its first use in a thread
   * @param bytesAre `handed-over` where nobody needs them afterwards: where they are alone in their memory they are
   * empty from now on, and not copied. `kept` unless given
   * @param onStage told of the stages of a picture that could be fingerprinted
   * @throws TrainspotError for what is no picture or too large a one (see `decodePicture`), `model-unknown`,
   * `model-not-pulled`, `model-file-mismatch`; the next picture is not affected.
   */
  fingerprint(
    bytes: Uint8Array,
    models: readonly string[],
    options: FingerprintOptions,
    bytesAre?: 'kept' | 'handed-over',
    onStage?: OnStage<FingerprintStage>,
  ): Promise<Fingerprint>;
  /** Ends the threads; fingerprints under way are rejected. */
  close(): Promise<void>;
}

/**
 * Fingerprints in `threads` threads; each holds its own copy of a model in memory once it has used it. They start with
 * the first picture, which waits for them (half a second), or `early`: at once.
 */
export function startFingerprinter(
  settings: WorkerSettings & { threads: number; early?: boolean },
): Fingerprinter {
  disableNativeTelemetry();
  const { threads, modelsDir, maxPixels, early = false } = settings;
  const workerSettings: WorkerSettings = { modelsDir, maxPixels };
  const pool = startPool<FingerprintTask, FingerprintAnswer>(
    new URL('./worker', import.meta.url),
    threads,
    workerSettings,
  );
  if (early) pool.start();
  return {
    async fingerprint(bytes, models, options, bytesAre = 'kept', onStage) {
      const own = bytesAre === 'handed-over' ? asOwnMemory(bytes) : new Uint8Array(bytes);
      const askedAt = steadyMs();
      const answer = await pool.run({ bytes: own, models: [...models], options }, [own.buffer]);
      onStage?.('queue', (steadyMs() - askedAt) / 1000 - answer.seconds);
      for (const [stage, seconds] of answer.stages) onStage?.(stage, seconds);
      return answer.fingerprint;
    },
    close: () => pool.close(),
  };
}
