import { clipRetrieval } from './clip-retrieval.ts';
import type { ManifestContainer, ManifestFormat } from './format.ts';
import { img2dataset } from './img2dataset.ts';
import { laion400m } from './laion-400m.ts';
import { parquet } from './parquet.ts';
import { tar } from './tar.ts';

/** Every format that can be read; the first that recognises a file reads it. */
export const FORMATS: readonly ManifestFormat[] = [laion400m, img2dataset, clipRetrieval];

/** Every kind of file that can be read. */
export const CONTAINERS: readonly ManifestContainer[] = [parquet, tar];
