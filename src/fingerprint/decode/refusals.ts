import { TrainspotError } from '../../core/errors.ts';
import type { ReadableFormat } from './formats.ts';

/** The decoder's own message is left out of it: it is written for programmers and quotes what the file says. */
export function damaged(bytes: Uint8Array, format: ReadableFormat): TrainspotError {
  return new TrainspotError(
    'picture-unreadable',
    `The file begins like a picture (${format}, ${bytes.length} bytes) but is damaged or cut short. ` +
      'Export or download it again.',
  );
}

/** @param missing how much is not there, fit after "but"; such as "31 % of its rows are missing" */
export function cutShort(bytes: Uint8Array, format: ReadableFormat, missing: string): TrainspotError {
  return new TrainspotError(
    'picture-unreadable',
    `The file begins like a picture (${format}, ${bytes.length} bytes) but is cut short: ${missing}. ` +
      'Export or download it again.',
  );
}

/** For a file that is whole, of a kind that is not read here. @param name fits after "This is" */
export function notReadHere(name: string): TrainspotError {
  return new TrainspotError(
    'picture-format-unsupported',
    `This is ${name}, which cannot be decoded here. Export it as JPEG or PNG and try again.`,
  );
}

export function tookTooLong(seconds: number): TrainspotError {
  return new TrainspotError(
    'picture-unreadable',
    `Decoding took longer than ${seconds} s. Make the picture smaller and try again.`,
  );
}
