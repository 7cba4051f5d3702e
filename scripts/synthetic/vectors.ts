import { randomNumbers } from '../bench/random-numbers.ts';
import { toHalves } from '../../src/core/half-float.ts';

const ROWS_PER_CLUSTER = 100;
/** Rows of one cluster then have a cosine of about 0.5 to each other, as pictures of one subject do. */
const COSINE_TO_CENTRE = 0.7;
/** One row in so many is a picture that stands in the dataset already, encoded anew. */
const ROWS_PER_COPY = 50;
const COSINE_OF_COPY = 0.98;
const BLOCK_ROWS = 4096;
const TABLE = 2 ** 16;

/**
 * Unit vectors that lie in clusters of uneven size, some of them near copies of one another, as 16-bit floats: each
 * call gives blocks of the next `count` rows. The centres take 4 bytes × dimensions for every 100 rows; nothing else
 * grows with the rows.
 */
export function startVectors(
  rowCount: number,
  dimensions: number,
  seed: number,
): (count: number) => Generator<Uint16Array> {
  const random = randomNumbers(seed);
  const normal = normalTable(random);
  const centreCount = Math.max(1, Math.round(rowCount / ROWS_PER_CLUSTER));
  const centres = new Float32Array(centreCount * dimensions);
  for (let i = 0; i < centreCount; i++) {
    direction(centres.subarray(i * dimensions, (i + 1) * dimensions));
  }
  const noise = new Float32Array(dimensions);
  const row = new Float32Array(dimensions);

  function direction(into: Float32Array): void {
    let squares = 0;
    for (let i = 0; i < into.length; i++) {
      into[i] = normal[Math.floor(random() * TABLE)];
      squares += into[i] * into[i];
    }
    const scale = 1 / Math.sqrt(squares);
    for (let i = 0; i < into.length; i++) into[i] *= scale;
  }

  /** `row` becomes a vector at about `cosine` to `from`: in so many dimensions a random direction is nearly square to it. */
  function near(from: Float32Array, cosine: number): void {
    direction(noise);
    const sine = Math.sqrt(1 - cosine * cosine);
    let squares = 0;
    for (let i = 0; i < dimensions; i++) {
      row[i] = cosine * from[i] + sine * noise[i];
      squares += row[i] * row[i];
    }
    const scale = 1 / Math.sqrt(squares);
    for (let i = 0; i < dimensions; i++) row[i] *= scale;
  }

  return function* blocks(count) {
    for (let first = 0; first < count; first += BLOCK_ROWS) {
      const rows = Math.min(BLOCK_ROWS, count - first);
      const block = new Uint16Array(rows * dimensions);
      for (let i = 0; i < rows; i++) {
        const isCopy = i > 0 && random() < 1 / ROWS_PER_COPY;
        const cluster = Math.floor(centreCount * random() ** 2);
        if (isCopy) near(row.slice(), COSINE_OF_COPY);
        else near(centres.subarray(cluster * dimensions, (cluster + 1) * dimensions), COSINE_TO_CENTRE);
        block.set(toHalves(row), i * dimensions);
      }
      yield block;
    }
  };
}

/** Normally distributed numbers to draw from: a logarithm and a cosine for each value would take most of the time. */
function normalTable(random: () => number): Float32Array {
  return Float32Array.from(
    { length: TABLE },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}
