import { Parser } from 'htmlparser2';
import type { Answer } from '../answer.ts';
import type { GuardedClient } from '../guarded-client.ts';
import type { BucketAddress } from './address.ts';
import { askOnce, persistently, refusalOf } from './ask.ts';
import { RemoteFailure } from './remote-failure.ts';
import { requestFor, type StoresSettings } from './store.ts';

/** Stores give no more names in one answer. */
const PAGE_NAMES = 1000;
/** Of one answer: a thousand names of 1,024 bytes, each letter of them escaped, and what stands around them. */
const PAGE_BYTES = 16 * 1024 * 1024;
/** In one folder. LAION-5B's largest has some ten thousand; what has more is no folder of a dataset. */
const MAX_NAMES = 1_000_000;

/**
 * The names of what lies right in a folder of a bucket, files and folders, page by page; none where there is no such folder.
 * @param path as it was given @throws RemoteFailure
 */
export async function namesInBucket(
  client: GuardedClient,
  path: string,
  address: BucketAddress,
  settings: StoresSettings,
): Promise<string[]> {
  const prefix = address.key === '' ? '' : `${address.key.replace(/\/+$/, '')}/`;
  const names: string[] = [];
  const seen = new Set<string>();
  for (let token: string | null = null; ;) {
    const request = requestFor(path, address, settings, {
      'list-type': '2',
      delimiter: '/',
      'max-keys': String(PAGE_NAMES),
      prefix,
      ...(token !== null && { 'continuation-token': token }),
    });
    const page = await persistently(() =>
      askOnce(
        client,
        request,
        () => ({}),
        async (answer) => {
          if (answer.statusCode !== 200) throw await refusalOf(request.asked, answer);
          return parsePage(await textOf(answer, request.asked.shown), request.asked.shown);
        },
      ),
    );
    for (const key of page.keys) {
      const name = key.slice(prefix.length).replace(/\/$/, '');
      // A marker of the folder itself, as some tools leave it, is no file in it.
      if (key.startsWith(prefix) && name !== '') names.push(name);
    }
    if (names.length > MAX_NAMES) {
      throw new RemoteFailure(
        `${request.asked.shown} holds more than ${MAX_NAMES} files; name a folder of fewer.`,
      );
    }
    if (page.next === null) return names;
    if (seen.has(page.next))
      throw new RemoteFailure(`${request.asked.shown}: the store lists the same page over and over.`);
    seen.add(page.next);
    token = page.next;
  }
}

interface Page {
  keys: string[];
  /** What the next page is asked for by; null where there is none. */
  next: string | null;
}

function parsePage(xml: string, shown: string): Page {
  const keys: string[] = [];
  const path: string[] = [];
  let [text, isTruncated, next, isListing] = ['', false, '', false];
  const parser = new Parser(
    {
      onopentag(name) {
        path.push(name);
        text = '';
        isListing ||= path.length === 1 && name === 'ListBucketResult';
      },
      ontext(piece) {
        text += piece;
      },
      onclosetag() {
        const place = path.slice(1).join('/');
        if (place === 'Contents/Key' || place === 'CommonPrefixes/Prefix') keys.push(text);
        else if (place === 'IsTruncated') isTruncated = text.trim() === 'true';
        else if (place === 'NextContinuationToken') next = text;
        path.pop();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  if (!isListing)
    throw new RemoteFailure(`${shown}: what was answered is no list of a bucket; see to the endpoint.`);
  if (isTruncated && next === '') {
    throw new RemoteFailure(
      `${shown}: the store's list breaks off after ${keys.length} names, and names no next page.`,
    );
  }
  return { keys, next: isTruncated ? next : null };
}

async function textOf({ body }: Answer, shown: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > PAGE_BYTES)
      throw new RemoteFailure(`${shown}: the store's list has more than ${PAGE_BYTES} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
