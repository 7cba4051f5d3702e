import { existsSync, readFileSync } from 'node:fs';
import { parquetMetadata } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { allChannels, channelById, channelsForMaker } from '../../../src/advice/facts/channels.ts';
import { allDatasets, datasetFacts } from '../../../src/advice/facts/datasets.ts';
import { programmes } from '../../../src/advice/facts/programmes.ts';

const models = allDatasets().flatMap(({ trainedModels }) => trainedModels);
const demoManifest = new URL('../../../assets/demo/manifest.parquet', import.meta.url);

describe('every fact', () => {
  it('is frozen: a reader cannot change it for the others', () => {
    const facts = datasetFacts('laion2b-en');
    expect(Object.isFrozen(facts)).toBe(true);
    expect(Object.isFrozen(facts?.trainedModels[0])).toBe(true);
    expect(Object.isFrozen(channelById('laion-dataset-requests'))).toBe(true);
  });
});

describe('datasets', () => {
  it.each(['laion-400m', 'LAION-400M', 'laion400m', 'Laion_400M'])('finds %s', (name) => {
    expect(datasetFacts(name)?.name).toBe('laion-400m');
  });

  it.each(['', 'laion', 'laion-400m-2', 'constructor', '__proto__'])('does not know "%s"', (name) => {
    expect(datasetFacts(name)).toBeNull();
  });

  it('knows the published counts', () => {
    expect(datasetFacts('coyo-700m')?.rowsPublished).toBe(746_972_269);
    expect(datasetFacts('relaion2b-en-research-safe')?.rowsPublished).toBe(2_097_693_557);
  });

  it.skipIf(!existsSync(demoManifest))('counts the rows of the bundled demo', () => {
    const bytes = readFileSync(demoManifest);
    const { num_rows } = parquetMetadata(new Uint8Array(bytes).buffer);
    expect(datasetFacts('demo')?.rowsPublished).toBe(Number(num_rows));
  });

  // A maker's name with a slip of the pen would silently lead nowhere.
  it('names only makers that have a channel, or are known to have none', () => {
    const without = [...new Set(models.map(({ maker }) => maker))].filter(
      (maker) => channelsForMaker(maker).length === 0,
    );
    expect(without.sort()).toEqual([
      'BAAI',
      'CompVis',
      'DataComp',
      'Kakao Brain',
      'OpenCLIP',
      'Salesforce',
      'Sber AI',
      'Spawning',
      'thaottn on Hugging Face',
    ]);
  });
});

describe('channels', () => {
  it.each(allChannels().map((channel) => [channel.id, channel] as const))('%s is whole', (id, channel) => {
    expect(channelById(id)).toBe(channel);
    expect([channel.url, channel.email].filter((address) => address !== null)).toHaveLength(1);
    for (const text of [channel.party, channel.title, channel.legalBasis, channel.whoMayUse]) {
      expect(text).toMatch(/\S/);
    }
    expect(channel.canAchieve).toMatch(/\.$/);
    expect(channel.regions.length).toBeGreaterThan(0);
  });

  it('offers no notice under the DMCA to model makers, maintainers or regulators', () => {
    for (const { id, kind, terms, legalBasis } of allChannels()) {
      if (kind === 'host' || kind === 'hub') continue;
      expect(`${id} ${terms} ${legalBasis}`).not.toMatch(/dmca/i);
    }
  });

  it('says of every DMCA notice who may use it and where never', () => {
    const notices = allChannels().filter(({ terms }) => terms === 'dmca-notice');
    expect(notices.length).toBeGreaterThan(20);
    for (const { whoMayUse, requiredFields } of notices) {
      expect(whoMayUse).toMatch(/rights holder.*perjury.*fair use.*Never for your own page/s);
      expect(requiredFields).toEqual(expect.arrayContaining(['signature', 'work', 'url', 'contact']));
    }
  });

  it('promises no deletion by the form of Meta that offers none', () => {
    expect(channelById('meta-third-party-data')?.canAchieve).toMatch(/no access, correction or deletion/);
  });

  it('keeps the personal-data address of Hugging Face apart from its DMCA form', () => {
    expect(channelById('hugging-face-dmca-form')?.canAchieve).toMatch(/personal data has its own address/);
    expect(channelById('hugging-face-privacy')?.legalBasis).toMatch(/GDPR/);
  });

  it('sends nobody to a real party for the demo', () => {
    const demo = allChannels().filter(
      ({ appliesTo }) => appliesTo.to === 'datasets' && appliesTo.names.includes('demo'),
    );
    expect(demo.map(({ email }) => email)).toEqual(['practice@trainspot.example']);
  });

  it('says no to an unknown id', () => {
    expect(channelById('mercy')).toBeNull();
  });
});

describe('programmes', () => {
  it('are the six known ones, each with a reason why no search can answer', () => {
    expect(programmes().map(({ name }) => name)).toEqual([
      'facebook-hashtag-pretraining',
      'facebook-seer',
      'meta-generative-ai',
      'reddit-licences',
      'vox-media-licence',
      'clearview-ai',
    ]);
    for (const { whyNotSearchable } of programmes()) expect(whyNotSearchable).toMatch(/\.$/);
  });
});
