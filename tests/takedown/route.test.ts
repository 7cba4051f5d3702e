import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MatchChannel } from '../../src/core/channel.ts';
import { allDatasets } from '../../src/knowledge/datasets.ts';
import type { RemovableRow } from '../../src/takedown/channel.ts';
import { channelsFor } from '../../src/takedown/route.ts';

const PIN = 'https://i.pinimg.com/originals/aa/bb.jpg';

function rowOf(dataset: string, url = PIN): RemovableRow {
  return { dataset, release: 'any', rowId: '1581282014547', url };
}

function ids(dataset: string, url?: string): string[] {
  return channelsFor(rowOf(dataset, url)).map(({ id }) => id);
}

function channel(id: string, dataset: string, url?: string): MatchChannel {
  const found = channelsFor(rowOf(dataset, url)).find((one) => one.id === id);
  if (!found) throw new Error(`no ${id} among the channels of ${dataset}`);
  return found;
}

describe('from a row to its channels', () => {
  it.each([
    [
      'laion-400m',
      PIN,
      [
        'laion-dataset-requests',
        'pinterest-copyright',
        'google-data-requests',
        'google-dpo',
        'common-crawl-ccbot',
        'hmbbfdi-complaint',
      ],
    ],
    [
      'laion2b-en',
      PIN,
      [
        'laion-dataset-requests',
        'pinterest-copyright',
        'stability-ai-privacy',
        'common-crawl-ccbot',
        'hmbbfdi-complaint',
      ],
    ],
    [
      'laion-aesthetics-v2-5plus',
      'https://bucket.s3.amazonaws.com/a.jpg',
      [
        'laion-dataset-requests',
        'aws-abuse-email',
        'aws-abuse-form',
        'stability-ai-privacy',
        'common-crawl-ccbot',
        'hmbbfdi-complaint',
      ],
    ],
    [
      'coyo-700m',
      'https://www.kunst.museum/a.jpg',
      [
        'coyo-email',
        'coyo-repository',
        'hugging-face-privacy',
        'us-copyright-office-agents',
        'rdap-abuse-contact',
        'common-crawl-ccbot',
      ],
    ],
    ['cc12m', 'https://i.imgur.com/a.jpg', ['conceptual-captions-email', 'imgur-removal']],
    ['redcaps', 'https://i.redd.it/a.jpg', ['redcaps-form', 'reddit-copyright']],
    ['sbu', 'https://www.flickr.com/a.jpg', ['us-copyright-office-agents', 'rdap-abuse-contact']],
    [
      'wit',
      'https://huggingface.co/a.jpg',
      ['wit-email', 'hugging-face-dmca-form', 'hugging-face-dmca-email'],
    ],
    ['somebody-elses-set', PIN, ['pinterest-copyright']],
    [
      'demo',
      'https://pictures.example/prints/a.jpg',
      ['trainspot-demo-practice', 'us-copyright-office-agents'],
    ],
  ])('%s, %s', (dataset, url, expected) => {
    expect(ids(dataset, url)).toEqual(expected);
  });

  it('fills in what the row knows, and leaves the rest to the artist', () => {
    expect(channel('laion-dataset-requests', 'laion-400m')).toMatchObject({
      url: 'https://laion.ai/dataset-requests/',
      email: null,
      kind: 'dataset-maintainer',
      fields: {
        name: null,
        email: null,
        explanation: null,
        dataset: 'LAION-400M',
        'sample id': '1581282014547',
        url: PIN,
      },
    });
  });

  it('does not tick the statements of a DMCA notice for the artist', () => {
    const { fields } = channel('pinterest-copyright', 'laion-400m');
    expect(fields).toEqual({
      signature: null,
      work: null,
      url: PIN,
      contact: null,
      'good-faith statement': null,
      'accuracy and authority statement': null,
    });
  });

  it('names the domain to look up in the directory', () => {
    const { fields } = channel('us-copyright-office-agents', 'wit', 'https://blog.example.co.uk/a.jpg');
    expect(fields['host domain']).toBe('example.co.uk');
  });

  it('knows a dataset under any spelling of its name', () => {
    expect(ids('LAION-400M')).toEqual(ids('laion-400m'));
    expect(channel('laion-dataset-requests', 'laion400m').fields.dataset).toBe('LAION-400M');
  });

  it('tells how sure it is that a model was trained on the set', () => {
    expect(channel('stability-ai-privacy', 'laion2b-en').canAchieve).toMatch(
      /^Stable Diffusion 1\.x was trained .*Stable Diffusion 2\.x was trained .*personal data/,
    );
    expect(channel('google-dpo', 'laion-400m').canAchieve).toMatch(
      /^Imagen is reported to have been trained/,
    );
  });

  it('says where a form was not found, and that a made-up host is one', () => {
    expect(channel('us-copyright-office-agents', 'sbu', 'https://www.flickr.com/a').canAchieve).toMatch(
      /^Flickr's own form was not found/,
    );
    expect(channel('us-copyright-office-agents', 'demo', 'https://pictures.example/a').canAchieve).toMatch(
      /^This address is made up.*This is what a real host would get/,
    );
  });

  it('shows a client a channel and its fields, and nothing of the routing', () => {
    const keys =
      'id party kind title url email legalBasis whoMayUse canAchieve source checkedOn status fields';
    expect(Object.keys(channel('laion-dataset-requests', 'laion-400m'))).toEqual(keys.split(' '));
  });
});

describe('what is never offered', () => {
  const names = allDatasets().map(({ name }) => name);

  it.each(names.filter((name) => name.includes('laion')))('%s: a copyright request to LAION', (dataset) => {
    const toLaion = channelsFor(rowOf(dataset)).filter(({ party }) => party === 'LAION');
    expect(toLaion).toHaveLength(1);
    expect(JSON.stringify(toLaion)).not.toMatch(/copyright|dmca/i);
    expect(toLaion[0].legalBasis).toMatch(/GDPR.*personal data only/);
  });

  it.each(names)('%s: a DMCA notice to anyone who does not serve the picture', (dataset) => {
    for (const { kind, legalBasis } of channelsFor(rowOf(dataset))) {
      if (kind !== 'host') expect(legalBasis).not.toMatch(/dmca/i);
    }
  });

  it('a real party, for a row of the demo', () => {
    for (const { party } of channelsFor(rowOf('demo', 'https://cdn.gallery.example/a.jpg'))) {
      expect(['Trainspot demo set (simulated)', 'US Copyright Office']).toContain(party);
    }
  });
});

describe('any row', () => {
  const datasets = fc.oneof(fc.constantFrom(...allDatasets().map(({ name }) => name)), fc.string());
  const urls = fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.constantFrom(PIN, 'http://[::1]:8/a'));

  it('has at least one channel, none twice, each with one address and its kinds in order', () => {
    const order = ['dataset-maintainer', 'hub', 'host', 'model-maker', 'registry', 'regulator'];
    fc.assert(
      fc.property(datasets, urls, fc.string(), (dataset, url, rowId) => {
        const channels = channelsFor({ dataset, release: '', rowId, url });
        expect(channels.length).toBeGreaterThan(0);
        expect(new Set(channels.map(({ id }) => id)).size).toBe(channels.length);
        const places = channels.map(({ kind }) => order.indexOf(kind));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        for (const one of channels) {
          expect((one.url === null) !== (one.email === null)).toBe(true);
          if ('sample id' in one.fields) expect(one.fields['sample id']).toBe(rowId);
        }
      }),
    );
  });

  it('is routed without an error even where its address is none', () => {
    expect(ids('laion-400m', 'not an address')).toContain('us-copyright-office-agents');
  });
});
