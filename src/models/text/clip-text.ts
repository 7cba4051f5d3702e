import { basename, dirname, resolve } from 'node:path';
import { AutoTokenizer, CLIPTextModelWithProjection, env, LogLevel, Tensor } from '@xenova/transformers';
import { toUnitVector, type Embedding } from '../../core/embedding.ts';
import { TrainspotError } from '../../core/errors.ts';
import type { ModelCard, TextTower } from '../../core/model-card.ts';

// Files come from the verified folder or not at all: no hub, and no cache that would be asked before the folder.
env.allowRemoteModels = false;
env.useFSCache = false;
env.useWasmCache = false;
// On an error the library would print the input, which is what somebody looks for.
env.logLevel = LogLevel.NONE;

/** A text's place among a model's pictures. */
export interface EmbeddedText {
  vector: Embedding;
  /** Whether the text has more tokens than the model reads, so that its end counts for nothing. */
  isCut: boolean;
}

/** An opened text tower. */
export interface TextEmbedder {
  embed(text: string): Promise<EmbeddedText>;
  /** Frees the model. Nothing may be embedded afterwards. */
  close(): Promise<void>;
}

/**
 * Opens the text tower of a CLIP in the hub's layout: `config.json`, `tokenizer.json` and the tower's `textFile`. It runs on
 * the calling thread and on no other, so call it from a worker. Nothing is fetched.
 * @param folder the model's folder, already verified
 * @throws TrainspotError `model-mismatch` where the files are no such model, or one of other dimensions than the card's; a
 * text of nothing is embedded to find out.
 */
export async function openClipText(
  card: ModelCard & { text: TextTower },
  folder: string,
): Promise<TextEmbedder> {
  const { textFile, mostTokens } = card.text;
  const [tokenizer, model] = await load(card, folder).catch((error: unknown) => {
    const why = `The files of ${card.name} could not be loaded as a CLIP text model (${textFile}).`;
    throw new TrainspotError('model-mismatch', why, { cause: error });
  });

  async function embed(text: string): Promise<EmbeddedText> {
    const { input_ids: batch } = tokenizer([text], {
      padding: false,
      truncation: false,
      return_tensor: false,
    });
    const [all] = batch as [number[]];
    const isCut = all.length > mostTokens;
    // The library's own truncation takes the end token as well, and the vector is read off at that one.
    const ids = isCut ? [...all.slice(0, mostTokens - 1), all[all.length - 1]] : all;
    return { vector: await run(ids), isCut };
  }

  async function run(ids: readonly number[]): Promise<Embedding> {
    const shape = [1, ids.length];
    const inputs = {
      input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
      attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
    };
    const output: Record<string, Tensor | undefined> = await model(inputs);
    try {
      const embeds = output.text_embeds;
      const dimensions = embeds?.dims.at(-1);
      if (dimensions === card.dimensions) return toUnitVector(embeds?.data as Float32Array);
      throw new TrainspotError(
        'model-mismatch',
        `The card of ${card.name} says ${card.dimensions} dimensions; its ${textFile} gives ${dimensions ?? 'none'}.`,
      );
    } finally {
      for (const tensor of [...Object.values(inputs), ...Object.values(output)]) tensor?.dispose();
    }
  }

  const close = async (): Promise<void> => void (await model.dispose());
  try {
    await embed('');
  } catch (error) {
    await close();
    if (error instanceof TrainspotError) throw error;
    const why = `${textFile} of ${card.name} is no network that reads the tokens of its tokenizer.`;
    throw new TrainspotError('model-mismatch', why, { cause: error });
  }
  return { embed, close };
}

function load({ text: { textFile } }: ModelCard & { text: TextTower }, folder: string) {
  return Promise.all([
    AutoTokenizer.from_pretrained(resolve(folder), { local_files_only: true }),
    CLIPTextModelWithProjection.from_pretrained(resolve(folder), {
      local_files_only: true,
      subfolder: dirname(textFile),
      // 'fp32' appends nothing to the file's name, so that the card's own name decides the precision.
      model_file_name: basename(textFile, '.onnx'),
      dtype: 'fp32',
      device: 'cpu',
      session_options: { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' },
    }),
  ]);
}
