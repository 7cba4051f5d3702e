import type { Config } from '../runtime/config.ts';
import { TrainspotError } from '../core/errors.ts';
import type { LookupAnswer, LookupQuery } from '../api/lookup.ts';
import type { LiftRequest, Suppression, SuppressionInput, SuppressionPage } from '../api/suppression.ts';
import { dataFolderHolder } from '../db/data-folder.ts';
import { lookUp } from '../rows/look-up.ts';
import { lift, suppressions } from '../rows/suppress.ts';
import { ask } from './check-client.ts';
import { configuredDatabase, configuredFingerprinter } from './components.ts';
import { suppressPicture } from './suppress-picture.ts';

/** What commands ask about rows alone: no index need be open for it. */
export interface RowsDoor {
  lookUp(question: LookupQuery): Promise<LookupAnswer>;
  suppress(wish: SuppressionInput): Promise<Suppression>;
  lift(request: LiftRequest): Promise<Suppression>;
  suppressions(after: number | null): Promise<SuppressionPage>;
  close(): Promise<void>;
}

/** The running server's where one holds the embedded database, as for `openDoor`, else this process's own. */
export async function openRowsDoor(config: Config): Promise<RowsDoor> {
  const holder = config.DATABASE_URL ? null : await dataFolderHolder(config.DATA_DIR);
  return holder?.address ? serverDoor(holder.address, config.ADMIN_KEY) : ownDoor(config);
}

async function ownDoor(config: Config): Promise<RowsDoor> {
  const { database } = await configuredDatabase(config);
  return {
    lookUp: (question) => lookUp(question, database),
    async suppress(wish) {
      const fingerprinter = configuredFingerprinter({ ...config, WORKER_THREADS: 1 });
      try {
        return await suppressPicture(wish, database, fingerprinter);
      } finally {
        await fingerprinter.close();
      }
    },
    lift: (request) => lift(request, database),
    suppressions: (after) => suppressions(database, after),
    close: () => database.close(),
  };
}

function serverDoor(address: string, adminKey: string | undefined): RowsDoor {
  const key: Record<string, string> = adminKey === undefined ? {} : { authorization: `Bearer ${adminKey}` };
  const json = (body: unknown): RequestInit => ({
    method: 'POST',
    body: JSON.stringify(body),
    headers: { ...key, 'content-type': 'application/json' },
  });
  const admin = <T>(answer: Promise<T>): Promise<T> =>
    answer.catch((error: unknown) => Promise.reject(withSetting(error, address)));
  return {
    lookUp: (question) => ask(withQuery('/v1/images', question, address)),
    suppress({ picture, ...wish }) {
      if (picture === undefined) return admin(ask(new URL('/v1/suppressions', address), json(wish)));
      const form = new FormData();
      form.append('reason', wish.reason);
      form.append('by', wish.by);
      form.append('picture', new Blob([new Uint8Array(picture)]));
      return admin(ask(new URL('/v1/suppressions', address), { method: 'POST', body: form, headers: key }));
    },
    lift: ({ id, by, reason }) =>
      admin(
        ask(new URL(`/v1/suppressions/${id}/lift`, address), json(reason === null ? { by } : { by, reason })),
      ),
    suppressions: (after) =>
      admin(ask(withQuery('/v1/suppressions', { after: after ?? undefined }, address), { headers: key })),
    close: async () => {},
  };
}

/** The server's words are for who sends requests; here the setting is what there is to change. */
function withSetting(error: unknown, address: string): unknown {
  if (!(error instanceof TrainspotError)) return error;
  // Codes of requests, which no error of the service's own has.
  const code: string = error.code;
  const advice =
    code === 'admin-off'
      ? `The server at ${address} holds the database and was started without ADMIN_KEY. Start it again with ADMIN_KEY ` +
        'set to 16 letters or more and run this with the same ADMIN_KEY, or stop it and run this alone.'
      : code === 'admin-key-wrong'
        ? `The server at ${address} holds the database: set ADMIN_KEY for this command to the one that it was started with.`
        : null;
  return advice === null ? error : new TrainspotError(error.code, advice, { cause: error });
}

function withQuery(path: string, query: object, address: string): URL {
  const url = new URL(path, address);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}
