import { type ByteBudget, createByteBudget } from '../../core/byte-budget.ts';
import { addDays, dayOf } from '../../core/calendar-day.ts';
import { TrainspotError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import { fetchFailuresOf, type KnownFailure } from '../../db/fetch-outcomes.ts';
import type { Downloader } from '../../net/download.ts';
import { orStopped } from '../../net/or-stopped.ts';
import type { GradedCandidate } from '../candidate.ts';
import type { RecentCheck } from '../recent-checks.ts';
import { pictureFromUrl } from '../receive/picture.ts';
import { knownDead, noPicture, outOfTime } from './no-picture.ts';
import { type LiveQuery, type Look, lookAt, type LookParts } from './look.ts';
import { announce } from './progress.ts';
import { sharePictures, type SharedPictures } from './shared-pictures.ts';
import { noteBeginning, noteLook } from './standing.ts';
import { startTime, type TimeOfRows } from './time.ts';

export interface LiveSettings {
  /** For all rows of a check together, from their fetching to what they are told to be. */
  limitMs: number;
  /** So long after a link was found dead it is not asked again. */
  deadLinkDays: number;
  /** Pictures held at once, of checks that bring no bound of their own. */
  heldMaxBytes: number;
}

export interface LiveParts extends LookParts {
  /** The guarded and polite way to the web. */
  downloader: Downloader;
  database: Database;
  /** Told of what should not happen. */
  report: (problem: Error) => void;
}

/** Looks at the addresses of checks' rows, beside whatever else the service does. */
export interface LiveComparer {
  /**
   * Looks at the rows that `check.live` names, all at once but for the turns at each host, and tells those who follow it.
   * It ends in the time there is whatever hosts do, and never fails: what cannot be had is what it finds.
   * @param holding bounds the pictures that are held; the comparer's own bound unless given
   */
  begin: (check: RecentCheck, query: LiveQuery, holding?: ByteBudget['holding']) => void;
  /** Ends what is under way. */
  close(): Promise<void>;
}

export function startLiveComparer(settings: LiveSettings, parts: LiveParts): LiveComparer {
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();
  const own = createByteBudget(settings.heldMaxBytes);
  const pictures = picturesBy(parts.downloader);

  async function run(check: RecentCheck, query: LiveQuery, holding: ByteBudget['holding']): Promise<void> {
    const { live } = check;
    const time = startTime(settings.limitMs, closing.signal);
    try {
      const known = await knownFailures(check, parts, time.comparing);
      await Promise.all(
        live.rows.map(async (n) => {
          const candidate = check.asFound[n];
          const look = await lookOnce(candidate, known.get(candidate.row.id), query, holding, time);
          live.ended.add(n);
          announce(live, noteLook(check, n, look));
        }),
      );
    } finally {
      time.end();
    }
  }

  async function lookOnce(
    candidate: GradedCandidate,
    known: KnownFailure | undefined,
    query: LiveQuery,
    holding: ByteBudget['holding'],
    { fetching, comparing }: TimeOfRows,
  ): Promise<Look> {
    const { url } = candidate.row;
    if (known !== undefined && isDeadStill(known, settings.deadLinkDays))
      return { failure: knownDead(known, url) };
    let hasCome = false;
    try {
      const looking = holding((held) =>
        pictures.look(url, { held, signal: fetching }, (bytes) => {
          hasCome = true;
          return lookAt(candidate, bytes, query, parts);
        }),
      );
      return await orStopped(looking, comparing);
    } catch (error) {
      const at = new Date();
      if (comparing.aborted || (fetching.aborted && !hasCome))
        return { failure: outOfTime(url, settings.limitMs, hasCome, at) };
      await inTime(parts.keep?.failed(candidate.row, error), comparing);
      if (!(error instanceof TrainspotError)) parts.report(error as Error);
      return { failure: noPicture(error, url, at, known) };
    }
  }

  /** Waits for what is kept while there is time; `close` waits for it in any case. */
  async function inTime(kept: Promise<void> | undefined, signal: AbortSignal): Promise<void> {
    const keeping = Promise.resolve(kept).finally(() => underWay.delete(keeping));
    underWay.add(keeping);
    await orStopped(keeping, signal).catch(() => {});
  }

  return {
    begin(check, query, holding = own.holding) {
      const { live } = check;
      live.state = 'running';
      noteBeginning(check);
      const running = run(check, query, holding)
        .catch(parts.report)
        .finally(() => {
          live.state = 'done';
          announce(live, []);
          underWay.delete(running);
        });
      underWay.add(running);
    },
    async close() {
      closing.abort();
      await Promise.all(underWay);
    },
  };
}

function picturesBy(downloader: Downloader): SharedPictures {
  return sharePictures((url, asking) => pictureFromUrl(downloader, url, { ...asking, onlyPictures: true }));
}

/** What is known of the rows' links; nothing where the database does not say. */
async function knownFailures(
  { live, asFound }: RecentCheck,
  { database, report }: Pick<LiveParts, 'database' | 'report'>,
  signal: AbortSignal,
): Promise<Map<number, KnownFailure>> {
  const ids = live.rows.map((n) => asFound[n].row.id);
  const known = await orStopped(fetchFailuresOf(database, ids), signal).catch((error: Error) => {
    report(error);
    return [];
  });
  return new Map(known.map((failure) => [failure.imageId, failure]));
}

function isDeadStill({ kind, lastTriedAt }: KnownFailure, days: number): boolean {
  return kind === 'dead' && addDays(dayOf(lastTriedAt), days) > dayOf(new Date());
}
