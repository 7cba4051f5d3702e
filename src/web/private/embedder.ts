import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { ModelCard } from '../../core/model-card.ts';
import type { RgbPicture } from '../../core/picture.ts';
import type { Embedder } from '../../fingerprint/embedding/embedder.ts';
import { toEmbedder, type NetworkOutput } from '../../fingerprint/embedding/network.ts';
import { pixelValues } from '../../fingerprint/embedding/pixel-values.ts';

/**
 * Opens a bundled model in this thread, and in no other: further threads need headers that would keep other sites' pictures
 * from this page.
 * @param runtime the bytes of what runs it @param model of its network
 */
export async function openModel(
  card: ModelCard,
  runtime: Uint8Array<ArrayBuffer>,
  model: Uint8Array,
): Promise<Embedder> {
  env.wasm.numThreads = 1;
  env.wasm.proxy = false;
  env.wasm.wasmBinary = runtime.buffer;
  // On an error it would print what it was given, which is somebody's picture.
  env.logLevel = 'fatal';
  const session = await InferenceSession.create(model, { executionProviders: ['wasm'], logSeverityLevel: 4 });
  return toEmbedder(card, { run: (inputs) => run(session, card, inputs), close: () => session.release() });
}

async function run(
  session: InferenceSession,
  card: ModelCard,
  inputs: readonly RgbPicture[],
): Promise<NetworkOutput> {
  const { size } = card.preprocessing;
  const pixels = new Tensor('float32', pixelValues(card, inputs), [inputs.length, 3, size, size]);
  const { [session.outputNames[0]]: output } = await session.run({ [session.inputNames[0]]: pixels });
  return { dimensions: output.dims.at(-1) ?? null, values: Float32Array.from(output.data as Float32Array) };
}
