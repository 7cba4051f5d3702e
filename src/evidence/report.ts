import type { PictureFacts } from '../api/picture.ts';
import type { EvidenceEvent } from './chain.ts';
import type { EvidenceFindings, EvidenceMatch, SearchedIndex, UsedModel } from './findings.ts';
import { markup, type Markup } from './markup.ts';
import { eventsSection } from './report-events.ts';
import { matchSection } from './report-match.ts';
import { counted, grouped } from '../core/words/counts.ts';
import { coverageWords, falsePositiveLines } from './report-words.ts';
import { REPORT_STYLE } from './report-style.ts';

/**
 * The report for people: one page of HTML that needs nothing but itself, and prints. Every number stands in a sentence
 * that says what it means.
 * @param events of a case
 */
export function writeReport(findings: EvidenceFindings, events: readonly EvidenceEvent[]): string {
  const { check, matches, parts = [], createdAt, notSearched, coverage, rowsSuppressed } = findings;
  const { picture, verdict } = check;
  const { text } = markup`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Evidence: a picture in public training data</title><style>${REPORT_STYLE}</style></head>
<body>
<h1>Evidence: a picture in public training data</h1>
<p class="verdict">${verdict.sentence}</p>
<p>Checked ${check.checkedAt} (UTC), this pack made ${createdAt} (UTC), by the clock of the machine that made it.</p>
<p class="note">This is information, not legal advice, and no opinion on anybody’s rights. It was put together by a program, ${madeBy(findings)}; no person has looked at it.</p>

<h2>The picture that was checked</h2>
<p>The picture itself is not in this pack and was not kept. What tells it:</p>
<table>
<tr><th scope="row">Format and size</th><td>${picture.format}, ${picture.width} × ${picture.height} pixels, upright</td></tr>
<tr><th scope="row">sha256 of the file</th><td>${picture.sha256}</td></tr>
<tr><th scope="row">md5 of the file</th><td>${picture.md5}</td></tr>
<tr><th scope="row">PDQ hash of the picture</th><td>${picture.pdq}</td></tr>
<tr><th scope="row">Quality of that hash</th><td>${picture.pdqQuality} of 100; below 50 a picture is too plain for its hash to mean much</td></tr>
${(picture.notes ?? []).map((note) => markup`<tr><th scope="row">Of the file</th><td>${note}</td></tr>`)}
</table>
${picture.fingerprintedBy === 'sender' ? SENT_WORDS : null}<p>Whoever has the file can compute the same values. sha256 and md5 tell the very file; PDQ, a published 256-bit hash, tells the picture through re-encoding and resizing.</p>

<h2>What was found</h2>
<p>${foundWords(matches.length, rowsSuppressed)}</p>
${matches.map((match, i) => matchSection(match, `Match ${i + 1}`, picture))}
${parts.length > 0 ? partsSection(parts, picture) : null}

${eventsSection(events)}
<h2>What was searched</h2>
<ul>${coverage.map((each) => markup`<li><strong>${each.dataset}, release ${each.release}.</strong> ${coverageWords(each)}</li>`)}</ul>
<p>What was found says nothing about how a model used it. What was not found was not found in the rows above, and that is all it means.</p>
<h3>What was not searched</h3>
<ul>${notSearched.map(({ dataset, why }) => markup`<li><strong>${dataset}.</strong> ${why}</li>`)}</ul>
${verdict.falsePositives && markup`<h3>How often such an answer is wrong</h3><ul>${falsePositiveLines(verdict.falsePositives).map((line) => markup`<li>${line}</li>`)}</ul>`}

<h2>With what it was searched</h2>
<p>${softwareWords(findings)}</p>
${findings.models.map(modelSection)}
${findings.indexes.map(indexSection)}

<h2>How to check this pack</h2>
<p>manifest.json names every other file with its size and sha256, which <code>sha256sum</code> computes too. events.jsonl is a chain: each line holds the sha256 of the line before it. <code>trainspot evidence verify FILE</code> checks all of it without a network and names whatever changed.</p>
<p>A pack cannot prove by itself who made it, nor when: whoever changes it and computes every sum anew makes a pack that holds. Note the sha256 of the whole ZIP file somewhere that others trust (an e-mail to your lawyer, a notary, a time-stamping service) on the day you get it, and check it with <code>--sha256</code>.</p>
</body>
</html>
`;
  return text;
}

/** Such as “Trainspot 0.2.0, build 1234…”, run by whoever says so. */
function madeBy({ software, operator }: EvidenceFindings): string {
  const who =
    operator === null ? 'run by somebody who states no address' : `run by whoever is reached at ${operator}`;
  return `${software.name} ${software.version}, build ${software.build.slice(0, 16)}, ${who}`;
}

/** Of a picture that stayed with whoever asked. */
const SENT_WORDS = markup`<p>The picture was looked at by the browser or the program of whoever asked, and never came here: these values, and how it lies on the rows’ pictures, are as they were sent. A check of the file itself, here or anywhere, shows whether they are its own.</p>`;

/** Apart from what was found, and counted on its own. */
function partsSection(parts: readonly EvidenceMatch[], picture: PictureFacts): Markup {
  const [there, they] =
    parts.length === 1 ? ['One row holds', 'It is'] : [`${grouped(parts.length)} rows hold`, 'They are'];
  return markup`<h2>A part of the picture</h2>
<p>${there} a part of the checked picture, while the rest of both pictures differs. ${they} not counted among what was found: whether the part is the artist’s own work, or a frame, a template, a stock drawing or a logo that others use too, no program can tell.</p>
${parts.map((match, i) => matchSection(match, `Part ${i + 1}`, picture))}`;
}

function foundWords(matches: number, rowsSuppressed: number): string {
  const found = matches === 1 ? 'One row was found' : `${grouped(matches)} rows were found`;
  if (rowsSuppressed === 0) return `${found}.`;
  return `${found}. ${grouped(rowsSuppressed)} more are kept out of this service’s answers since, at somebody’s wish.`;
}

function softwareWords({
  software: { name, version, build, buildFiles, runtime },
}: EvidenceFindings): string {
  return `${name} ${version} on ${runtime}. Its build is ${build}: the sha256 over the list of its ${grouped(buildFiles)} program files with their sha256, as sha256sum writes it.`;
}

function modelSection({ name, title, revision, source, files }: UsedModel): Markup {
  return markup`<h3>Model ${name}</h3>
<p>${title}, revision ${revision}. ${source}</p>
<table>${files.map(({ path, sha256 }) => markup`<tr><th scope="row">${path}</th><td>${sha256 ?? 'sha256 not recorded'}</td></tr>`)}</table>`;
}

function indexSection({
  dataset,
  release,
  model,
  modelRevision,
  dimensions,
  segments,
}: SearchedIndex): Markup {
  return markup`<h3>Index of ${dataset}, release ${release}</h3>
<p>Vectors of ${dimensions} numbers by ${model}, revision ${modelRevision}, in ${counted(segments.length, 'piece')}. A piece’s checksum is over its own list of files and their sha256; check.json has that list.</p>
<table>${segments.map(({ id, rows, checksum, publishedAt }) => markup`<tr><th scope="row">${id}</th><td>${grouped(rows)} rows, published ${publishedAt ?? '(not on record any more)'}, checksum ${checksum ?? 'not on record any more: it was merged into others'}</td></tr>`)}</table>`;
}
