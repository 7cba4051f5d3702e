import { effect } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ask, checkPicturesBy, refuse } from '../answer/run.ts';
import { offerWays } from '../private/ways.ts';
import { check } from '../service/ask.ts';
import { served, servedFailure } from '../service/served.ts';
import { Demos } from './demos.tsx';
import { NO_PICTURE, pictureIn, readableClipboard } from './receive.ts';
import { Held } from './held.tsx';

const TYPES =
  'image/jpeg,image/png,image/webp,image/gif,image/tiff,image/avif,image/heic,image/heif,image/bmp';

/** The way in: what this server holds, then a picture by every door, or one of the demo. */
export function AskView() {
  return (
    <>
      <section class="ask" aria-labelledby="ask-title">
        <h2 id="ask-title" class="sr-only">
          Check a picture
        </h2>
        <Held />
        <div class="drop">
          <p class="drop-hint">Drop a picture here, paste it, or choose one.</p>
          <div class="buttons">
            <input id="file" class="sr-only" type="file" accept={TYPES} onChange={choose} />
            <label for="file" class="button primary">
              Choose a picture
            </label>
            <PasteButton />
          </div>
          <p class="quiet">JPEG, PNG, WebP, GIF, TIFF, AVIF, HEIC or BMP</p>
        </div>
        <WayOfChecking />
        <AddressForm />
      </section>
      <Demos />
    </>
  );
}

/** Whether pictures stay in this browser or are uploaded: what stands there is drawn by `private/ways.ts`. */
function WayOfChecking() {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (host.current === null) return undefined;
    const ways = offerWays(host.current, (picture, asking) => check({ kind: 'picture', picture }, asking));
    checkPicturesBy((picture, asking) => ways.check(picture, asking));
    return effect(() => {
      const { value: known } = served;
      if (known !== null) ways.serve(known.searched);
      else if (servedFailure.value !== null) ways.serve([]);
    });
  }, []);
  return <div id="private" class="private" ref={host} />;
}

function choose({ currentTarget }: { currentTarget: HTMLInputElement }): void {
  const picture = currentTarget.files?.[0];
  if (picture) void ask({ kind: 'picture', picture });
  // So that choosing the same file again is a change too.
  currentTarget.value = '';
}

/** For a phone, where there is no Ctrl+V. */
function PasteButton() {
  const clipboard = readableClipboard();
  if (clipboard === null) return null;
  async function paste(from: Clipboard): Promise<void> {
    const picture = await pictureIn(from);
    if (picture) await ask({ kind: 'picture', picture });
    else refuse(NO_PICTURE.pasted);
  }
  return (
    <button id="paste" class="button" type="button" onClick={() => void paste(clipboard)}>
      Paste
    </button>
  );
}

function AddressForm() {
  const [url, setUrl] = useState('');
  return (
    <form
      id="address-form"
      class="address"
      onSubmit={(event) => {
        event.preventDefault();
        void ask({ kind: 'address', url: url.trim() });
      }}
    >
      <label for="address">Or its web address, which this server will open</label>
      <div class="address-row">
        <input
          id="address"
          type="text"
          inputmode="url"
          autocapitalize="none"
          required
          maxLength={4096}
          autocomplete="off"
          placeholder="https://"
          value={url}
          onInput={({ currentTarget }) => setUrl(currentTarget.value)}
        />
        <button class="button" type="submit">
          Check
        </button>
      </div>
    </form>
  );
}
