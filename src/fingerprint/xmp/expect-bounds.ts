import { Parser } from 'htmlparser2';
import { XMP_ATTRIBUTES, XMP_BYTES, XMP_DEPTH, XMP_ELEMENTS } from '../../core/bounds.ts';
import { tooMuch } from './container.ts';

/**
 * Counts what a packet's XML would make of a tree, without making one.
 * @throws TrainspotError `picture-unreadable` where that is more than `core/bounds.ts` says
 */
export function expectBounds(xml: string): void {
  if (xml.length > XMP_BYTES) throw tooMuch(`${xml.length} letters of XMP`, XMP_BYTES);
  let [depth, elements, attributes] = [0, 0, 0];
  const parser = new Parser(
    {
      onopentagname() {
        attributes = 0;
        if (++elements > XMP_ELEMENTS) throw tooMuch(`more than ${XMP_ELEMENTS} elements`, XMP_ELEMENTS);
        if (++depth > XMP_DEPTH) throw tooMuch(`elements in elements, over ${XMP_DEPTH} deep`, XMP_DEPTH);
      },
      onattribute() {
        if (++attributes > XMP_ATTRIBUTES) {
          throw tooMuch(`an element with more than ${XMP_ATTRIBUTES} attributes`, XMP_ATTRIBUTES);
        }
      },
      onclosetag() {
        depth--;
      },
    },
    { xmlMode: true, decodeEntities: false },
  );
  parser.end(xml);
}
