import { TrainspotError } from '../core/errors.ts';
import type { ModelCard } from '../core/model-card.ts';
import { type HubSource, NoSuchFile } from './source.ts';
import { isPassing, type WebFile } from './web-file.ts';

/**
 * One file of a model on a hub: `{endpoint}/{repository}/resolve/{revision}/{path}`.
 * @throws TrainspotError `usage` for a model that no hub has, with what to do.
 */
export function hubFile(source: HubSource, card: ModelCard, path: string): WebFile {
  if (card.offHub) {
    throw new TrainspotError(
      'usage',
      `No hub has ${card.name}. ${card.offHub} Then run: npx trainspot models pull ${card.name} --from FOLDER`,
    );
  }
  const repository = `${source.endpoint.replace(/\/+$/, '')}/${card.repository}`;
  return {
    address: new URL(`${repository}/resolve/${encodeURIComponent(card.revision)}/${path}`),
    path,
    token: source.token,
    revision: card.revision,
    from: repository,
    refusal: (response) => refusal(source, card, path, response),
  };
}

function refusal(source: HubSource, card: ModelCard, path: string, response: Response): Error {
  const { status } = response;
  const host = new URL(source.endpoint).host;
  const failed = (message: string) =>
    new TrainspotError('download-failed', `${host} answered ${status}: ${message}`);
  if (status === 401 || status === 403) {
    // The hub answers 401 also for a repository that does not exist, so as not to tell the private ones.
    const advice = source.token
      ? 'the token of HF_TOKEN is not accepted for it: accept its terms on its page, or use another token.'
      : 'it is gated, private or gone. Accept its terms on its page and set HF_TOKEN to a token of yours.';
    return failed(`${card.repository} is not open to you; ${advice}`);
  }
  if (status === 404) {
    const code = response.headers.get('x-error-code');
    if (code === 'RepoNotFound') return failed(`there is no model ${card.repository}.`);
    if (code === 'RevisionNotFound') return failed(`${card.repository} has no revision ${card.revision}.`);
    return new NoSuchFile(
      `${host} answered 404: ${card.repository} has no file ${path} at revision ${card.revision}.`,
    );
  }
  const message = `the download of ${path} of ${card.repository} failed.`;
  return isPassing(status) ? new Error(`${host} answered ${status}`) : failed(message);
}
