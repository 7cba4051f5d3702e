import { type ArchiveFile, writeArchive } from './archive.ts';
import { sha256Of } from '../runtime/sha256.ts';
import { chainEvents, type EvidenceEvent } from './chain.ts';
import type { EvidenceFindings, EvidenceMatch } from './findings.ts';
import { drawMatchedArea } from './matched-area-drawing.ts';
import { EVENTS_NAME, manifestFile } from './pack-manifest.ts';
import { writeReport } from './report.ts';

/** A finished pack. */
export interface EvidencePack {
  /** The ZIP file. */
  bytes: Uint8Array;
  /** Of all of it: to be noted elsewhere, since no file can hold its own. */
  sha256: string;
  /** A name for the file: it says what and when, and nothing of the picture. */
  name: string;
}

/**
 * The pack of these findings: a report for people, the same as JSON, a drawing of each matched area, the events as a
 * hash chain, and a manifest with the sha256 of every file. The same findings and events make the same bytes.
 * @param events of a case that the check belongs to; the check itself, each link check and the making of the pack are
 * added here
 */
export function buildEvidencePack(
  findings: EvidenceFindings,
  events: readonly EvidenceEvent[] = [],
): EvidencePack {
  const { createdAt, software, check, matches, parts = [], ...searched } = findings;
  const chain = chainEvents([...ownEvents(findings), ...events]);
  const files: ArchiveFile[] = [
    text('report.html', writeReport(findings, events)),
    json('check.json', { createdAt, software, check, ...searched }),
    text(EVENTS_NAME, chain.text),
    ...matches.flatMap((match, i) => matchFiles(match, `matches/${numbered(i)}`, findings)),
    ...parts.flatMap((match, i) => matchFiles(match, `parts/${numbered(i)}`, findings)),
  ];
  const madeBy = `${software.name} ${software.version}, build ${software.build}`;
  const bytes = writeArchive([manifestFile({ createdAt, madeBy, lastEvent: chain.head }, files), ...files]);
  const name = `trainspot-evidence-${createdAt.slice(0, 10)}-${check.id.slice(0, 8)}.zip`;
  return { bytes, sha256: sha256Of(bytes), name };
}

function ownEvents({ createdAt, software, check, matches, parts = [] }: EvidenceFindings): EvidenceEvent[] {
  const rows = [...matches, ...parts];
  const { sha256, pdq } = check.picture;
  return [
    {
      at: check.checkedAt,
      kind: 'check',
      detail: { id: check.id, picture: { sha256, pdq }, answer: check.verdict.answer },
    },
    ...rows.flatMap(({ livePicture, row }) =>
      livePicture === null
        ? []
        : [{ at: livePicture.fetchedAt, kind: 'comparison', detail: { row: rowName(row), ...livePicture } }],
    ),
    ...rows.map(({ link: { checkedAt, ...link }, row }) => ({
      at: checkedAt,
      kind: 'link-check',
      detail: { row: rowName(row), ...link },
    })),
    { at: createdAt, kind: 'pack', detail: { version: software.version, build: software.build } },
  ];
}

function rowName({ dataset, release, file, rowId }: EvidenceMatch['row']) {
  return { dataset, release, file, rowId };
}

/** From 0001 on. */
function numbered(place: number): string {
  return String(place + 1).padStart(4, '0');
}

/** @param name without what tells its kinds apart */
function matchFiles(match: EvidenceMatch, name: string, { check }: EvidenceFindings): ArchiveFile[] {
  const { geometry, row } = match;
  if (geometry === null) return [json(`${name}.json`, match)];
  const drawing = drawMatchedArea(geometry, check.picture, row);
  return [json(`${name}.json`, match), text(`${name}-area.svg`, `${drawing.text}\n`)];
}

function json(name: string, value: unknown): ArchiveFile {
  return text(name, `${JSON.stringify(value, null, 2)}\n`);
}

function text(name: string, content: string): ArchiveFile {
  return { name, bytes: Buffer.from(content) };
}
