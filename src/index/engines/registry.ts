import { flat } from './flat.ts';
import { hnsw } from './hnsw.ts';
import { usearch } from './usearch.ts';
import type { VectorIndexEngine } from './vector-index.ts';

/** Every engine; a new one is its file and its line here. */
export const ENGINES: readonly VectorIndexEngine[] = [
  usearch, //
  hnsw,
  flat,
];

/** What new segments are of, where nobody asks for another; docs/ingest.md has the engines' figures side by side. */
export const DEFAULT_ENGINE = usearch.name;

/** The engine of that name, or undefined. */
export function engineNamed(name: string): VectorIndexEngine | undefined {
  return ENGINES.find((engine) => engine.name === name);
}
