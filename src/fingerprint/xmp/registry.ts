import { TrainspotError } from '../../core/errors.ts';
import { sniffFormat } from '../decode/formats.ts';
import type { XmpContainer } from './container.ts';
import { jpegXmp } from './jpeg.ts';
import { pngXmp } from './png.ts';
import { webpXmp } from './webp.ts';

/** Every kind of file whose XMP can be read and written here. */
export const xmpContainers: readonly XmpContainer[] = [jpegXmp, pngXmp, webpXmp];

/** The container of a file, by its first bytes; null for a kind that is not written here. */
export function xmpContainerOf(file: Uint8Array): XmpContainer | null {
  const sniffed = sniffFormat(file);
  if (sniffed.kind !== 'readable') return null;
  return xmpContainers.find(({ format }) => format === sniffed.format) ?? null;
}

/** @throws TrainspotError `picture-empty`, `picture-format-unsupported` */
export function expectXmpContainer(file: Uint8Array): XmpContainer {
  if (file.length === 0) {
    throw new TrainspotError('picture-empty', 'The file is empty (0 bytes); choose the picture again.');
  }
  const container = xmpContainerOf(file);
  if (container !== null) return container;
  throw new TrainspotError(
    'picture-format-unsupported',
    'A reservation can be written into JPEG, PNG and WebP pictures. Export yours as one of them and try again.',
  );
}
