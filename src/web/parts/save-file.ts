/** Has the browser save a file under this name. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Browsers begin to save before the click returns; some read the address a moment later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
