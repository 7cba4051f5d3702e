import { TrainspotError } from '../core/errors.ts';
import type { DomainPlace } from '../db/lookups.ts';

/** A place among rows, as a text that means nothing to whoever keeps it. */
export function writeIdCursor(id: number): string {
  return write([id]);
}

export function writeDomainCursor({ host, datasetId, id }: DomainPlace): string {
  return write([host, datasetId, id]);
}

/** @throws TrainspotError `lookup-invalid` for a text that is no such place */
export function readIdCursor(text: string | undefined): number | null {
  if (text === undefined) return null;
  const place = read(text);
  if (place.length === 1 && isId(place[0])) return place[0];
  throw foreign();
}

/** @throws TrainspotError `lookup-invalid` likewise */
export function readDomainCursor(text: string | undefined): DomainPlace | null {
  if (text === undefined) return null;
  const [host, datasetId, id, ...more] = read(text);
  if (typeof host === 'string' && !host.includes('\0') && isId(datasetId) && isId(id) && more.length === 0) {
    return { host, datasetId, id };
  }
  throw foreign();
}

function write(place: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function read(text: string): unknown[] {
  try {
    const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(place) ? place : [];
  } catch {
    return [];
  }
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function foreign(): TrainspotError {
  return new TrainspotError(
    'lookup-invalid',
    `'after' is no place in this lookup; take the 'next' of its last page.`,
  );
}
