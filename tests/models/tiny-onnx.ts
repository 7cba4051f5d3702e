import { attribute, type Field, node, onnxFile, tensor, valueInfo } from './onnx-file.ts';

/** What may be other than SSCD has it. */
interface TinyNetwork {
  /** Inputs beside `image` that nothing reads. */
  spareInputs?: number;
  /** 2 is bytes, 1 is floats. */
  inputType?: 1 | 2;
  /** Height and width that the network takes; any when left out. */
  side?: number;
}

export const TINY_MEAN = [123.675, 116.28, 103.53];
export const TINY_STD = [58.395, 57.12, 57.375];
/** Channel → its weight in each of four dimensions. */
export const TINY_WEIGHTS = [
  [1, -2, 0.5, 3],
  [0.25, 1, -1, 0.5],
  [-1, 0.75, 2, -0.5],
];

/**
 * An ONNX file laid out as SSCD's: bytes [n, height, width, 3] come in as `image`, are normalised, and leave as
 * `embedding`, unit vectors [n, 4]. In between stand the mean of each channel and four weights of it.
 */
export function tinyOnnx({ spareInputs = 0, inputType = 2, side }: TinyNetwork = {}): Uint8Array {
  const inputs = [
    valueInfo('image', inputType, ['n', side ?? 'height', side ?? 'width', 3]),
    ...Array.from({ length: spareInputs }, (_, i) => valueInfo(`spare-${i}`, 1, [1])),
  ];
  return onnxFile([
    node('Cast', ['image'], 'pixels', [attribute('to', 1)]),
    node('Sub', ['pixels', 'mean'], 'centred'),
    node('Div', ['centred', 'std'], 'scaled'),
    node('Transpose', ['scaled'], 'planes', [attribute('perm', [0, 3, 1, 2])]),
    node('GlobalAveragePool', ['planes'], 'means'),
    node('Flatten', ['means'], 'channels'),
    node('MatMul', ['channels', 'weights'], 'sums'),
    node('LpNormalization', ['sums'], 'embedding'),
    [2, 'tiny'],
    tensor('mean', [3], TINY_MEAN),
    tensor('std', [3], TINY_STD),
    tensor('weights', [3, 4], TINY_WEIGHTS.flat()),
    ...inputs.map((input): Field => [11, input]),
    [12, valueInfo('embedding', 1, ['n', 4])],
  ]);
}
