import { DOMParser, XMLSerializer, type Document, type Element } from '@xmldom/xmldom';
import { TrainspotError } from '../../core/errors.ts';
import { expectBounds } from './expect-bounds.ts';

/** The PLUS coalition's words for a picture's `plus:DataMining` (PLUS License Data Format; IPTC Photo Metadata 2023.1). */
export const DATA_MINING_VALUES = [
  'DMI-UNSPECIFIED',
  'DMI-ALLOWED',
  'DMI-PROHIBITED-AIMLTRAINING',
  'DMI-PROHIBITED-GENAIMLTRAINING',
  'DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING',
  'DMI-PROHIBITED',
  'DMI-PROHIBITED-SEECONSTRAINT',
  'DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR',
  'DMI-PROHIBITED-SEELINKEDRIGHTSEXPR',
] as const;
export type DataMiningValue = (typeof DATA_MINING_VALUES)[number];

const VOCABULARY = 'http://ns.useplus.org/ldf/vocab/';
const PLUS = 'http://ns.useplus.org/ldf/xmp/1.0/';
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

const EMPTY_PACKET =
  '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' +
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${RDF}"><rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta>\n` +
  '<?xpacket end="w"?>';

/** The packet with `plus:DataMining` set; everything else that it says stays. @throws TrainspotError `picture-unreadable` */
export function withDataMining(packet: string | null, value: DataMiningValue): string {
  const { before, body, after } = split(packet ?? EMPTY_PACKET);
  const document = parsed(body);
  const rdf = rdfOf(document);
  const descriptions = descriptionsIn(rdf);
  for (const description of descriptions) {
    description.removeAttributeNS(PLUS, 'DataMining');
    for (const element of propertiesIn(description)) description.removeChild(element);
  }
  const home = descriptions[0] ?? rdf.appendChild(emptyDescription(document, rdf));
  const property = document.createElementNS(PLUS, 'plus:DataMining');
  property.appendChild(document.createTextNode(VOCABULARY + value));
  home.appendChild(property);
  return before + new XMLSerializer().serializeToString(document) + after;
}

/**
 * What a packet says as `plus:DataMining`, without the vocabulary's address: one of `DATA_MINING_VALUES`, or whatever
 * else stands there. Null where it says nothing. @throws TrainspotError `picture-unreadable`
 */
export function dataMiningIn(packet: string): string | null {
  const rdf = rdfOf(parsed(split(packet).body));
  for (const description of descriptionsIn(rdf)) {
    const [property] = propertiesIn(description);
    const said =
      description.getAttributeNS(PLUS, 'DataMining') ||
      property?.getAttributeNS(RDF, 'resource') ||
      property?.textContent?.trim();
    if (said) return said.replace(VOCABULARY, '');
  }
  return null;
}

/** A packet's XML, and the processing instructions and padding around it, which stay as they are. */
function split(packet: string): { before: string; body: string; after: string } {
  const from = packet.search(/<(?![?!])/);
  const to = packet.lastIndexOf('<?xpacket end');
  const end = to === -1 ? packet.length : to;
  if (from === -1 || from > end) throw damaged();
  const body = packet.slice(from, end).trimEnd();
  return { before: packet.slice(0, from), body, after: packet.slice(from + body.length) };
}

function parsed(xml: string): Document {
  const refuse = (): never => {
    throw damaged();
  };
  // XMP has no document type; one is only there to make the reader do something else.
  if (xml.includes('<!DOCTYPE')) throw damaged();
  const text = withoutPadding(xml);
  expectBounds(text);
  try {
    return new DOMParser({ onError: refuse }).parseFromString(text, 'text/xml');
  } catch {
    throw damaged();
  }
}

/** Without the zeros that some writers leave at the end. */
function withoutPadding(xml: string): string {
  let end = xml.length;
  while (xml[end - 1] === '\0') end--;
  return xml.slice(0, end);
}

function rdfOf(document: Document): Element {
  const rdf = document.getElementsByTagNameNS(RDF, 'RDF').item(0);
  if (rdf === null) throw damaged();
  return rdf;
}

function descriptionsIn(rdf: Element): Element[] {
  return childrenOf(rdf).filter(
    ({ namespaceURI, localName }) => namespaceURI === RDF && localName === 'Description',
  );
}

function propertiesIn(description: Element): Element[] {
  return childrenOf(description).filter(
    ({ namespaceURI, localName }) => namespaceURI === PLUS && localName === 'DataMining',
  );
}

function childrenOf(element: Element): Element[] {
  return Array.from(element.childNodes).filter(
    (node): node is Element => node.nodeType === node.ELEMENT_NODE,
  );
}

function emptyDescription(document: Document, rdf: Element): Element {
  const name = rdf.prefix ? `${rdf.prefix}:Description` : 'Description';
  const description = document.createElementNS(RDF, name);
  description.setAttributeNS(RDF, 'rdf:about', '');
  return description;
}

function damaged(): TrainspotError {
  return new TrainspotError('picture-unreadable', 'The picture’s XMP metadata is damaged.');
}
