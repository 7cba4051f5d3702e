import { TrainspotError } from '../core/errors.ts';
import { DownloadFailure } from '../net/download-failure.ts';
import type { Fetched, OptOutAudit } from '../api/opt-out.ts';
import { unwrapped } from '../core/typed-address.ts';
import { parseUrl } from '../core/parse-url.ts';
import type { Looker, Sight } from '../net/looker.ts';
import { contentProblem, type SiteFile, type Sights } from './mechanism.ts';
import type { OptOutReader } from './reader.ts';

/**
 * What a page or picture and its site say about AI training, by every known mechanism and for every known crawler.
 * Four addresses are asked once each; nothing of what they give is kept.
 * @param address a web address, or a domain alone, whose start page is taken
 * @throws TrainspotError `address-invalid`, `address-refused`. Where nobody answers, the audit says so.
 */
export async function auditOptOuts(
  address: string,
  looker: Looker,
  reader: Pick<OptOutReader, 'readMechanisms' | 'readCrawlers'>,
  signal?: AbortSignal,
): Promise<OptOutAudit> {
  const asked = readAddress(address);
  const page = await lookAt(asked, (address) => looker.look(address, signal), true);
  // Crawlers follow redirects too: what holds is what stands where they end.
  const url = parseUrl(page.sight?.url ?? asked.href) ?? asked;
  const [robots, tdmrep, ai] = await Promise.all(
    ['/robots.txt', '/.well-known/tdmrep.json', '/ai.txt'].map((path) =>
      lookAt(new URL(path, url), (file) => looker.lookAtFile(file, signal), false),
    ),
  );
  const sights: Sights = {
    url,
    page: page.sight,
    robotsTxt: siteFile(robots),
    tdmrepJson: siteFile(tdmrep),
    aiTxt: siteFile(ai),
  };
  const [readings, crawlers] = await Promise.all([
    reader.readMechanisms(sights),
    reader.readCrawlers(sights),
  ]);
  return {
    url: url.href,
    auditedAt: new Date().toISOString(),
    summary: isReached([page, robots, tdmrep, ai])
      ? summaryOf(readings, page)
      : `Nobody answered there, so what it says about AI training is not known. ${page.fetched.failure ?? ''}`.trim(),
    mechanisms: readings,
    crawlers,
    fetched: [page, robots, tdmrep, ai].map(({ fetched }) => fetched),
  };
}

interface Reading {
  sight: Sight | null;
  fetched: Fetched;
}

function readAddress(text: string): URL {
  const given = unwrapped(text);
  const url = parseUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `https://${given}`);
  if (url !== null) return url;
  throw new TrainspotError(
    'address-invalid',
    'This is no address and no domain. Give one like https://example.org/picture.jpg or example.org.',
  );
}

/** @param isAsked whether it is the address that was given: a file of its site that leads astray is no fault of that */
async function lookAt(url: URL, look: (url: string) => Promise<Sight>, isAsked: boolean): Promise<Reading> {
  const fetchedAt = new Date().toISOString();
  try {
    const sight = await look(url.href);
    const { url: answeredBy, httpStatus } = sight;
    return {
      sight,
      fetched: {
        url: url.href,
        answeredBy,
        httpStatus,
        fetchedAt,
        failure: failureOf(sight),
        ...problemWhere(isThere(sight) ? sight.refused : null),
      },
    };
  } catch (error) {
    if (!(error instanceof TrainspotError)) throw error;
    if (isAsked && (error.code === 'address-invalid' || error.code === 'address-refused')) throw error;
    const fetched = { url: url.href, answeredBy: null, httpStatus: null, fetchedAt, failure: error.message };
    // What is packed and broken; of an unknown way of packing there is no cause.
    const isBroken =
      error instanceof DownloadFailure && error.reason === 'content-encoding' && error.cause !== undefined;
    return { sight: null, fetched: { ...fetched, ...problemWhere(isBroken ? error.message : null) } };
  }
}

function problemWhere(refused: string | null): Pick<Fetched, 'problem'> {
  return refused === null ? {} : { problem: contentProblem(refused) };
}

function isThere({ httpStatus }: Sight): boolean {
  return httpStatus >= 200 && httpStatus < 300;
}

/** A status that says "not now", or a text that cannot be unpacked; 4xx says plainly that nothing is there (RFC 9309). */
function failureOf(sight: Sight): string | null {
  const { httpStatus, bytes, text } = sight;
  if (httpStatus >= 500 || httpStatus === 429) return `The server answered ${httpStatus}.`;
  if (isThere(sight) && bytes === null && text === null) {
    return 'The server packed it in a way that cannot be read.';
  }
  return null;
}

function siteFile({ sight, fetched: { failure } }: Reading): SiteFile {
  const refused = sight?.refused ?? null;
  if (sight === null || failure !== null) return { text: null, failure, refused };
  if (!isThere(sight)) return { text: null, failure: null, refused: null };
  return { text: sight.text, failure: null, refused };
}

/** Whether anything was answered at all: of a name that nobody has, nothing is known. */
function isReached(looks: readonly Reading[]): boolean {
  return looks.some(({ sight }) => sight !== null);
}

function summaryOf(readings: OptOutAudit['mechanisms'], { sight, fetched }: Reading): string {
  const reserving = readings.filter(({ state }) => state === 'reserves').length;
  const said =
    reserving === 0
      ? 'Nothing that was read asks crawlers to leave this out of AI training.'
      : `${reserving} of the ${readings.length} ways of saying no that were looked for are used here.`;
  if (sight === null) return `The address gave no answer (${fetched.failure}) ${said}`;
  return isThere(sight)
    ? said
    : `The address answered ${sight.httpStatus}, so this is about its error page. ${said}`;
}
