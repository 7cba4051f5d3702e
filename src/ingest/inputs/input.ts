/** What tells one state of a file from any other. */
export interface InputState {
  bytes: number;
  /** Another one where the file is changed; null where nothing tells that without reading it. */
  mark: string | null;
  /** What the file holds, by its address and its server's word for the version; null where only its bytes tell. */
  identity: string | null;
}

/** An open file, of which any part can be read. */
export interface OpenInput {
  byteLength: number;
  /**
   * In memory of their own.
   * @param ended makes what is thrown where the file ends before them, told the byte at which it does
   */
  read(position: number, length: number, ended: (at: number) => Error): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** Which bytes, from `start` on and before `end`; all unless given. */
interface ByteRange {
  start?: number;
  end?: number;
}

/** A file that an ingest reads: on this machine, in a bucket or on a web server. It holds nothing open. */
export interface InputFile {
  /** A path or address, without what gives access to it. */
  path: string;
  /** For messages, without folders. */
  name: string;
  isRemote: boolean;
  /** @throws the system's error, RemoteFailure */
  open(): Promise<OpenInput>;
  /** From front to back, in chunks of 256 KiB to 8 MiB. @throws as `open`, and the signal's */
  chunks(range?: ByteRange, signal?: AbortSignal): AsyncIterable<Buffer>;
  /** @throws as `open` */
  state(): Promise<InputState>;
  /** Whether it is still what it was when `state` was asked. */
  isUnchanged(then: InputState): Promise<boolean>;
}

/** How a file on this machine is opened. */
export interface OpenOptions {
  /** Nothing of a file that may not be what it looks like: no link at its end, no waiting for a pipe's other side. */
  plain?: boolean;
}

/** Where an ingest finds files, by a path or an address. */
export interface Inputs {
  file(path: string, options?: OpenOptions): InputFile;
  /** Names of the files and folders in a folder; null where `path` is a file. @throws the system's error, RemoteFailure */
  namesIn(path: string): Promise<string[] | null>;
  close(): Promise<void>;
}
