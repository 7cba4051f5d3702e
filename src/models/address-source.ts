import { TrainspotError } from '../core/errors.ts';
import type { ModelCard } from '../core/model-card.ts';
import { parseUrl } from '../core/parse-url.ts';
import { type AddressSource, NoSuchFile } from './source.ts';
import { isPassing, type WebFile } from './web-file.ts';

/**
 * One file of a model in a folder on the web: the card's path below the address.
 * @throws TrainspotError `usage` for an address that cannot be asked.
 */
export function addressFile({ address }: AddressSource, card: ModelCard, path: string): WebFile {
  const folder = folderAddress(address);
  return {
    address: new URL(path, folder),
    path,
    revision: card.revision,
    from: folder.href,
    refusal({ status }) {
      const answer = `${folder.host} answered ${status}`;
      if (isPassing(status)) return new Error(answer);
      const why = `${answer}: ${card.name} needs ${path} below ${folder.href}`;
      return status === 404 || status === 410
        ? new NoSuchFile(why)
        : new TrainspotError('download-failed', why);
    },
  };
}

function folderAddress(address: string): URL {
  const url = parseUrl(address);
  if (!url) throw new TrainspotError('usage', `'${address}' is no address.`);
  // It would stand in the record of what was pulled.
  if (url.username || url.password) {
    throw new TrainspotError('usage', `The address of ${url.host} must hold no name and no password.`);
  }
  [url.search, url.hash] = ['', ''];
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
