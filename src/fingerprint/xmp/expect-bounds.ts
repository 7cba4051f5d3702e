import { Parser } from 'htmlparser2';
import { XMP_ATTRIBUTES, XMP_BYTES, XMP_DEPTH, XMP_ELEMENTS } from '../../core/bounds.ts';
import { tooMuch } from './container.ts';

/**
 * Counts what a packet's XML would make of a tree, without making one.
 * @throws TrainspotError `picture-unreadable` where that is more than `core/bounds.ts` says
 */
export function expectBounds(xml: string): void {
  if (xml.length > XMP_BYTES) throw tooMuch(`${xml.length} letters of XMP`, XMP_BYTES);
  elementCounter({ elements: 0, most: XMP_ELEMENTS }).write(xml);
}

/** Elements so far, perhaps of several packets, and how many there may be. */
export interface ElementCount {
  elements: number;
  readonly most: number;
}

/**
 * Counts the elements of one packet, how deep they lie in one another and their attributes, as its text comes.
 * @throws TrainspotError `picture-unreadable`, from `write`
 */
export function elementCounter(count: ElementCount): { write(xml: string): void } {
  let [depth, attributes] = [0, 0];
  return new Parser(
    {
      onopentagname() {
        attributes = 0;
        if (++count.elements > count.most) {
          throw tooMuch(`more than ${count.most} elements`, count.most);
        }
        if (++depth > XMP_DEPTH) throw tooMuch(`elements in elements, over ${XMP_DEPTH} deep`, XMP_DEPTH);
      },
      onattribute(_name, _value, quote) {
        // Without quotes it is none, but text behind a tag that nobody ended.
        if (quote && ++attributes > XMP_ATTRIBUTES) {
          throw tooMuch(`an element with more than ${XMP_ATTRIBUTES} attributes`, XMP_ATTRIBUTES);
        }
      },
      onclosetag() {
        depth--;
      },
      onprocessinginstruction(name, data) {
        // XMP has no document type (XMP specification, part 1, 7.1), and entities can stand for one another without end.
        if (name.toLowerCase() === '!entity' || /<!entity/i.test(data))
          throw tooMuch('entities of its own', 0);
      },
    },
    { xmlMode: true, decodeEntities: false },
  );
}
