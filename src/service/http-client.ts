import { TrainspotError } from '../core/errors.ts';
import type { CheckResult } from '../api/check-result.ts';
import type { Searched } from '../api/searched.ts';
import { sha256Of } from '../runtime/sha256.ts';
import { ask, askBytes } from './ask.ts';
import type { Client } from './trainspot.ts';

/** A running server, asked over HTTP. @param adminKey for what it lets only its operator do */
export function clientOf(address: string, adminKey: string | undefined): Client {
  const key: Record<string, string> = adminKey === undefined ? {} : { authorization: `Bearer ${adminKey}` };
  const at = (path: string): URL => new URL(path, address);
  const json = (body: unknown, headers = {}): RequestInit => ({
    method: 'POST',
    body: JSON.stringify(body),
    headers: { ...headers, 'content-type': 'application/json' },
  });
  const admin = <T>(answer: Promise<T>): Promise<T> =>
    answer.catch((error: unknown) => Promise.reject(withSetting(error, address)));
  return {
    async checkPicture(picture, { datasets, live }) {
      const form = new FormData();
      for (const dataset of datasets) form.append('datasets', dataset);
      form.append('picture', new Blob([new Uint8Array(picture)]));
      const query = live === 'none' ? {} : { wait: 'live' };
      const answer = await ask<CheckResult>(withQuery(at('/v1/checks'), query), {
        method: 'POST',
        body: form,
      });
      if (live !== 'begin' || answer.live.state !== 'ask') return answer;
      const check = `/v1/checks/${encodeURIComponent(answer.id)}`;
      await ask(at(`${check}/live`), { method: 'POST' });
      return ask(withQuery(at(check), query));
    },
    async evidence({ checkId }) {
      const path = `/v1/checks/${encodeURIComponent(checkId)}/evidence`;
      const bytes = await askBytes(at(path), { method: 'POST' });
      return { bytes, sha256: sha256Of(bytes) };
    },
    async searched() {
      const { searched, notSearched, models } = await ask<Searched>(at('/v1/datasets'));
      return { coverage: searched, notSearched, models };
    },
    lookUp: (query) => ask(withQuery(at('/v1/images'), query)),
    searchText: (query) => ask(at('/v1/text-searches'), json(query)),
    suppress({ picture, ...input }) {
      if (picture === undefined) return admin(ask(at('/v1/suppressions'), json(input, key)));
      const form = new FormData();
      form.append('reason', input.reason);
      form.append('by', input.by);
      form.append('picture', new Blob([new Uint8Array(picture)]));
      return admin(ask(at('/v1/suppressions'), { method: 'POST', body: form, headers: key }));
    },
    lift: ({ id, by, reason }) =>
      admin(ask(at(`/v1/suppressions/${id}/lift`), json(reason === null ? { by } : { by, reason }, key))),
    suppressions: (after) =>
      admin(ask(withQuery(at('/v1/suppressions'), { after: after ?? undefined }), { headers: key })),
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

function withQuery(url: URL, query: object): URL {
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}
