import type { FastifyInstance } from 'fastify';
import { loadConfig } from '../../src/runtime/config.ts';
import { type AppPlaces, createApp } from '../../src/http/app.ts';
import type { Trainspot } from '../../src/service/trainspot.ts';
import { batchesOver } from '../../src/service/batches/batches.ts';
import { markPicture } from '../../src/opt-out/mark-picture.ts';
import { floorsOf } from '../../src/models/floor.ts';
import { findModelCard } from '../../src/models/models.ts';
import { CASES, NOTICES, PACK } from './case-answers.ts';

/** The channel of the row found. */
import { RESULT, VERIFICATION, ROWS, LOOK_ALIKES, SUPPRESSION, AUDIT } from './answers.ts';

const RECENT: Trainspot['recent'] = {
  read: async () => RESULT,
  begin: async () => RESULT,
  async follow() {
    return (async function* () {
      yield { live: RESULT.live, verdict: RESULT.verdict, rows: [] };
    })();
  },
};

/** Batches of what is checked by these, and answered at once where they are not given. */
export function batchesWith(
  parts: Partial<Parameters<typeof batchesOver>[0]> = {},
  kept?: Parameters<typeof batchesOver>[1],
): ReturnType<typeof batchesOver> {
  const answer = async () => RESULT;
  return batchesOver(
    {
      checkPicture: answer,
      checkFingerprints: answer,
      compareRows: answer,
      fetchPicture: async () => Uint8Array.of(1, 2, 3),
      recent: RECENT,
      report: () => {},
      retryMs: 1,
      ...parts,
    },
    kept,
  );
}

const SERVICES: Trainspot = {
  checkPicture: async () => RESULT,
  checkFingerprints: async () => RESULT,
  compareRows: async () => RESULT,
  fetchPicture: async () => Uint8Array.of(1, 2, 3),
  recent: RECENT,
  batches: batchesWith(),
  verifyMatch: async () => VERIFICATION,
  evidence: async () => PACK,
  auditOptOuts: async () => AUDIT,
  markPicture: async (bytes, value) => markPicture(bytes, value),
  lookUp: async () => ROWS,
  searchText: async () => LOOK_ALIKES,
  searchVector: async () => LOOK_ALIKES,
  suppress: async () => SUPPRESSION,
  lift: async () => SUPPRESSION,
  suppressions: async () => ({ suppressions: [SUPPRESSION], next: null }),
  notices: NOTICES,
  cases: CASES,
  clipRetrieval: { indices: async () => [], search: async () => [], metadata: async () => [] },
  searched: async () => ({
    coverage: RESULT.coverage,
    notSearched: RESULT.notSearched,
    models: [floorsOf(findModelCard('pocket'))],
    byWords: [],
  }),
  whyNotReady: async () => null,
};

/** The app with services that answer at once, but for those given; silent unless a log is given. */
export function appWith(
  services: Partial<Trainspot> = {},
  environment: Record<string, string> = {},
  places: AppPlaces = {},
): Promise<FastifyInstance> {
  const config = loadConfig({
    LOG_LEVEL: places.log ? 'trace' : 'silent',
    // A machine that is busy with other tests lags too, and that is not what is asked here.
    EVENT_LOOP_DELAY_MAX_MS: '600000',
    ...environment,
  });
  return createApp(config, { ...SERVICES, ...services }, places);
}

type Part = [name: string, value: string | Uint8Array<ArrayBuffer>];

/** A form as a browser sends it: bytes are files, text is text. */
export async function formOf(...parts: Part[]) {
  const form = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([value]), 'my-private-file-name.jpg');
  }
  const encoded = new Response(form);
  return {
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
    payload: Buffer.from(await encoded.arrayBuffer()),
  };
}

/** A promise that the test settles itself. */
export function deferred<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => (resolve = settle));
  return { promise, resolve };
}

export const SOME_BYTES = new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3, 4, 5]);

/** Posts a form with one picture to an app that does not listen. */
export async function postPicture(app: FastifyInstance, ...more: Part[]) {
  const form = await formOf(['picture', SOME_BYTES], ...more);
  return app.inject({ method: 'POST', url: '/v1/checks', ...form });
}
