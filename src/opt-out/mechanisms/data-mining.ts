import { TrainspotError } from '../../core/errors.ts';
import { dataMiningIn } from '../../fingerprint/xmp/data-mining.ts';
import { xmpContainerOf } from '../../fingerprint/xmp/registry.ts';
import { unreadableProblem } from '../../core/unreadable.ts';
import { expectHeldPixels } from '../../fingerprint/bombs/held-pixels.ts';
import { expectNoBomb } from '../../fingerprint/bombs/expect-no-bomb.ts';
import { type Mechanism, noAnswer, type Reading } from '../mechanism.ts';

/** Letters of a word that is none of the vocabulary's: a packet may have megabytes there. */
const SHOWN_LETTERS = 200;

const MEANS: Readonly<Record<string, string>> = {
  'DMI-PROHIBITED-AIMLTRAINING': 'training of AI and machine learning',
  'DMI-PROHIBITED-GENAIMLTRAINING': 'training of generative AI',
  'DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING': 'all data mining but the indexing of search engines',
  'DMI-PROHIBITED': 'all data mining',
  'DMI-PROHIBITED-SEECONSTRAINT': 'data mining, on terms that it names elsewhere',
  'DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR': 'data mining, on terms that stand in the file',
  'DMI-PROHIBITED-SEELINKEDRIGHTSEXPR': 'data mining, on terms that it links to',
};

/** IPTC's and PLUS' `plus:DataMining` in the picture's own XMP: it goes wherever the file goes. */
export const dataMining: Mechanism = {
  name: 'data-mining',
  title: 'Data mining, in the picture itself',
  of: 'bytes',
  async read({ page }) {
    if (page === null) return noAnswer();
    try {
      if (page.bytes) {
        expectHeldPixels(page.bytes);
        await expectNoBomb(page.bytes);
      }
      const container = page.bytes && xmpContainerOf(page.bytes);
      if (!page.bytes || !container) {
        const sentence =
          'This is no JPEG, PNG or WebP picture. Give the address of a picture to have its metadata read.';
        return { state: 'not-looked-for', sentence, said: [] };
      }
      if (page.isCut) {
        const sentence = 'The picture is too large to be read here.';
        const detail = `It has more than the ${page.bytes.length} bytes that are read.`;
        const problem = unreadableProblem('picture-unreadable', detail);
        return { state: 'unknown', sentence, said: [], problem };
      }
      const said = container.read(page.bytes).flatMap((packet) => dataMiningIn(packet) ?? []);
      return reading(said.map((word) => word.slice(0, SHOWN_LETTERS)));
    } catch (error) {
      if (!(error instanceof TrainspotError)) throw error;
      return {
        state: 'unknown',
        sentence: `The picture’s metadata could not be read: ${error.message}`,
        said: [],
        problem: unreadableProblem('picture-unreadable', error.message),
      };
    }
  },
};

function reading(said: string[]): Reading {
  const reserved = said.find((value) => Object.hasOwn(MEANS, value));
  if (reserved !== undefined) {
    return { state: 'reserves', sentence: `This picture reserves ${MEANS[reserved]}.`, said };
  }
  if (said.includes('DMI-ALLOWED')) {
    return { state: 'allows', sentence: 'This picture’s own metadata allows data mining.', said };
  }
  if (said.every((value) => value === 'DMI-UNSPECIFIED')) {
    return { state: 'silent', sentence: 'This picture’s own metadata says nothing of data mining.', said };
  }
  return {
    state: 'unknown',
    sentence: 'This picture’s metadata says something of data mining that is no known word.',
    said,
  };
}
