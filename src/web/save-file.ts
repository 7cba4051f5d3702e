import { element } from './elements.ts';

/** Has the browser save a file under this name. */
export function saveFile(file: Blob, name: string): void {
  const href = URL.createObjectURL(file);
  element('a', { href, download: name }).click();
  // Browsers begin to save before the click returns; some read the address a moment later.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
