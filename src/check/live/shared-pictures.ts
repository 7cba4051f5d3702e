import type { HeldBytes } from '../../core/byte-budget.ts';
import { parseUrl } from '../../core/parse-url.ts';
import { askedAddress } from '../../core/web-address.ts';
import { orStopped } from '../../net/or-stopped.ts';

interface Asking {
  /** Told of every byte of this asker's own copy. */
  held: HeldBytes;
  /** From its abort on this asker waits for no picture. */
  signal: AbortSignal;
}

/** Brings the picture at an address. */
type Fetch = (url: string, asking: Asking) => Promise<Uint8Array>;

/** Pictures that several checks look at in the same moment. */
export interface SharedPictures {
  /**
   * `work` with bytes of its own of the picture at `url`. An address is asked once for all who want it before the last of
   * them is done with it.
   * @throws whatever fetching says, to each of them; DownloadFailure `stopped` to one whose signal was aborted
   */
  look<Answer>(url: string, asking: Asking, work: (bytes: Uint8Array) => Promise<Answer>): Promise<Answer>;
}

interface Shared {
  askers: number;
  /** Ends fetching. */
  stop: AbortController;
  bytes: Promise<Uint8Array>;
}

export function sharePictures(fetch: Fetch): SharedPictures {
  const shown = new Map<string, Shared>();

  function begin(key: string, url: string, held: HeldBytes): Shared {
    const stop = new AbortController();
    const shared = { askers: 0, stop, bytes: fetch(url, { held, signal: stop.signal }) };
    shown.set(key, shared);
    return shared;
  }

  return {
    async look(url, { held, signal }, work) {
      const key = parseUrl(askedAddress(url))?.href ?? url;
      const known = shown.get(key);
      const shared = known ?? begin(key, url, held);
      shared.askers++;
      try {
        const bytes = await orStopped(shared.bytes, signal);
        if (known !== undefined) held.add(bytes.length);
        // Whoever fingerprints a picture gives its memory away.
        return await work(bytes.slice());
      } finally {
        shared.askers--;
        if (shared.askers === 0) {
          shown.delete(key);
          shared.stop.abort();
        }
      }
    },
  };
}
