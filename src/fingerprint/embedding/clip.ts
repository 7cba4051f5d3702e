import { basename, dirname, resolve } from 'node:path';
import { CLIPVisionModelWithProjection, env, LogLevel, Tensor } from '@xenova/transformers';
import { TrainspotError } from '../../core/errors.ts';
import type { ModelCard } from '../../core/model-card.ts';
import type { RgbPicture } from '../../core/picture.ts';
import type { Embedder } from './embedder.ts';
import { toEmbedder, type NetworkOutput } from './network.ts';
import { pixelValues } from './pixel-values.ts';

// Files come from the verified folder or not at all: no hub, and no cache that would be asked before the folder.
env.allowRemoteModels = false;
env.useFSCache = false;
env.useWasmCache = false;
// On an error the library would print the input, which is somebody's picture.
env.logLevel = LogLevel.NONE;

type VisionModel = Awaited<ReturnType<typeof CLIPVisionModelWithProjection.from_pretrained>>;

/**
 * Opens the vision tower of a CLIP in the hub's layout: `config.json` and the card's `visionFile`, an ONNX
 * file with the input `pixel_values` [n, 3, size, size] and the output `image_embeds` [n, dimensions]. It
 * runs on the calling thread and on no other, so call it from a worker. Nothing is fetched.
 * @param folder the model's folder, already verified
 * @throws TrainspotError `model-mismatch` where the files are no such model, or one of other dimensions than
 * the card's; a black picture is embedded to find out.
 */
export async function openClip(card: ModelCard, folder: string): Promise<Embedder> {
  const model = await loadVisionModel(card, folder);
  return toEmbedder(card, {
    run: (inputs) => run(model, card, inputs),
    close: async () => {
      await model.dispose();
    },
  });
}

async function loadVisionModel(card: ModelCard, folder: string): Promise<VisionModel> {
  try {
    return await CLIPVisionModelWithProjection.from_pretrained(resolve(folder), {
      local_files_only: true,
      subfolder: dirname(card.visionFile),
      // 'fp32' appends nothing to the file's name, so that the card's own name decides the precision.
      model_file_name: basename(card.visionFile, '.onnx'),
      dtype: 'fp32',
      device: 'cpu',
      // Parallel work is one worker thread a core; threads inside a session only get in each other's way.
      session_options: { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' },
    });
  } catch (error) {
    throw new TrainspotError(
      'model-mismatch',
      `The files of ${card.name} could not be loaded as a CLIP vision model (${card.visionFile}).`,
      { cause: error },
    );
  }
}

async function run(
  model: VisionModel,
  card: ModelCard,
  inputs: readonly RgbPicture[],
): Promise<NetworkOutput> {
  const { size } = card.preprocessing;
  const pixels = new Tensor('float32', pixelValues(card, inputs), [inputs.length, 3, size, size]);
  const output: Record<string, Tensor | undefined> = await model({ pixel_values: pixels });
  try {
    const embeds = output.image_embeds;
    // A copy: the library's memory goes with the tensor.
    const values = Float32Array.from((embeds?.data ?? []) as Float32Array);
    return { dimensions: embeds?.dims.at(-1) ?? null, values };
  } finally {
    pixels.dispose();
    for (const tensor of Object.values(output)) tensor?.dispose();
  }
}
