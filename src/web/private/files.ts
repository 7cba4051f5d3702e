/** What a private check is made with, by the addresses under which the build laid it; a browser keeps it. */
export interface PrivateFiles {
  /** The thread's script. */
  worker: string;
  kernels: string;
  /** What runs the model. */
  runtime: string;
  model: string;
  /** Of all of it as it is sent. */
  bytes: number;
  /** Of each of the last three as it lies here, for telling how much has come. */
  sizes: { kernels: number; runtime: number; model: number };
}

/** Put in by scripts/build/page.mjs. */
declare const PRIVATE_FILES: PrivateFiles;

export const privateFiles: PrivateFiles = PRIVATE_FILES;
