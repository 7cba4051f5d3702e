/** Of the kinds that are read. */
const PICTURE_ENDING = /\.(jpe?g|jpe|jfif|pjpe?g|png|apng|webp|gif|tiff?|avif|heic|heif|hif|bmp|dib)$/i;

/**
 * Whether a file's name, or its path, is that of a picture. Hidden files are none: macOS writes one beside each on foreign
 * disks and in ZIPs, of the same ending.
 */
export function isPictureName(path: string): boolean {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return !name.startsWith('.') && PICTURE_ENDING.test(name);
}
