import { canonicalJson } from './canonical.ts';
import type { EvidenceEvent } from './chain.ts';
import { markup, type Markup } from './markup.ts';

/** What happened in a case, one line an event; nothing where there is none. */
export function eventsSection(events: readonly EvidenceEvent[]): Markup {
  if (events.length === 0) return markup``;
  return markup`<h2>What happened in the case</h2>
<p>As whoever keeps the case recorded it; this service sent nothing. events.jsonl holds the same, chained.</p>
<table>${events.map(({ at, kind, detail }) => markup`<tr><th scope="row">${at}</th><td>${kindWords(kind)}${detailWords(detail)}</td></tr>`)}</table>
`;
}

/** `case-request-moved` → `Request moved`. */
function kindWords(kind: string): string {
  const words = kind.replace(/^case-/, '').replaceAll('-', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** `: request 1, to sent`; the case and the number of the event say nothing to a reader. */
function detailWords(detail: unknown): string {
  if (typeof detail !== 'object' || detail === null)
    return detail === null ? '' : `: ${canonicalJson(detail)}`;
  const parts = Object.entries(detail)
    .filter(([name, value]) => name !== 'case' && name !== 'n' && value !== null)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : canonicalJson(value)}`);
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}
