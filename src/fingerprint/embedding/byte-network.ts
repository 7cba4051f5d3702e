import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { TrainspotError } from '../../core/errors.ts';
import type { ModelCard } from '../../core/model-card.ts';
import type { RgbPicture } from '../../core/picture.ts';
import type { Embedder } from './embedder.ts';
import { toEmbedder, type NetworkOutput } from './network.ts';
import { requireSize } from './pixel-values.ts';

/**
 * Opens the card's `visionFile`, an ONNX file with one input of bytes [n, height, width, 3] (red, green, blue, as they
 * are) and one output [n, dimensions]: it normalises the bytes itself. It runs on the calling thread and on no other,
 * so call it from a worker. Nothing is fetched.
 * @param folder the model's folder, already verified
 * @throws TrainspotError `model-mismatch` where the file is no such network, or one of other dimensions than the
 * card's; a black picture is embedded to find out.
 */
export async function openByteNetwork(card: ModelCard, folder: string): Promise<Embedder> {
  const session = await loadSession(card, join(folder, card.visionFile));
  return toEmbedder(card, {
    run: (inputs) => run(session, card, inputs),
    close: () => session.release(),
  });
}

async function loadSession(card: ModelCard, file: string): Promise<InferenceSession> {
  const notSuch = (how: string, cause?: unknown): TrainspotError =>
    new TrainspotError('model-mismatch', `${card.visionFile} of ${card.name} ${how}.`, { cause });
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(file, {
      executionProviders: ['cpu'],
      // Parallel work is one worker thread a core; threads inside a session only get in each other's way.
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // Fatal errors alone: the others are thrown, and nothing of a picture is to be printed.
      logSeverityLevel: 4,
    });
  } catch (error) {
    throw notSuch('could not be loaded as an ONNX file', error);
  }
  const { inputNames, outputNames } = session;
  if (inputNames.length === 1 && outputNames.length === 1) return session;
  await session.release();
  throw notSuch(
    `has ${inputNames.length} inputs and ${outputNames.length} outputs, and should have one of each`,
  );
}

async function run(
  session: InferenceSession,
  card: ModelCard,
  inputs: readonly RgbPicture[],
): Promise<NetworkOutput> {
  const { size } = card.preprocessing;
  const bytes = new Uint8Array(inputs.length * size * size * 3);
  for (const [i, input] of inputs.entries()) {
    requireSize(card, input);
    bytes.set(input.data, i * size * size * 3);
  }
  const pictures = new Tensor('uint8', bytes, [inputs.length, size, size, 3]);
  const { [session.outputNames[0]]: output } = await session.run({ [session.inputNames[0]]: pictures });
  const isVectors = output.type === 'float32' && output.dims.length === 2 && output.dims[0] === inputs.length;
  return isVectors
    ? { dimensions: output.dims[1], values: output.data as Float32Array }
    : { dimensions: null, values: new Float32Array() };
}
