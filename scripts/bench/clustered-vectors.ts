import { toUnitVector, type Embedding } from '../../src/core/embedding.ts';
import { randomNumbers } from './random-numbers.ts';

/** Vectors that lie as pictures' embeddings do, in clusters, and queries for them. The same seed gives the same. */
export interface ClusteredVectors {
  rows: Embedding[];
  /** Each a row with noise, at a cosine of 0.90–0.97 to it: where an edited copy lies. */
  copies(count: number): Embedding[];
  /** Fresh members of the rows' clusters: a picture that was not indexed, of a subject that was. */
  unseen(count: number): Embedding[];
}

/** Rows of one cluster have a cosine of about 0.5 to each other. */
const COSINE_TO_CENTRE = 0.7;
const ROWS_PER_CLUSTER = 100;

export function clusteredVectors(rowCount: number, dimensions: number, seed = 1): ClusteredVectors {
  const random = randomNumbers(seed);

  const centres = Array.from({ length: Math.max(1, Math.round(rowCount / ROWS_PER_CLUSTER)) }, () =>
    direction(dimensions, random),
  );
  const member = (): Embedding =>
    near(centres[Math.floor(random() * centres.length)], COSINE_TO_CENTRE, random);
  const rows = Array.from({ length: rowCount }, member);
  return {
    rows,
    copies: (count) =>
      Array.from({ length: count }, () => copyOf(rows[Math.floor(random() * rows.length)], random)),
    unseen: (count) => Array.from({ length: count }, member),
  };
}

/** A unit vector at a cosine of 0.90–0.97 to `row`: where an edited copy of its picture lies. */
export function copyOf(row: Embedding, random: () => number): Embedding {
  return near(row, 0.9 + 0.07 * random(), random);
}

/** A unit vector at exactly `cosine` to `centre`, in a random direction from it. */
function near(centre: Embedding, cosine: number, random: () => number): Embedding {
  const noise = direction(centre.length, random);
  let along = 0;
  for (let i = 0; i < centre.length; i++) along += noise[i] * centre[i];
  const aside = toUnitVector(noise.map((value, i) => value - along * centre[i]));
  const sine = Math.sqrt(1 - cosine * cosine);
  return toUnitVector(centre.map((value, i) => value * cosine + aside[i] * sine));
}

function direction(dimensions: number, random: () => number): Embedding {
  return toUnitVector(Array.from({ length: dimensions }, () => gaussian(random)));
}

/** Box and Muller's: two uniform numbers make a normal one. */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
