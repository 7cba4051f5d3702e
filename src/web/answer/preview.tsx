import { useState } from 'preact/hooks';
import type { PictureFacts } from '../../api/picture.ts';
import { own } from './state.ts';

/** The picture that was asked about, where it is here and the browser can show it. */
export function Preview({ picture }: { picture: PictureFacts | null }) {
  const src = own.value;
  const [shown, setShown] = useState<string | null>(null);
  if (src === null) return null;
  return (
    <figure id="preview-frame" class="preview" hidden={shown !== src}>
      <img id="preview" src={src} alt="The picture you asked about" onLoad={() => setShown(src)} />
      <figcaption id="preview-facts" class="quiet">
        {picture !== null && `${picture.width} × ${picture.height}, ${picture.format.toUpperCase()}`}
      </figcaption>
    </figure>
  );
}
