/** A message of protocol buffers, field by field: numbers as varints, texts, bytes and messages by their length. */
export type Field = [number: number, value: number | string | Uint8Array];

/** An ONNX file of opset 17 that holds the graph of these fields. */
export function onnxFile(graph: readonly Field[]): Uint8Array {
  return message([
    [1, 8],
    [8, message([[2, 17]])],
    [7, message(graph)],
  ]);
}

export function node(
  kind: string,
  inputs: readonly string[],
  output: string,
  attributes: Field[] = [],
): Field {
  return [1, message([...inputs.map((input): Field => [1, input]), [2, output], [4, kind], ...attributes])];
}

export function attribute(name: string, value: number | readonly number[]): Field {
  const fields: Field[] =
    typeof value === 'number'
      ? [
          [3, value],
          [20, 2],
        ]
      : [...value.map((each): Field => [8, each]), [20, 7]];
  return [5, message([[1, name], ...fields])];
}

export function tensor(name: string, dims: readonly number[], values: readonly number[]): Field {
  const raw = new Uint8Array(Float32Array.from(values).buffer);
  return [5, message([...dims.map((dim): Field => [1, dim]), [2, 1], [8, name], [9, raw]])];
}

export function valueInfo(name: string, type: number, dims: readonly (string | number)[]): Uint8Array {
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
