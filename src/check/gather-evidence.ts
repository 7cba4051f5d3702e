import { softwareIdentity } from '../runtime/software.ts';
import type { DataPaths } from '../runtime/data-paths.ts';
import { PRECISION } from '../core/calibration.ts';
import { isFound, isGround } from '../core/evidence.ts';
import type { FalsePositives } from '../api/check-result.ts';
import type { GradedCandidate } from './candidate.ts';
import type { Database } from '../db/database.ts';
import { findKeptRows, type KeptRow } from '../db/kept-rows.ts';
import type { EvidenceFindings, EvidenceMatch } from '../evidence/findings.ts';
import { describeIndexes, describeModels } from '../evidence/searched-indexes.ts';
import { linkNotAsked, type LinkCheck, type LinkChecker } from '../net/link-check.ts';
import { channelsFor } from '../advice/route.ts';
import { checkBy, type RecentChecks } from './recent-checks.ts';
import { toMatch } from './verdict/match.ts';
import { verdictOf } from './verdict/verdict.ts';
import { byStrength } from './verify/verify.ts';

/** Which check. */
export interface EvidenceQuery {
  checkId: string;
  /** Ends the work, when nobody waits for the answer any more. */
  signal?: AbortSignal;
}

/** Whose service it is, and where its files lie. */
export interface EvidenceOrigin {
  paths: DataPaths;
  /** How to reach whoever runs it, as they state it. */
  operator: string | null;
}

/** Addresses that are asked for one pack at most, and for how long: they are asked one a second at a site. */
const MAX_LINKS = 20;
const LINKS_TIMEOUT_MS = 45_000;

/**
 * Everything that is known of a recent check, for a pack: the rows that were found with all that is kept of them and
 * what their addresses give now, what was searched and with what. Rows that were suppressed since are left out.
 * @throws TrainspotError `check-unknown`
 */
export async function gatherEvidence(
  { checkId, signal }: EvidenceQuery,
  recent: RecentChecks,
  database: Database,
  links: LinkChecker,
  { paths, operator }: EvidenceOrigin,
): Promise<EvidenceFindings> {
  const check = checkBy(checkId, recent);
  const graded = check.graded.toSorted(byStrength);
  const rows = await findKeptRows(
    database,
    graded.map(({ row }) => row.id),
  );
  const shown = new Map(rows.map((row) => [row.id, row]));
  const isShown = ({ row }: GradedCandidate): boolean => shown.has(row.id);
  const grounds = graded.filter(({ grade }) => isGround(grade));
  const given = await askLinks(grounds.filter(isShown), links, signal);
  const gathered = grounds
    .filter(isShown)
    .map((candidate) => evidenceMatch(candidate, shown.get(candidate.row.id)!, given));
  const { orientedPdq, picture } = check.query;
  return {
    createdAt: new Date().toISOString(),
    software: await softwareIdentity(),
    operator,
    check: {
      id: checkId,
      checkedAt: check.checkedAt,
      picture,
      orientedPdq,
      verdict: verdictOf(picture, graded.filter(isShown), check.coverage),
    },
    coverage: check.coverage,
    notSearched: check.notSearched,
    indexes: await describeIndexes(check.indexes, database, paths.segmentsDir),
    models: await describeModels(check.indexes, paths.modelsDir),
    matches: gathered.filter(({ grade }) => isFound(grade)),
    parts: gathered.filter(({ grade }) => !isFound(grade)),
    rowsSuppressed: grounds.length - gathered.length,
  };
}

function evidenceMatch(
  candidate: GradedCandidate,
  row: KeptRow,
  links: ReadonlyMap<string, LinkCheck>,
): EvidenceMatch {
  const { grade, view, pdqDistance, similarity, geometry, compared, channels } = toMatch(
    candidate,
    { group: '', n: 0 },
    channelsFor,
  );
  const precision = isFound(grade) ? PRECISION[grade satisfies FalsePositives['grade']] : null;
  const link =
    links.get(row.url) ??
    linkNotAsked(row.url, `No more than ${MAX_LINKS} addresses are asked for one pack.`);
  const livePicture = candidate.live?.picture ?? null;
  return {
    grade,
    precision,
    row,
    view,
    pdqDistance,
    similarity,
    geometry,
    compared,
    channels,
    link,
    livePicture,
  };
}

/** What the addresses of the strongest rows give, by address, each asked once. */
async function askLinks(
  found: readonly GradedCandidate[],
  links: LinkChecker,
  gone: AbortSignal | undefined,
): Promise<Map<string, LinkCheck>> {
  const urls = [...new Set(found.map(({ row }) => row.url))].slice(0, MAX_LINKS);
  const outOfTime = AbortSignal.timeout(LINKS_TIMEOUT_MS);
  const signal = gone ? AbortSignal.any([gone, outOfTime]) : outOfTime;
  const checked = await Promise.all(urls.map((url) => links.check(url, signal)));
  gone?.throwIfAborted();
  return new Map(checked.map((link) => [link.url, link]));
}
