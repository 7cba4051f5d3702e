import { PACK_JSON_BYTES } from '../core/bounds.ts';
import { sha256Of } from '../runtime/sha256.ts';
import { canonicalJson } from './canonical.ts';

/** Something that happened, for the record. */
export interface EvidenceEvent {
  /** ISO 8601 in UTC. */
  at: string;
  /** A short stable word: `check`, `link-check`, `pack`, or one of a case's own. */
  kind: string;
  /** Any JSON. */
  detail: unknown;
}

/** One line of the chain. */
interface Link extends EvidenceEvent {
  /** Place in the chain, from 0. */
  n: number;
  /** sha256 of the line before, without its line break; null of the first. */
  previous: string | null;
}

/** A chain as its file holds it. */
export interface Chain {
  /** One line an event, each canonical JSON, each ended by a line break. */
  text: string;
  /** sha256 of the last line; null where there is no event. */
  head: string | null;
}

/**
 * The events as a hash chain, in the order of their times (of equal times, as given): who changes one event changes
 * the `previous` of every later one.
 */
export function chainEvents(events: readonly EvidenceEvent[]): Chain {
  const lines: string[] = [];
  let head: string | null = null;
  for (const { at, kind, detail } of events.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const line = canonicalJson({ n: lines.length, previous: head, at, kind, detail } satisfies Link);
    lines.push(`${line}\n`);
    head = sha256Of(line);
  }
  return { text: lines.join(''), head };
}

/** What is wrong with the text of a chain, and in which event, counted from 0; null where it holds. */
export function brokenChain(text: string, head: string | null): { n: number; why: string } | null {
  if (text !== '' && !text.endsWith('\n')) {
    return { n: text.split('\n').length - 1, why: 'its last line is cut off' };
  }
  let previous: string | null = null;
  let n = 0;
  for (let from = 0; from < text.length; n++) {
    const to = text.indexOf('\n', from);
    const line = text.slice(from, to);
    const why = brokenLink(line, n, previous);
    if (why !== null) return { n, why };
    previous = sha256Of(line);
    from = to + 1;
  }
  if (previous === head) return null;
  return { n: Math.max(0, n - 1), why: 'it is not the last event that the manifest names' };
}

function brokenLink(line: string, n: number, previous: string | null): string | null {
  let link: Partial<Link> | null;
  if (line.length > PACK_JSON_BYTES)
    return `it has ${line.length} letters, and ${PACK_JSON_BYTES} are read at most`;
  try {
    link = JSON.parse(line) as Partial<Link> | null;
  } catch {
    return 'it is no JSON';
  }
  if (link?.n !== n) return `it says that it is number ${String(link?.n)}`;
  if (link.previous !== previous) return 'it does not follow from the event before it';
  try {
    return canonicalJson(link) === line ? null : 'it is not written canonically';
  } catch (error) {
    // Lists in lists in lists, deeper than any event has.
    if (error instanceof RangeError) return 'it is nested too deeply';
    throw error;
  }
}
