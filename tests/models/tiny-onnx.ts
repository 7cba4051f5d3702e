/** A message of protocol buffers, field by field: numbers as varints, texts, bytes and messages by their length. */
type Field = [number: number, value: number | string | Uint8Array];

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
  const graph: Field[] = [
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
  ];
  return message([
    [1, 8],
    [8, message([[2, 17]])],
    [7, message(graph)],
  ]);
}

function node(kind: string, inputs: readonly string[], output: string, attributes: Field[] = []): Field {
  return [1, message([...inputs.map((input): Field => [1, input]), [2, output], [4, kind], ...attributes])];
}

function attribute(name: string, value: number | readonly number[]): Field {
  const fields: Field[] =
    typeof value === 'number'
      ? [
          [3, value],
          [20, 2],
        ]
      : [...value.map((each): Field => [8, each]), [20, 7]];
  return [5, message([[1, name], ...fields])];
}

function tensor(name: string, dims: readonly number[], values: readonly number[]): Field {
  const raw = new Uint8Array(Float32Array.from(values).buffer);
  return [5, message([...dims.map((dim): Field => [1, dim]), [2, 1], [8, name], [9, raw]])];
}

function valueInfo(name: string, type: number, dims: readonly (string | number)[]): Uint8Array {
  const shape = dims.map((dim): Field => [1, message([typeof dim === 'number' ? [1, dim] : [2, dim]])]);
  const tensorType = message([
    [1, type],
    [2, message(shape)],
  ]);
  return message([
    [1, name],
    [2, message([[1, tensorType]])],
  ]);
}

function message(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return Buffer.from([...varint(number << 3), ...varint(value)]);
      const bytes = Buffer.from(value as Uint8Array);
      return Buffer.concat([Buffer.from([...varint((number << 3) | 2), ...varint(bytes.length)]), bytes]);
    }),
  );
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
