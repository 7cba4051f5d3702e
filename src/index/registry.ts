import { flat } from './flat.ts';
import { hnsw } from './hnsw.ts';
import { usearch } from './usearch.ts';
import type { VectorIndexEngine } from './vector-index.ts';

/** Every engine; a new one is its file and its line here. */
export const ENGINES: readonly VectorIndexEngine[] = [
  hnsw, //
  usearch,
  flat,
];

/**
 * What new segments are of, where nobody asks for another. usearch builds faster, but of 1,265 published embeddings of
 * 512 dimensions three did not find themselves in its graph; in hnsw's all did.
 */
export const DEFAULT_ENGINE = hnsw.name;

/** The engine of that name, or undefined. */
export function engineNamed(name: string): VectorIndexEngine | undefined {
  return ENGINES.find((engine) => engine.name === name);
}
