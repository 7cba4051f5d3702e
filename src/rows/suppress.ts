import { COPY } from '../core/calibration.ts';
import { TrainspotError } from '../core/errors.ts';
import { readFileHash } from '../core/file-hash.ts';
import { onlyOneOf } from '../core/one-of.ts';
import {
  type LiftRequest,
  type PictureRule,
  type Suppression,
  SUPPRESSION_KINDS,
  type SuppressionPage,
  type SuppressionRequest,
} from '../api/suppression.ts';
import { printableLines } from '../core/text.ts';
import { pageHint, readTypedAddress } from '../core/typed-address.ts';
import type { Database } from '../db/database.ts';
import {
  addSuppression,
  findSuppression,
  liftSuppression,
  listSuppressions,
  type SuppressionRule,
} from '../db/suppressions.ts';
import { readWebDomain } from '../advice/facts/web-domain.ts';

const LONGEST = 2_000;
const PAGE = 100;

/**
 * Hides rows from every answer of this service: those that are there, and those that will be saved.
 * @throws TrainspotError `suppression-invalid` that names what is wrong
 */
export async function suppress(request: SuppressionRequest, database: Database): Promise<Suppression> {
  const added = await addSuppression(database, ruleOf(request));
  const hint = added.kind === 'url' && added.rows === 0 ? pageHint(added.subject) : null;
  return hint === null ? added : { ...added, hint };
}

/**
 * Ends a suppression. What it was stays on record.
 * @throws TrainspotError `suppression-unknown`, `suppression-invalid` where it was lifted already
 */
export async function lift({ id, by, reason }: LiftRequest, database: Database): Promise<Suppression> {
  const said = reason === null ? null : readText('reason', reason);
  const lifted = await liftSuppression(database, id, readText('by', by), said);
  if (lifted) return lifted;
  const known = await findSuppression(database, id);
  if (!known) throw new TrainspotError('suppression-unknown', `There is no suppression ${id}.`);
  throw invalid(`Suppression ${id} was lifted at ${known.lifted?.at} already.`);
}

/** All of them, lifted ones too, latest first, a hundred at a time. @param after the `next` of the page before */
export async function suppressions(database: Database, after: number | null): Promise<SuppressionPage> {
  const found = await listSuppressions(database, after, PAGE + 1);
  const shown = found.slice(0, PAGE);
  return { suppressions: shown, next: found.length > PAGE ? shown[PAGE - 1].id : null };
}

function ruleOf(request: SuppressionRequest): SuppressionRule {
  const kind = onlyOneOf(SUPPRESSION_KINDS, request);
  if (typeof kind !== 'string') {
    throw invalid(
      `One of ${SUPPRESSION_KINDS.join(', ')} is suppressed at a time; ${
        kind.length === 0 ? 'none was given' : `'${kind.join("' and '")}' came together`
      }.`,
    );
  }
  if (request.subdomains !== undefined && kind !== 'domain') {
    throw invalid(`'subdomains' goes with 'domain' alone, not with '${kind}'.`);
  }
  const rule: SuppressionRule = {
    kind,
    subject: '',
    address: null,
    host: null,
    subdomains: false,
    sha256: null,
    md5: null,
    pdqs: null,
    reason: readText('reason', request.reason),
    by: readText('by', request.by),
  };
  if (kind === 'picture') return { ...rule, ...ofPicture(request.picture!) };
  const text = request[kind]!.trim();
  if (kind === 'url') {
    const read = readTypedAddress('url', text);
    if ('wrong' in read) throw invalid(read.wrong);
    return { ...rule, subject: read.address, address: read.form };
  }
  if (kind === 'domain') {
    const domain = readWebDomain(text);
    if ('wrong' in domain) throw invalid(`'domain': ${domain.wrong}`);
    if (domain.below !== '') {
      throw invalid(
        `'domain' names a part of ${domain.name}, '${domain.below.slice(0, 100)}', and all of it would be hidden. Name the domain alone, or a picture by its address.`,
      );
    }
    const subdomains = request.subdomains ?? true;
    return { ...rule, subject: domain.name, host: domain.reversed, subdomains };
  }
  const read = readFileHash(kind, text);
  if ('wrong' in read) throw invalid(read.wrong);
  return { ...rule, subject: read.hash, [kind]: read.hash };
}

/** A plain picture's hash is that of a million others; then its file's hashes are all that is gone by. */
function ofPicture({ sha256, md5, pdqs, pdqQuality }: PictureRule): Partial<SuppressionRule> {
  const isClear = pdqQuality >= COPY.leastQuality;
  return { subject: sha256, sha256, md5, pdqs: isClear ? [...new Set(pdqs)] : null };
}

function readText(name: string, text: string): string {
  const said = printableLines(text).trim();
  if (said === '') throw invalid(`'${name}' is empty; say it in words, for the record.`);
  if (said.length > LONGEST) throw invalid(`'${name}' has ${said.length} characters; ${LONGEST} are taken.`);
  return said;
}

function invalid(message: string): TrainspotError {
  return new TrainspotError('suppression-invalid', message);
}
