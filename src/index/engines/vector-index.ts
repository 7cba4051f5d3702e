import type { Embedding } from '../../core/embedding.ts';

/** A vector that a search brought up. */
export interface Neighbour {
  /** The vector's place in the order in which the index was filled, from 0. */
  ordinal: number;
  /** Cosine to the query, in [-1, 1]. */
  similarity: number;
}

/** Vectors that can be searched and no longer changed. Belongs to the thread that opened it. */
export interface VectorIndex {
  readonly rows: number;
  readonly dimensions: number;
  /**
   * The `count` nearest vectors, nearest first; all of them when `count` is beyond `rows`, none when it is
   * below 1. Blocks the thread until done.
   * @throws TrainspotError `vector-invalid` unless the query is a finite unit vector of `dimensions` floats
   */
  search(query: Embedding, count: number): Neighbour[];
  /** The vector of a row, as the index keeps it. @param ordinal 0 to `rows` − 1 */
  vector(ordinal: number): Embedding;
  /** Lets go of the file. Not to be searched afterwards. */
  close(): void;
}

/** Vectors on their way into a file. Blocks the thread with each one. */
export interface VectorIndexBuilder {
  /**
   * Adds a unit vector; its ordinal is the number of vectors before it.
   * @throws TrainspotError `vector-invalid`, as a search does
   * @throws RangeError when the builder's capacity is used up
   */
  add(vector: Embedding): void;
  /**
   * Writes everything added so far. Done means that the file is whole: its size was checked. It is not synced
   * to the disk.
   * @throws TrainspotError `segment-write-failed`; what then lies at `file` is not to be used
   */
  save(file: string): Promise<void>;
}

/** Vectors that lie elsewhere, and can be read again and again. */
export interface VectorSource {
  /** The vectors of the rows `first` to `first + count − 1`, one after the other. Blocks the thread. */
  read(first: number, count: number): Float32Array;
}

/** The vectors of a saved index, without its graph. Belongs to the thread that opened them. */
export interface StoredVectors extends VectorSource {
  /** Lets go of the file. */
  close(): void;
}

/** A kind of index: one file that makes one of these, and one line in the registry. */
export interface VectorIndexEngine {
  /** Unique, lower-case letters; also the suffix of its files. Another file layout needs another name. */
  readonly name: string;
  /** How far from the exact cosine an answer's may be, at most. */
  readonly cosineError: number;
  /**
   * Loads what the engine is made of, if it needs anything that may not be here.
   * @throws TrainspotError `engine-unavailable` with what to install or to choose instead
   */
  expectLibrary(): void;
  /** @param capacity most vectors that will be added, 1 to 2³² − 1; the memory is taken at once */
  create(dimensions: number, capacity: number): VectorIndexBuilder;
  /**
   * Builds an index of the rows of a source, the same as of these rows one by one, and holds no more of them in memory
   * than the index itself does. Blocks the thread; nothing is written before `save`.
   * @throws TrainspotError `vector-invalid`, as a search does
   */
  build(dimensions: number, rows: number, source: VectorSource): Pick<VectorIndexBuilder, 'save'>;
  /**
   * Loads a saved index into a fresh object.
   * @param rows how many vectors the file must hold
   * @throws TrainspotError `segment-corrupt` when the file is no whole index of these dimensions and rows.
   * What lies inside it must have been checked before, by its checksum.
   */
  open(file: string, dimensions: number, rows: number): Promise<VectorIndex>;
  /**
   * The vectors of some rows of a saved index, read from their places: nothing else of it is loaded or looked at.
   * @param ordinals 0 to `rows` − 1 each
   * @throws TrainspotError `segment-corrupt` when the file is no whole index of these dimensions and rows
   */
  readVectors(
    file: string,
    dimensions: number,
    rows: number,
    ordinals: readonly number[],
  ): Promise<Embedding[]>;
  /** Opens the vectors of a saved index, as the index keeps them. @throws TrainspotError as `readVectors` does */
  openVectors(file: string, dimensions: number, rows: number): Promise<StoredVectors>;
}
