import type { PictureFacts } from '../api/picture.ts';
import type { EvidenceMatch } from './findings.ts';
import { drawMatchedArea } from './matched-area-drawing.ts';
import { markup, type Markup } from './markup.ts';
import { GRADE_WORDS, SAME_SUBJECT_WORDS } from '../core/words/grades.ts';
import { groundsOf, linkWords, LIVE_WORDS, precisionWords } from './report-words.ts';

/** One row of the report. @param title such as `Match 1` */
export function matchSection(match: EvidenceMatch, title: string, picture: PictureFacts): Markup {
  const { grade, precision, row, geometry, link, livePicture } = match;
  const drawing = geometry && drawMatchedArea(geometry, picture, row);
  return markup`<section class="match">
<h3>${title}: ${grade}</h3>
<p>${GRADE_WORDS[grade].claim}</p>
<ul>${groundsOf(match).map((ground) => markup`<li>${ground}</li>`)}</ul>
${drawing && markup`<figure>${drawing}<figcaption>Outlines alone; no picture is in this pack.</figcaption></figure>`}
${precision && markup`<p>${precisionWords(precision)}</p>`}
<h4>The row, as the manifest has it</h4>
<table>${rowFacts(match).map(([name, value]) => markup`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</table>
<h4>Its address</h4>
<p>${linkWords(link)}</p>
${headersOf(match)}
${livePicture && markup`<p>At ${livePicture.fetchedAt} the picture at the address was compared with the checked one: ${livePicture.pdqDistance} of 256 bits of their PDQ hashes differ, and it is ${livePicture.grade ?? (livePicture.sameSubject ? SAME_SUBJECT_WORDS : 'not confirmed as the same picture')}. Against what the row recorded: ${LIVE_WORDS[livePicture.status]}.</p>`}
</section>`;
}

function rowFacts({ row }: EvidenceMatch): [name: string, value: string][] {
  const facts: [string, string | number | boolean | null][] = [
    ['Dataset', row.dataset],
    ['Release', row.release],
    ['Row id', row.rowId],
    ['File of the manifest', row.file ?? 'not needed: the row id is unique in the dataset'],
    ['Address', row.url],
    ['Caption', row.caption],
    ['Author', row.author],
    ['Page', row.pageUrl],
    ['Width and height, in pixels', row.width === null ? null : `${row.width} × ${row.height ?? 'unknown'}`],
    ['Likeness of caption and picture, by the publisher', row.similarity],
    ['Marked unsafe by the publisher', row.unsafe],
    ['sha256, by the publisher', row.sha256],
    ['md5, by the publisher', row.md5],
    ['64-bit perceptual hash, by the publisher', row.phash],
    ['sha256 of the file fingerprinted here', row.fileSha256],
    ['md5 of the file fingerprinted here', row.fileMd5],
    ['PDQ hash, made here', row.pdq],
    ['Quality of the PDQ hash, of 100', row.pdqQuality],
    ['First and last read here', `${row.savedAt}, ${row.updatedAt}`],
  ];
  return facts.map(([name, value]) => [name, value === null ? 'not recorded' : String(value)]);
}

function headersOf({ link: { headers } }: EvidenceMatch): Markup | null {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  if (lines.length === 0) return null;
  return markup`<p>Headers of the answer, without cookies:</p><pre>${lines.join('\n')}</pre>`;
}
