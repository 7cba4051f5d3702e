import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attribute, node, onnxFile, tensor, valueInfo } from './onnx-file.ts';

/** As the cards of CLIP ViT-B/32 say. */
const DIMENSIONS = 512;
const [BEGIN, END] = [512, 513];

/** A number of [-1, 1] that no other two have. */
function drawn(a: number, b: number): number {
  const value = Math.sin(a * 127.1 + b * 311.7 + 74.7) * 43_758.5453;
  return 2 * (value - Math.floor(value)) - 1;
}

const row = (a: number): number[] => Array.from({ length: DIMENSIONS }, (_, b) => drawn(a, b));
const TABLE = Array.from({ length: END + 1 }, (_, token) => row(token));
const WEIGHTS = [1000, 1001, 1002].map(row);

/** The bytes as letters that CLIP's vocabulary writes them with, in its order: what can be printed, then the others. */
function byteLetters(): string[] {
  const printed = [
    [33, 126],
    [161, 172],
    [174, 255],
  ].flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
  const others = Array.from({ length: 256 - printed.length }, (_, i) => 256 + i);
  return [...printed, ...others].map((code) => String.fromCodePoint(code));
}

/** Where the network has a text of letters from a to z and spaces: the mean of its tokens, a byte each. */
export function wordsVector(text: string): Float32Array {
  const bytes = text.split(' ').flatMap((word) =>
    // The last of a word is another token than it is within one.
    Array.from(word, (letter, i) => letter.charCodeAt(0) - 33 + (i === word.length - 1 ? 256 : 0)),
  );
  const tokens = [BEGIN, ...bytes, END];
  const sums = Array.from({ length: DIMENSIONS }, (_, b) =>
    tokens.reduce((sum, token) => sum + TABLE[token][b], 0),
  );
  const length = Math.hypot(...sums);
  return Float32Array.from(sums, (sum) => sum / length);
}

/** As CLIP's preprocessing has it. */
const MEAN = [0.48145466, 0.4578275, 0.40821073];
const STD = [0.26862954, 0.26130258, 0.27577711];

/** Where the network has a picture of one colour. */
export function colourVector(rgb: readonly [number, number, number]): Float32Array {
  const channels = rgb.map((value, c) => (value / 255 - MEAN[c]) / STD[c]);
  const sums = Array.from({ length: DIMENSIONS }, (_, b) =>
    channels.reduce((sum, channel, c) => sum + channel * WEIGHTS[c][b], 0),
  );
  const length = Math.hypot(...sums);
  return Float32Array.from(sums, (sum) => sum / length);
}

/** A CLIP in the hub’s layout, drawn by this file: a text is the mean of its bytes, a picture that of its colours. */
export async function layDrawnClip(folder: string, towers: { text?: boolean } = {}): Promise<void> {
  await mkdir(join(folder, 'onnx'), { recursive: true });
  const write = (path: string, content: object | Uint8Array): Promise<void> =>
    writeFile(join(folder, path), content instanceof Uint8Array ? content : JSON.stringify(content));
  await write('config.json', { model_type: 'clip', projection_dim: DIMENSIONS });
  await write('preprocessor_config.json', { size: { shortest_edge: 224 } });
  await write('onnx/vision_model.onnx', visionTower());
  if (towers.text === false) return;
  await write('onnx/text_model.onnx', textTower());
  await write('tokenizer.json', tokenizer());
  await write('tokenizer_config.json', { tokenizer_class: 'CLIPTokenizer', model_max_length: 77 });
}

function visionTower(): Uint8Array {
  return onnxFile([
    node('GlobalAveragePool', ['pixel_values'], 'means'),
    node('Flatten', ['means'], 'channels'),
    node('MatMul', ['channels', 'weights'], 'image_embeds'),
    [2, 'vision'],
    tensor('weights', [3, DIMENSIONS], WEIGHTS.flat()),
    [11, valueInfo('pixel_values', 1, ['n', 3, 'height', 'width'])],
    [12, valueInfo('image_embeds', 1, ['n', DIMENSIONS])],
  ]);
}

function textTower(): Uint8Array {
  const meanOfTokens = [attribute('axes', [1]), attribute('keepdims', 0)];
  return onnxFile([
    node('Gather', ['table', 'input_ids'], 'tokens'),
    node('ReduceMean', ['tokens'], 'text_embeds', meanOfTokens),
    [2, 'text'],
    tensor('table', [TABLE.length, DIMENSIONS], TABLE.flat()),
    [11, valueInfo('input_ids', 7, ['n', 'length'])],
    [12, valueInfo('text_embeds', 1, ['n', DIMENSIONS])],
  ]);
}

function tokenizer(): object {
  const letters = byteLetters();
  const tokens = [
    ...letters,
    ...letters.map((letter) => `${letter}</w>`),
    '<|startoftext|>',
    '<|endoftext|>',
  ];
  const special = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  return {
    version: '1.0',
    added_tokens: [BEGIN, END].map((id) => ({ id, content: tokens[id], ...special })),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: String.raw`\s+` }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: { Regex: String.raw`[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+` },
          behavior: 'Removed',
          invert: true,
        },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: [tokens[END], END],
      cls: [tokens[BEGIN], BEGIN],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      unk_token: tokens[END],
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: [],
    },
  };
}
