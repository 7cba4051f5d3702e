import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { YES_NO, type YesNo } from '../../../src/api/answers.ts';
import type { Exposure, PostQuestionnaire, Reach } from '../../../src/api/exposure.ts';
import { type Post, POST_QUESTIONS } from '../../../src/advice/exposure/questions.ts';
import { answerExposures, exposuresOf } from '../../../src/advice/exposure/expose.ts';
import { allPlatforms } from '../../../src/advice/facts/platforms.ts';
import { programmes } from '../../../src/advice/facts/programmes.ts';
import { liesIn } from '../../../src/advice/facts/regions.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const HASHTAG = 'facebook-hashtag-pretraining';
const SEER = 'facebook-seer';
const META = 'meta-generative-ai';
const REDDIT = 'reddit-licences';
const VOX = 'vox-media-licence';
const CLEARVIEW = 'clearview-ai';

const insta = {
  platform: 'instagram',
  public: 'yes',
  adultThen: 'yes',
  hashtags: 'yes',
  region: 'DE',
} as const;

function exposure(programme: string, asked: PostQuestionnaire): Exposure {
  const found = answerExposures(asked, NOW).find((one) => one.programme === programme);
  if (!found) throw new Error(`no ${programme}`);
  return found;
}

describe('every boundary, from both sides', () => {
  it.each<[programme: string, asked: PostQuestionnaire, reach: Reach]>([
    [HASHTAG, { ...insta, posted: '2018-04-30' }, 'within-reach'],
    [HASHTAG, { ...insta, posted: '2018-05-01' }, 'not-within-reach'],
    [HASHTAG, { ...insta, posted: '2018-04' }, 'within-reach'],
    [HASHTAG, { ...insta, posted: '2018' }, 'cannot-tell'],
    [HASHTAG, { ...insta, posted: '2017', region: 'US-CA' }, 'within-reach'],
    [HASHTAG, { ...insta, posted: '2017', hashtags: 'no' }, 'not-within-reach'],
    [HASHTAG, { ...insta, posted: '2017', hashtags: 'unknown' }, 'cannot-tell'],
    [HASHTAG, { ...insta, posted: '2017', public: 'no' }, 'not-within-reach'],
    [HASHTAG, { ...insta, posted: '2017', platform: 'facebook' }, 'not-within-reach'],

    [SEER, { ...insta, posted: '2021-02-28', region: 'US' }, 'within-reach'],
    [SEER, { ...insta, posted: '2021-03-01', region: 'US' }, 'cannot-tell'],
    [SEER, { ...insta, posted: '2020', region: 'DE' }, 'not-within-reach'],
    [SEER, { ...insta, posted: '2020', region: 'EU' }, 'not-within-reach'],
    [SEER, { ...insta, posted: '2020', region: 'NO' }, 'cannot-tell'],
    [SEER, { ...insta, posted: '2020', region: 'UK' }, 'cannot-tell'],
    [SEER, { ...insta, posted: '2020', region: 'CH' }, 'within-reach'],
    [SEER, { ...insta, posted: '2020', region: 'other' }, 'within-reach'],
    [SEER, { ...insta, posted: '2020', region: 'unknown' }, 'cannot-tell'],
    [SEER, { ...insta, posted: '2020', region: 'US', public: 'no' }, 'not-within-reach'],

    [META, { ...insta, posted: '2024-06-25' }, 'cannot-tell'],
    [META, { ...insta, posted: '2024-06-26' }, 'within-reach'],
    [META, { ...insta, posted: '2024-06' }, 'cannot-tell'],
    [META, { ...insta, posted: '2025-01-01', region: 'UK' }, 'within-reach'],
    [META, { ...insta, posted: '2025-01-01', region: 'IS' }, 'within-reach'],
    [META, { ...insta, posted: '2024-06-25', region: 'US-IL' }, 'within-reach'],
    [META, { ...insta, posted: '2024-06-25', region: 'BR' }, 'within-reach'],
    [META, { ...insta, posted: '2024-06-25', region: 'CH' }, 'within-reach'],
    [META, { ...insta, posted: '2007-01-01', region: 'US' }, 'within-reach'],
    [META, { ...insta, posted: '2006-12-31', region: 'US' }, 'cannot-tell'],
    [META, { ...insta, posted: '2025-01-01', adultThen: 'no', adultNow: 'no' }, 'not-within-reach'],
    [META, { ...insta, posted: '2025-01-01', adultThen: 'unknown', adultNow: 'no' }, 'not-within-reach'],
    [META, { ...insta, posted: '2025-01-01', adultThen: 'no', adultNow: 'yes' }, 'cannot-tell'],
    [META, { ...insta, posted: '2025-01-01', adultThen: 'unknown' }, 'cannot-tell'],
    [META, { ...insta, posted: '2025-01-01', public: 'no' }, 'not-within-reach'],
    [META, { ...insta, posted: '2025-01-01', public: 'unknown' }, 'cannot-tell'],
    [META, { ...insta, posted: '2025-01-01', platform: 'facebook' }, 'within-reach'],
    [META, { ...insta, posted: '2025-01-01', platform: 'other' }, 'not-within-reach'],
    [META, { ...insta, posted: '2025-01-01', platform: 'unknown' }, 'cannot-tell'],
    [META, { ...insta, posted: 'unknown' }, 'cannot-tell'],

    [REDDIT, { platform: 'reddit', public: 'yes', posted: '2010' }, 'within-reach'],
    [REDDIT, { platform: 'reddit', public: 'yes' }, 'within-reach'],
    [REDDIT, { platform: 'reddit', public: 'no' }, 'not-within-reach'],
    [REDDIT, { platform: 'instagram', public: 'yes' }, 'not-within-reach'],

    [VOX, { platform: 'vox-media', public: 'yes', posted: '2024-05-31' }, 'within-reach'],
    [VOX, { platform: 'vox-media', public: 'yes', posted: '2024-06-01' }, 'cannot-tell'],
    [VOX, { platform: 'other', public: 'yes', posted: '2024-05-31' }, 'not-within-reach'],

    [CLEARVIEW, { platform: 'other', public: 'yes', face: 'yes' }, 'within-reach'],
    [CLEARVIEW, { platform: 'other', public: 'yes', face: 'no' }, 'not-within-reach'],
    [CLEARVIEW, { platform: 'other', public: 'yes' }, 'cannot-tell'],
    [CLEARVIEW, { platform: 'reddit', public: 'no', face: 'yes' }, 'not-within-reach'],
  ])('%s: %j is %s', (programme, asked, reach) => {
    const { reach: found, why, source, checkedOn, status, channels } = exposure(programme, asked);
    expect(found).toBe(reach);
    expect(why.length).toBeGreaterThan(0);
    for (const sentence of why) expect(sentence).toMatch(/\.$/);
    expect([source, checkedOn, status].every((text) => /\S/.test(text))).toBe(true);
    expect(channels.length > 0).toBe(reach !== 'not-within-reach');
  });

  it('knows every platform of the list at both sides of some programme', () => {
    for (const { name } of allPlatforms()) {
      const reaches = answerExposures({ platform: name, public: 'yes', face: 'yes' }, NOW).map(
        ({ reach }) => reach,
      );
      expect(reaches).toContain('not-within-reach');
      expect(reaches).not.toEqual(reaches.map(() => 'not-within-reach'));
    }
  });
});

describe('why, and whom to ask', () => {
  it('tells the dates, the region, the audience', () => {
    expect(exposure(META, { ...insta, posted: '2025' }).why.join(' ')).toMatch(/26 June 2024.*27 May 2025/);
    expect(exposure(SEER, { ...insta, posted: '2020' }).why.join(' ')).toMatch(/people in the EU/);
    expect(exposure(META, { ...insta, public: 'no' }).why).toContain('Only public posts are taken.');
    expect(exposure(META, { ...insta, posted: '2025', adultThen: 'unknown' }).why).toEqual([
      'It depends on what you did not say.',
      'Only posts of people who were 18 or older then are taken.',
    ]);
  });

  it('sends the account’s holder to the objection, with its traps', () => {
    const { channels } = exposure(META, { ...insta, posted: '2025', ownPost: 'yes' });
    expect(channels.map(({ id }) => id)).toEqual(['meta-objection', 'meta-privacy', 'dpc-contact']);
    const traps = channels[0].traps.join(' ');
    expect(traps).toMatch(/Log in with your personal account first/);
    expect(traps).toMatch(/answers objections, but may still use what others post/);
    expect(traps).toMatch(/model trained before keeps/);
  });

  it('does not send them there for what somebody else posted', () => {
    const { channels } = exposure(META, { ...insta, posted: '2025', ownPost: 'no' });
    expect(channels.map(({ id }) => id)).toEqual(['meta-third-party-data', 'meta-privacy', 'dpc-contact']);
    expect(channels[0].traps.join(' ')).toMatch(/no access, correction or deletion/);
  });

  it('says for whom a channel is, where its author lived elsewhere then', () => {
    const { channels } = exposure(META, { ...insta, posted: '2025', region: 'US', ownPost: 'yes' });
    expect(channels[0].traps[0]).toMatch(/^It is for people who live in .*Brazil.* now\.$/);
  });
});

describe('an answer that is none', () => {
  it.each<[PostQuestionnaire, RegExp]>([
    [{ platform: 'myspace' }, /'platform' is 'myspace'.*instagram, facebook/],
    [{ posted: '2026-11-25' }, /'posted' is 2026-11-25; .*between 1991 and today, 2026-11-24/],
    [{ posted: '1990' }, /'posted' is 1990/],
    [{ posted: '2024-02-30' }, /'posted' is '2024-02-30'; write the day as/],
    [{ posted: '2024-13' }, /'posted' is '2024-13'/],
    [{ posted: 'last summer' }, /'posted' is 'last summer'/],
    [{ region: 'Mars' }, /'region' is 'Mars'/],
    [{ adultThen: 'yes', adultNow: 'no' }, /nobody grows younger/],
  ])('%j is told', (asked, message) => {
    expect(() => answerExposures(asked, NOW)).toThrow(message);
  });

  it('may be today, a leap day, or a year that is not over', () => {
    for (const posted of ['2026-11-24', '2024-02-29', '2026-11', '2026']) {
      expect(exposure(META, { ...insta, posted }).reach).not.toBe('not-within-reach');
    }
  });
});

describe('any post', () => {
  const known = fc.constantFrom<YesNo>('yes', 'no');
  const places = ['DE', 'NO', 'UK', 'CH', 'US-CA', 'US-other', 'BR', 'JP'] as const;
  const day = fc.integer({ min: Date.UTC(2000, 0), max: NOW.getTime() }).map((ms) => {
    const text = new Date(ms).toISOString().slice(0, 10);
    return { first: text, last: text };
  });
  const full: fc.Arbitrary<Post> = fc.record({
    platform: fc.constantFrom(...allPlatforms().map(({ name }) => name)),
    posted: day,
    region: fc.constantFrom(...places),
    public: known,
    adultThen: known,
    adultNow: known,
    hashtags: known,
    face: known,
    ownPost: known,
  });
  const FIELDS = ['platform', 'posted', 'region', ...POST_QUESTIONS] as const;
  const forgotten = fc.subarray([...FIELDS]);

  /** The same post, as somebody remembers it who has forgotten some of it. */
  function without(post: Post, fields: readonly (typeof FIELDS)[number][]): Post {
    const unknown = Object.fromEntries(fields.map((field) => [field, field === 'posted' ? null : 'unknown']));
    return { ...post, ...unknown };
  }

  it('that is half forgotten is never “not within reach” where the whole of it is more', () => {
    fc.assert(
      fc.property(full, forgotten, (post, fields) => {
        const [whole, half] = [exposuresOf(post), exposuresOf(without(post, fields))];
        half.forEach(({ reach }, i) => {
          if (reach === 'not-within-reach') expect(whole[i].reach).toBe('not-within-reach');
          if (reach === 'within-reach') expect(whole[i].reach).toBe('within-reach');
        });
      }),
      { numRuns: 500 },
    );
  });

  it('whose region is known by its group alone is answered no more firmly than by its country', () => {
    const groups = fc.constantFrom('EU', 'EEA', 'US', 'other', 'outside-EEA-UK');
    fc.assert(
      fc.property(full, groups, (post, group) => {
        fc.pre(liesIn(post.region, [group]) === 'within');
        const [exact, rough] = [exposuresOf(post), exposuresOf({ ...post, region: group })];
        rough.forEach(({ reach }, i) => {
          if (reach !== 'cannot-tell') expect(exact[i].reach).toBe(reach);
        });
      }),
    );
  });

  it('about which nothing is known is beyond no programme and within none', () => {
    const nothing = without(fc.sample(full, 1)[0], FIELDS);
    expect(exposuresOf(nothing).map(({ reach }) => reach)).toEqual(programmes().map(() => 'cannot-tell'));
  });

  it('is told of every programme once, with sources, and never that it was used', () => {
    fc.assert(
      fc.property(full, forgotten, (post, fields) => {
        const all = exposuresOf(without(post, fields));
        expect(all.map(({ programme }) => programme)).toEqual(programmes().map(({ name }) => name));
        for (const one of all) {
          expect(one.why.join(' ')).not.toMatch(/was used\b/);
          for (const { traps, source, status } of one.channels) {
            expect(traps.length).toBeGreaterThan(0);
            expect(source).toMatch(/\S/);
            expect(['primary', 'third-party', 'unverified']).toContain(status);
          }
        }
      }),
    );
    expect(YES_NO).toHaveLength(3);
  });
});
