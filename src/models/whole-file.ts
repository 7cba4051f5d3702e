import { open, rename } from 'node:fs/promises';

/** Replaces a file as a whole: a cut of the power leaves the old one or the new one. */
export async function replaceWhole(path: string, text: string): Promise<void> {
  const file = await open(`${path}.part`, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
}
