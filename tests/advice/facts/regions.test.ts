import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allRegions,
  liesIn,
  needRegion,
  readRegion,
  regionWords,
} from '../../../src/advice/facts/regions.ts';

describe('reading where somebody lives', () => {
  it.each([
    ['DE', 'DE'],
    [' de ', 'DE'],
    ['uk', 'UK'],
    ['GB', 'UK'],
    ['el', 'GR'],
    ['eu', 'EU'],
    ['EEA', 'EEA'],
    ['ch', 'CH'],
    ['us', 'US'],
    ['us-ca', 'US-CA'],
    ['US-TX', 'US-other'],
    ['US-other', 'US-other'],
    ['Other', 'other'],
    ['UNKNOWN', 'unknown'],
    ['anywhere', 'anywhere'],
  ])('%j is %s', (text, region) => {
    expect(readRegion(text)).toBe(region);
  });

  it.each(['', 'QX', 'Germany', 'D', 'DEU', 'US-C', 'constructor', '__proto__', '12'])(
    '%j is nowhere',
    (text) => {
      expect(readRegion(text)).toBeNull();
      expect(() => needRegion('residence', text)).toThrow(/'residence' is .* no place known here.*DE.*EEA/);
    },
  );
});

describe('how a place lies in regions', () => {
  it.each([
    ['DE', ['EU'], 'within'],
    ['NO', ['EU'], 'outside'],
    ['NO', ['EEA'], 'within'],
    ['UK', ['EEA'], 'outside'],
    ['UK', ['EEA', 'UK'], 'within'],
    ['EU', ['EEA'], 'within'],
    ['EEA', ['EU'], 'perhaps'],
    ['EU', ['FR'], 'perhaps'],
    ['US', ['US-CA'], 'perhaps'],
    ['US-CA', ['US'], 'within'],
    ['US-IL', ['US-CA'], 'outside'],
    ['other', ['EEA', 'UK'], 'outside'],
    ['other', ['EEA', 'BR'], 'perhaps'],
    ['BR', ['other'], 'within'],
    ['CH', ['other'], 'outside'],
    ['unknown', ['EEA'], 'perhaps'],
    ['unknown', ['anywhere'], 'within'],
    ['unknown', ['EEA', 'UK', 'CH', 'US', 'other'], 'within'],
    ['JP', ['anywhere'], 'within'],
    ['other', ['other', 'BR'], 'within'],
  ] as const)('%s in %j: %s', (place, regions, lies) => {
    expect(liesIn(place, regions)).toBe(lies);
  });

  it('is never “outside” where one of its countries is within', () => {
    const countries = fc.constantFrom('DE', 'NO', 'UK', 'CH', 'US-CA', 'US-other', 'BR', 'JP');
    const groups = fc.constantFrom(...allRegions().map(({ name }) => name), 'unknown');
    const regions = fc.array(fc.constantFrom(...allRegions().map(({ name }) => name), 'FR', 'BR'), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(countries, groups, regions, (country, group, some) => {
        const isMember = group === 'unknown' || liesIn(country, [group]) === 'within';
        fc.pre(isMember);
        const one = liesIn(country, some);
        const all = liesIn(group, some);
        if (one === 'within') expect(all).not.toBe('outside');
        if (all === 'within') expect(one).toBe('within');
        if (all === 'outside') expect(one).toBe('outside');
      }),
    );
  });

  it('is said in words', () => {
    expect(regionWords(['EEA', 'UK', 'BR'])).toBe(
      'the EU, Iceland, Liechtenstein or Norway, the United Kingdom or Brazil',
    );
  });
});
