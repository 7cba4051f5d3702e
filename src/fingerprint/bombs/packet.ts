import { CLAIMED_BYTES, PICTURE_XMP_ELEMENTS } from '../../core/bounds.ts';
import { TrainspotError } from '../../core/errors.ts';
import { type ElementCount, elementCounter } from '../xmp/expect-bounds.ts';
import { packetEncoding } from '../xmp/packet-text.ts';

/** The elements of all packets of one picture. */
export function pictureElements(): ElementCount {
  return { elements: 0, most: PICTURE_XMP_ELEMENTS };
}

/**
 * Looks at the XML of one packet as its bytes come, in whatever encoding it begins.
 * @throws TrainspotError `picture-unreadable`, from the function that comes back
 */
export function packetReader(count: ElementCount): (piece: Uint8Array) => void {
  const counter = elementCounter(count);
  let decode: ((piece: Uint8Array) => string) | null = null;
  return (piece) => {
    decode ??= decoderOf(piece);
    counter.write(decode(piece));
  };
}

function decoderOf(beginning: Uint8Array): (piece: Uint8Array) => string {
  const encoding = packetEncoding(beginning);
  // Only tags are looked at, and those of every vocabulary that is used in XMP are ASCII.
  if (encoding.startsWith('utf-32')) return (piece) => Buffer.from(piece.filter(Boolean)).toString('latin1');
  const decoder = new TextDecoder(encoding);
  return (piece) => decoder.decode(piece, { stream: true });
}

/** ImageMagick's: a line break, the profile's name, and its length. */
const HEAD = /^\n[^\n]{0,100}\n *(\d{1,20})\n/;
const HEAD_LETTERS = 130;

/**
 * Looks at a raw profile of a PNG, which is hex, as it comes: what it holds, and how much it says that is.
 * @param onBytes told what it holds
 */
export function rawProfileReader(onBytes: (bytes: Uint8Array) => void) {
  let [text, held] = ['', 0];
  let claimed: number | null = null;
  return {
    /** @throws TrainspotError what `onBytes` throws */
    write(piece: Uint8Array): void {
      text += Buffer.from(piece).toString('latin1');
      if (claimed === null) {
        const head = HEAD.exec(text);
        if (head === null && text.length < HEAD_LETTERS) return;
        claimed = Number(head?.[1] ?? 0);
        text = text.slice(head?.[0].length ?? 0);
      }
      const hex = text.replace(/\s/g, '');
      const bytes = Buffer.from(hex.slice(0, hex.length - (hex.length % 2)), 'hex');
      text = hex.slice(hex.length - (hex.length % 2));
      held += bytes.length;
      onBytes(bytes);
    },
    /** @throws TrainspotError `picture-unreadable` where it says that it holds far more than it does */
    end(): void {
      if ((claimed ?? 0) - held <= CLAIMED_BYTES.profile) return;
      throw emptyClaim('a raw profile', claimed ?? 0, held);
    },
  };
}

/** The error for metadata that says it has what it has not, for which its reader would make room. */
export function emptyClaim(what: string, claimed: number, held: number): TrainspotError {
  return new TrainspotError(
    'picture-unreadable',
    `The picture has ${what} that claims ${claimed} bytes and holds ${held}. Save the picture without its metadata and try again.`,
  );
}
