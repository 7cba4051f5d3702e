import { TrainspotError } from '../core/errors.ts';

/** Of a source that was asked, and has everything but this file. */
export class NoSuchFile extends TrainspotError {
  constructor(message: string) {
    super('download-failed', message);
  }
}

/** A hub, or a mirror that answers its addresses. */
export interface HubSource {
  /** Its address, such as https://huggingface.co */
  endpoint: string;
  /** Sent to this endpoint alone, wherever it redirects to. */
  token?: string;
}

/** A folder that holds a model's files by the paths of its card: a hub's model in the hub's layout. */
export interface FolderSource {
  folder: string;
}

/** Such a folder on the web. */
export interface AddressSource {
  /** http or https. */
  address: string;
}

/** Where models are pulled from. */
export type ModelSource = HubSource | FolderSource | AddressSource;

/** A file that is about to be read, and what its source says of it. */
export interface SourceFile {
  /** Where `body` begins in the file, in bytes: the source may begin earlier than it was asked to. */
  offset: number;
  /** Of the whole file; null where the source does not say. */
  totalBytes: number | null;
  /** Of the whole file, lower-case hex; null where the source does not say. */
  sha256: string | null;
  /** A word that changes with the file's bytes (a strong ETag); null where there is none. */
  version: string | null;
  /** The commit, where the source names it; else the card's revision. */
  revision: string;
  /** Address of the repository or folder. */
  from: string;
  body: AsyncIterable<Uint8Array>;
}
