import { commaSeparated, tabSeparated } from './containers/delimited.ts';
import { jsonDocument, jsonLines } from './containers/json-lines.ts';
import { parquet } from './containers/parquet.ts';
import { tar } from './containers/tar.ts';
import type { CompanionFormat, ManifestContainer, ManifestFormat } from './format.ts';
import { generic } from './formats/by-columns.ts';
import { cc12mHashes } from './formats/cc12m-hashes.ts';
import { cc12m } from './formats/cc12m.ts';
import { cc3m } from './formats/cc3m.ts';
import { clipRetrieval } from './formats/clip-retrieval.ts';
import { coyo700m } from './formats/coyo-700m.ts';
import { datacomp } from './formats/datacomp.ts';
import { img2dataset } from './formats/img2dataset.ts';
import { laion400m } from './formats/laion-400m.ts';
import { laionAestheticsV1 } from './formats/laion-aesthetics-v1.ts';
import { laionAestheticsV2 } from './formats/laion-aesthetics-v2.ts';
import { laion2bJoined } from './formats/laion2b-joined.ts';
import { laion2bMd5 } from './formats/laion2b-md5.ts';
import { pd12m } from './formats/pd12m.ts';
import { redcaps } from './formats/redcaps.ts';
import { relaion } from './formats/relaion.ts';
import { sbu } from './formats/sbu.ts';
import { wit } from './formats/wit.ts';

/** Every format that can be read. No two recognise the same file. */
export const FORMATS: readonly ManifestFormat[] = [
  laion400m,
  laion2bJoined,
  laion2bMd5,
  laionAestheticsV1,
  laionAestheticsV2,
  relaion,
  coyo700m,
  datacomp,
  cc3m,
  cc12m,
  redcaps,
  wit,
  sbu,
  pd12m,
  img2dataset,
  clipRetrieval,
  generic,
];

/** Every kind of file that adds to the rows of others. */
export const COMPANIONS: readonly CompanionFormat[] = [cc12mHashes];

/** Every kind of file that can be read. */
export const CONTAINERS: readonly ManifestContainer[] = [
  parquet,
  tar,
  tabSeparated,
  commaSeparated,
  jsonLines,
  jsonDocument,
];
