import { findIsoBox, isoBoxes } from '../../src/fingerprint/decode/mend/iso-boxes.ts';

const text = (letters: string) => Buffer.from(letters, 'latin1');

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => bytes.writeUInt32BE(value, i * 4));
  return bytes;
}

function box(type: string, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([words(body.length + 8), text(type), body]);
}

/** A still AVIF whose first box says, like that of an animation, that it is a film first. */
export function calledFilm(still: Uint8Array): Uint8Array {
  const film = new Uint8Array(still);
  film.set(text('avis'), 8);
  return film;
}

/** An animated AVIF without a still beside it: one track, of `frames` times the picture of a still of one item. */
export function avifFilm(still: Uint8Array, width: number, height: number, frames = 2): Uint8Array {
  const file = { type: 'file', from: 0, to: still.length };
  const boxes = isoBoxes(still, 0, still.length);
  const data = boxes.find(({ type }) => type === 'mdat')!;
  const properties = findIsoBox(still, { ...file, from: boxes[1].from + 4, to: boxes[1].to }, [
    'iprp',
    'ipco',
  ])!;
  const coding = isoBoxes(still, properties.from, properties.to).find(({ type }) => type === 'av1C')!;
  const frame = still.subarray(data.from, data.to);
  const entry = Buffer.alloc(78);
  entry.writeUInt16BE(1, 6);
  entry.writeUInt16BE(width, 24);
  entry.writeUInt16BE(height, 26);
  const brands = box('ftyp', text('avis'), words(0), text('avismsf1iso8'));
  const film = (dataAt: number) =>
    box(
      'moov',
      box(
        'trak',
        box(
          'mdia',
          box('hdlr', words(0, 0), text('pict'), words(0, 0, 0), Buffer.alloc(1)),
          box(
            'minf',
            box(
              'stbl',
              box(
                'stsd',
                words(0, 1),
                box('av01', entry, box('av1C', still.subarray(coding.from, coding.to))),
              ),
              box('stsz', words(0, 0, frames), ...Array.from({ length: frames }, () => words(frame.length))),
              box('stco', words(0, 1, dataAt)),
            ),
          ),
        ),
      ),
    );
  const head = brands.length + film(0).length + 8;
  return Buffer.concat([brands, film(head), box('mdat', ...Array.from({ length: frames }, () => frame))]);
}
