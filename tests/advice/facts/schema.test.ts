import { describe, expect, it } from 'vitest';
import channelEntries from '../../../src/advice/facts/channels.json' with { type: 'json' };
import termEntries from '../../../src/advice/facts/channel-terms.json' with { type: 'json' };
import datasetEntries from '../../../src/advice/facts/datasets.json' with { type: 'json' };
import hostEntries from '../../../src/advice/facts/hosts.json' with { type: 'json' };
import platformEntries from '../../../src/advice/facts/platforms.json' with { type: 'json' };
import programmeEntries from '../../../src/advice/facts/programmes.json' with { type: 'json' };
import { TrainspotError } from '../../../src/core/errors.ts';
import { readTerms } from '../../../src/advice/facts/channel-terms.ts';
import { readChannels } from '../../../src/advice/facts/channels.ts';
import { readDatasets } from '../../../src/advice/facts/datasets.ts';
import makerEntries from '../../../src/advice/facts/makers.json' with { type: 'json' };
import regionEntries from '../../../src/advice/facts/regions.json' with { type: 'json' };
import regulatorEntries from '../../../src/advice/facts/regulators.json' with { type: 'json' };
import ruleEntries from '../../../src/advice/rules.json' with { type: 'json' };
import { readCollections } from '../../../src/advice/facts/makers.ts';
import { readRegions } from '../../../src/advice/facts/regions.ts';
import { readRegulators } from '../../../src/advice/facts/regulators.ts';
import { readRules } from '../../../src/advice/rules.ts';
import { readHosts } from '../../../src/advice/facts/hosts.ts';
import { readPlatforms } from '../../../src/advice/facts/platforms.ts';
import { readProgrammes } from '../../../src/advice/facts/programmes.ts';

type Entry = Record<string, unknown>;

const readers = {
  'datasets.json': { read: readDatasets, entries: datasetEntries, key: 'name' },
  'channels.json': { read: readChannels, entries: channelEntries, key: 'id' },
  'channel-terms.json': { read: readTerms, entries: termEntries, key: 'id' },
  'hosts.json': { read: readHosts, entries: hostEntries, key: 'name' },
  'makers.json': { read: readCollections, entries: makerEntries, key: 'maker' },
  'regions.json': { read: readRegions, entries: regionEntries, key: 'name' },
  'regulators.json': { read: readRegulators, entries: regulatorEntries, key: 'country' },
  'rules.json': { read: readRules, entries: ruleEntries, key: 'id' },
  'platforms.json': { read: readPlatforms, entries: platformEntries, key: 'name' },
  'programmes.json': { read: readProgrammes, entries: programmeEntries, key: 'name' },
} as const;

type File = keyof typeof readers;

/** The message for a copy of the file whose entry of that key (or place) was changed. */
function complaint(file: File, key: string | number, change: (entry: Entry) => void): string {
  const entries = structuredClone(readers[file].entries) as Entry[];
  const entry =
    typeof key === 'number' ? entries[key] : entries.find((one) => one[readers[file].key] === key);
  if (!entry) throw new Error(`no ${key} in ${file}`);
  change(entry);
  return messageOf(() => readers[file].read(entries));
}

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(TrainspotError);
    expect((error as TrainspotError).code).toBe('knowledge-invalid');
    return (error as TrainspotError).message;
  }
  return 'accepted';
}

describe('what a knowledge file may not say', () => {
  it.each<[File, string | number, string, (entry: Entry) => void]>([
    ['datasets.json', 'laion-400m', "'laion-400m', field 'source': is missing", (e) => delete e.source],
    ['datasets.json', 'coyo-700m', "'coyo-700m', field 'checkedOn'", (e) => (e.checkedOn = '2026-02-30')],
    ['datasets.json', 'coyo-700m', "'coyo-700m', field 'rowsPublished'", (e) => (e.rowsPublished = '747M')],
    ['datasets.json', 'wit', "'wit', field 'colour': is not a known field", (e) => (e.colour = 'red')],
    ['datasets.json', 'wit', "'wit', field 'homePage'", (e) => (e.homePage = 'javascript:alert(1)')],
    [
      'datasets.json',
      'laion-400m',
      "'laion-400m', field 'trainedModels.0.status': is missing",
      (e) => delete (e.trainedModels as Entry[])[0].status,
    ],
    [
      'datasets.json',
      'laion-400m',
      "'laion-400m', field 'history.0.checkedOn': is missing",
      (e) => delete (e.history as Entry[])[0].checkedOn,
    ],
    [
      'datasets.json',
      'laion2b-en',
      "'laion2b-en', field 'later': names 'laion-6b', which is no entry",
      (e) => (e.later = ['laion-6b']),
    ],
    ['datasets.json', 3, "entry 4, field 'name': is missing", (e) => delete e.name],
    ['datasets.json', 'wit', 'is used by two entries', (e) => (e.name = 'coyo700m')],
    ['platforms.json', 'reddit', 'is used by two entries', (e) => (e.name = 'facebook')],
    [
      'programmes.json',
      'facebook-seer',
      "there is no platform 'myspace'",
      (e) => ((e.reach as Entry[])[0].platforms = ['myspace']),
    ],
    [
      'programmes.json',
      'facebook-seer',
      "there is no region 'Mars'",
      (e) => ((e.reach as Entry[])[0].regions = ['Mars']),
    ],
    [
      'programmes.json',
      'facebook-seer',
      '2021-03-01 is not after 2022-01-01',
      (e) => ((e.reach as Entry[])[0].from = '2022-01-01'),
    ],
    [
      'programmes.json',
      'facebook-seer',
      "there is no channel 'mercy'",
      (e) => ((e.channels as Entry[])[0].id = 'mercy'),
    ],
    [
      'programmes.json',
      'facebook-seer',
      "field 'reach.0.source': is missing",
      (e) => delete (e.reach as Entry[])[0].source,
    ],
    ['programmes.json', 'clearview-ai', "'clearview-ai', field 'owner'", (e) => (e.owner = ' ')],
    ['programmes.json', 'clearview-ai', 'is used by two entries', (e) => (e.name = 'facebook-seer')],
    ['channel-terms.json', 'dmca-notice', "'dmca-notice', field 'legalBasis'", (e) => delete e.legalBasis],
    [
      'channel-terms.json',
      'dmca-notice',
      "field 'requiredFields.0'",
      (e) => (e.requiredFields = ['shoe size']),
    ],
    [
      'channel-terms.json',
      'dmca-notice',
      "field 'notFor.0.answers",
      (e) => (e.notFor = [{ answers: {}, why: 'x' }]),
    ],
    ['makers.json', 'Meta', 'no channel of channels.json applies to it', (e) => (e.maker = 'Mtea')],
    ['makers.json', 'Meta', "hosts.json has no rule 'Facbook'", (e) => (e.hosts = ['Facbook'])],
    ['regions.json', 'EU', "'EU', field 'includes", (e) => (e.includes = ['Germany'])],
    ['regulators.json', 'DE', 'is used by two entries', (e) => (e.country = 'FR')],
    ['regulators.json', 'DE', "field 'site'", (e) => (e.site = 'bfdi')],
    ['rules.json', 'practice', "there are no terms 'mercy'", (e) => (e.terms = ['mercy'])],
    ['rules.json', 'practice', "field 'answers", (e) => (e.answers = { ownPage: ['perhaps'] })],
    ['rules.json', 'practice', "field 'via", (e) => (e.via = ['pigeon'])],
    ['channels.json', 'imgur-removal', "there is no region 'Mars'", (e) => (e.regions = ['Mars'])],
    ['channels.json', 'imgur-removal', "'imgur-removal', field 'status'", (e) => (e.status = 'sure')],
    ['channels.json', 'imgur-removal', "'imgur-removal', field 'email'", (e) => (e.email = 'nobody')],
    ['channels.json', 'imgur-removal', 'exactly one of url and email', (e) => (e.url = null)],
    ['channels.json', 'imgur-removal', 'exactly one of url and email', (e) => (e.email = 'a@imgur.com')],
    ['channels.json', 'imgur-removal', "there are no terms 'mercy'", (e) => (e.terms = 'mercy')],
    ['channels.json', 'imgur-removal', 'is used by two entries', (e) => (e.id = 'tumblr-dmca')],
    [
      'channels.json',
      'wit-email',
      "there is no dataset 'wot'",
      (e) => (e.appliesTo = { to: 'datasets', names: ['wot'] }),
    ],
    ['channels.json', 'wit-email', "field 'appliesTo", (e) => (e.appliesTo = { to: 'everything' })],
    [
      'channels.json',
      'adobe-dpo',
      "must apply to its party, 'Adobe'",
      (e) => (e.appliesTo = { to: 'makers', names: ['Adobbe'] }),
    ],
    ['hosts.json', 'Etsy', "'Etsy', field 'channels': there is no channel 'x'", (e) => (e.channels = ['x'])],
    ['hosts.json', 'Etsy', "'co.uk' is a public suffix", (e) => (e.patterns = ['co.uk'])],
    ['hosts.json', 'Etsy', "'*.com' is a public suffix", (e) => (e.patterns = ['*.com'])],
    ['hosts.json', 'Etsy', 'is used by two entries', (e) => (e.patterns = ['etsy.com', 'imgur.com'])],
    ['hosts.json', 'Etsy', 'one rule must have none; 2 have none', (e) => (e.patterns = [])],
    [
      'hosts.json',
      'Etsy',
      "no rule names the host channel 'etsy-ip-report'",
      (e) => (e.channels = ['tumblr-dmca']),
    ],
  ])('%s %s: %s', (file, key, expected, change) => {
    const message = complaint(file, key, change);
    expect(message).toContain(`${file}: `);
    expect(message).toContain(expected);
  });

  it.each(Object.keys(readers) as File[])('%s must be a list', (file) => {
    expect(messageOf(() => readers[file].read({}))).toContain(`${file}: the file: must be a list`);
  });

  it.each(Object.keys(readers) as File[])('%s is accepted as it stands', (file) => {
    expect(complaint(file, 0, () => {})).toBe('accepted');
  });
});
