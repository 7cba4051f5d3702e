import { PRECISION } from '../../src/core/calibration.ts';
import { FALSE_POSITIVES } from '../../src/core/false-positives.ts';
import type { EvidenceFindings, EvidenceMatch } from '../../src/evidence/findings.ts';
import { aFingerprint } from '../helpers/candidates.ts';
import { RESULT } from '../http/answers.ts';
import { GEOMETRY } from '../web/rows.ts';

const { picture, orientedPdq } = aFingerprint();

export function anEvidenceMatch(given: Partial<EvidenceMatch> = {}): EvidenceMatch {
  return {
    grade: 'edited',
    precision: PRECISION.edited,
    row: {
      id: 7,
      dataset: 'test-set',
      release: '1',
      rowId: '17',
      file: 'a.tsv',
      url: 'https://host.example/a.jpg',
      caption: 'A <b>lighthouse</b> & "more"',
      author: 'Jane Doe',
      pageUrl: null,
      width: 320,
      height: 240,
      similarity: 0.31,
      unsafe: null,
      sha256: 'd'.repeat(64),
      md5: null,
      phash: null,
      fileSha256: 'e'.repeat(64),
      fileMd5: 'f'.repeat(32),
      pdq: '0'.repeat(63).concat('1'),
      pdqQuality: 88,
      savedAt: '2026-11-20T00:00:00.000Z',
      updatedAt: '2026-11-21T00:00:00.000Z',
    },
    view: 'mirrored',
    pdqDistance: 90,
    similarity: 0.7,
    geometry: GEOMETRY,
    compared: true,
    channels: RESULT.matches[0].channels,
    link: {
      url: 'https://host.example/a.jpg',
      outcome: 'served',
      checkedAt: '2026-11-24T08:15:01.000Z',
      answeredBy: 'https://cdn.example/a.jpg',
      httpStatus: 200,
      headers: { 'content-type': 'image/jpeg', etag: '"x"' },
      bytes: 12_345,
      sha256: '9'.repeat(64),
      why: null,
    },
    livePicture: null,
    ...given,
  };
}

export function theFindings(given: Partial<EvidenceFindings> = {}): EvidenceFindings {
  return {
    createdAt: '2026-11-24T08:16:00.000Z',
    software: {
      name: 'Trainspot',
      version: '0.2.0',
      build: '1'.repeat(64),
      buildFiles: 300,
      runtime: 'Node.js',
    },
    operator: 'https://operator.example/contact',
    check: {
      id: RESULT.id,
      checkedAt: '2026-11-24T08:15:00.000Z',
      picture,
      orientedPdq,
      verdict: { ...RESULT.verdict, falsePositives: FALSE_POSITIVES, precision: PRECISION.edited },
    },
    coverage: RESULT.coverage,
    notSearched: RESULT.notSearched,
    indexes: [
      {
        dataset: 'test-set',
        release: '1',
        model: 'pocket',
        modelRevision: 'third',
        dimensions: 256,
        segments: [
          {
            id: '0e2b7a5c-9a41-4f0e-8b53-1b7f6a0d9c11',
            rows: 48,
            checksum: 'c'.repeat(64),
            publishedAt: '2026-11-20T00:00:00.000Z',
            engine: 'hnsw',
            files: [{ name: 'rows.u64', bytes: 384, sha256: 'a'.repeat(64) }],
          },
        ],
      },
    ],
    models: [
      {
        name: 'pocket',
        title: 'Pocket',
        revision: 'third',
        source: 'Trained here.',
        files: [{ path: 'config.json', sha256: 'b'.repeat(64) }],
      },
    ],
    matches: [anEvidenceMatch()],
    rowsSuppressed: 0,
    ...given,
  };
}
