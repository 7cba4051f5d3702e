import { ONE_FOR_MANY } from '../core/placeholder.ts';
import { grouped } from '../core/words/counts.ts';
import { sharesShown } from '../core/words/shares.ts';
import { falsePositiveWords, kindWords } from '../core/words/false-positives.ts';
import { COPY, EDITED } from '../core/calibration.ts';
import type { Coverage, FalsePositiveRate, FalsePositives } from '../api/check-result.ts';
import type { Geometry } from '../api/geometry.ts';
import type { LiveStatus } from '../api/current-picture.ts';
import type { LinkCheck } from '../net/link-check.ts';
import type { EvidenceMatch } from './findings.ts';

/** What the grade of this match rests on, with every number in words. */
export function groundsOf({ grade, pdqDistance, view, geometry, compared, row }: EvidenceMatch): string[] {
  const grounds: string[] = [];
  if (grade === 'identical') {
    grounds.push(
      'The sha256 or the md5 of the checked file equals one of the row’s: two different files never share them in practice.',
    );
  }
  if (pdqDistance !== null) {
    grounds.push(
      `The PDQ hashes of the two pictures differ in ${pdqDistance} of 256 bits. Up to ${COPY.mostDistance} they are taken for the same picture, where both have a quality of ${COPY.leastQuality} or more of 100; the row’s has ${row.pdqQuality ?? 'an unknown one'}.`,
    );
  }
  if (view !== 'as-is') grounds.push(`It was found by the checked picture’s view “${viewWords(view)}”.`);
  if (geometry !== null) {
    const { inliers, rotationDegrees, mirrored, scale, look } = geometry;
    grounds.push(
      `${inliers} points of the two pictures agree on one way in which one lies on the other; ${EDITED.leastInliers} are needed.`,
      ...(look === null ? [] : [lookWords(look)]),
      sharesOf(geometry),
      `To lie on the row’s picture, the checked one is ${mirrored ? 'mirrored, ' : ''}turned by ${inDigits(rotationDegrees)} degrees and scaled by ${inDigits(scale)}, each measured in its own longer side.`,
    );
  } else {
    grounds.push(
      compared
        ? 'The points of the two pictures were compared, and no placement was confirmed by them.'
        : 'The points of the two pictures were not compared: the index keeps none of this row, or they are damaged there.',
    );
  }
  return grounds;
}

/** What the live picture is of the one that the row recorded. */
export const LIVE_WORDS: Readonly<Record<LiveStatus, string>> = {
  'same-file': 'the very file that the row recorded',
  'same-picture': 'the same picture, saved anew',
  'another-picture': 'another picture',
  placeholder: ONE_FOR_MANY,
  'another-file': 'another file, and whether it shows the same picture cannot be told',
  'not-recorded': 'nothing was recorded that could tell',
};

/** `rotated-90` as `rotated 90 degrees`. */
function viewWords(view: EvidenceMatch['view']): string {
  return view.replace('-', ' ').replace(/\d+$/, '$& degrees');
}

/** What was found wherever something stands out in the row's picture: that, and not how many points agree, decides. */
function lookWords({ points, agreeing, exact, gone }: NonNullable<Geometry['look']>): string {
  return `Of the ${points} points of the row’s picture that the checked one shows, ${agreeing} look the same there, and ${exact} of these all but exactly; at ${gone} the checked picture shows less than half as much.`;
}

/** How much of each picture both show. */
function sharesOf(geometry: Geometry): string {
  const { query, row } = sharesShown(geometry);
  if (query === null && row === null) return 'What both show is the whole picture, of both.';
  const share = (percent: number | null): string =>
    percent === null ? 'the whole' : `${inDigits(percent)} %`;
  return `What both show is ${share(query)} of the checked picture’s area and ${share(row)} of the row’s.`;
}

/** How often a grade was wrong when it was measured. */
export function precisionWords({ grade, pairs, falsePairs, ...rest }: FalsePositives): string {
  return (
    `When this was measured on ${rest.measuredOn}, ${grouped(pairs)} checks were made of pictures that were not in the ` +
    `index, and ${grouped(falsePairs)} of them got the grade “${grade}” wrongly. So with 95 % confidence at most ` +
    `${grouped(Math.ceil(rest.falsePerMillionAtMost / 100))} of 10,000 such checks get it wrongly (Wilson’s interval, of the independent pictures).`
  );
}

/** How often a picture that is not there was answered "found", by kind of picture and size of the index. */
export function falsePositiveLines({ byKind, rows, measuredOn, how, ...all }: FalsePositiveRate): string[] {
  return [
    `Measured on ${measuredOn}, with 95 % confidence (Wilson’s interval, of the independent pictures). ${falsePositiveWords(all)}`,
    ...byKind.map(({ kind, ...of }) => `Of the kind “${kindWords(kind)}”: ${falsePositiveWords(of)}`),
    ...rows.map(({ rows: size, ...of }) => `In an index of ${grouped(size)} rows: ${falsePositiveWords(of)}`),
    `How: ${how}`,
  ];
}

/** Which part of a dataset was searched. */
export function coverageWords(coverage: Coverage): string {
  const {
    rowsIndexed,
    rowsListed,
    rowsHashed,
    rowsFingerprinted,
    rowsSuppressed,
    rowsNotCompared,
    rowsPublished,
    model,
    indexedAt,
  } = coverage;
  const published =
    rowsPublished === null
      ? 'How many rows were published is not known.'
      : `Its publisher released ${grouped(rowsPublished)} rows.`;
  const searched =
    model === null
      ? `No row could be searched by picture; of ${grouped(rowsHashed)} rows the hash of the file was compared.`
      : `${grouped(rowsIndexed)} rows could be searched by picture, with the model ${model}, in an index last published ${indexedAt}. Of ${grouped(rowsHashed)} rows the hash of the file was compared too; of ${grouped(rowsFingerprinted)} the picture itself was looked at here, when it was indexed or at its address since.`;
  const hidden =
    rowsSuppressed === 0
      ? ''
      : ` ${grouped(rowsSuppressed)} rows are kept out of every answer of this service, at somebody’s wish.`;
  const lost =
    rowsNotCompared === 0
      ? ''
      : ` ${grouped(rowsNotCompared)} rows that came up could not be compared, since their keypoints are damaged on this server: an edited copy among them is not ruled out.`;
  return `${searched} ${grouped(rowsListed)} rows are listed here. ${published}${hidden}${lost}`;
}

/** What the row’s address gave. */
export function linkWords({
  outcome,
  checkedAt,
  httpStatus,
  answeredBy,
  url,
  bytes,
  sha256,
  why,
}: LinkCheck): string {
  const at = `At ${checkedAt} `;
  const moved = answeredBy !== null && answeredBy !== url ? ` after leading on to ${answeredBy}` : '';
  const body =
    sha256 === null
      ? ''
      : ` What it sent has ${grouped(bytes ?? 0)} bytes and the sha256 ${sha256}; nothing of it was kept.`;
  switch (outcome) {
    case 'served':
      return `${at}its server answered 200 and sent a file${moved}.${body}${why === null ? '' : ` ${why}`}`;
    case 'not-served':
      return `${at}its server answered ${httpStatus}${moved}, and not the file.${body}`;
    case 'reserved':
      return `${at}the address was left alone. ${why}`;
    case 'no-answer':
      return `${at}nobody answered to the end. ${why}`;
    case 'not-asked':
      return `The address was not asked. ${why}`;
  }
}

function inDigits(number: number): string {
  return String(Math.round(number * 10) / 10);
}
