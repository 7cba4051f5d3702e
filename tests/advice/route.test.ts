import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answers, YES_NO } from '../../src/api/answers.ts';
import { NO_ANSWERS, QUESTIONS } from '../../src/advice/answers.ts';
import type { MatchChannel } from '../../src/api/channel.ts';
import { allChannels } from '../../src/advice/facts/channels.ts';
import { allDatasets } from '../../src/advice/facts/datasets.ts';
import { allRegions } from '../../src/advice/facts/regions.ts';
import { allRegulators } from '../../src/advice/facts/regulators.ts';
import { channelsFor, routesFor } from '../../src/advice/route.ts';
import { allRules } from '../../src/advice/rules.ts';
import { OTHERS } from './situations/others.ts';
import { SHOWN } from './situations/shown.ts';
import { RIGHTS_HOLDER, UNANSWERED } from './situations/unanswered-and-rights-holder.ts';
import type { Situation } from './situations/words.ts';

const PIN = 'https://i.pinimg.com/originals/aa/bb.jpg';
const ROW = '1581282014547';
const TABLE: readonly Situation[] = [...UNANSWERED, ...RIGHTS_HOLDER, ...SHOWN, ...OTHERS];

function routed(dataset: string | null, url: string | null = PIN, answers: Partial<Answers> = {}) {
  return channelsFor({ dataset, rowId: ROW, url }, { ...NO_ANSWERS, ...answers });
}

function channel(id: string, dataset: string, url?: string, answers?: Partial<Answers>): MatchChannel {
  const found = routed(dataset, url, answers).find((one) => one.id === id);
  if (!found) throw new Error(`no ${id} among the channels of ${dataset}`);
  return found;
}

describe('from a situation to its channels', () => {
  it('is told by a table of at least sixty', () => {
    expect(TABLE.length).toBeGreaterThanOrEqual(60);
    expect(new Set(TABLE.map((line) => JSON.stringify(line.slice(1, 4)))).size).toBe(TABLE.length);
  });

  it.each(TABLE)('%s (%s, %s, %j)', (_, dataset, url, answers, expected) => {
    expect(routed(dataset, url, answers).map(({ id }) => id)).toEqual(expected);
  });

  it('uses every rule', () => {
    const whys = TABLE.flatMap(([, dataset, url, answers]) => routed(dataset, url, answers)).map(
      ({ why }) => why,
    );
    const idle = allRules().filter(({ why }) => !whys.some((words) => words.includes(why)));
    expect(idle.map(({ id }) => id)).toEqual([]);
  });

  it('leads to every channel in some situation', () => {
    const reached = new Set(
      TABLE.flatMap(([, dataset, url, answers]) => routed(dataset, url, answers)).map(({ id }) => id),
    );
    // Each authority by its country; Adobe's officer where the platform shows the artist.
    for (const { country } of allRegulators()) {
      for (const { id } of routed('wit', PIN, { inPicture: 'yes', residence: country })) reached.add(id);
    }
    for (const { id } of routed(null, 'https://mir.behance.net/a', { inPicture: 'yes' })) reached.add(id);
    expect(
      allChannels()
        .filter(({ id }) => !reached.has(id))
        .map(({ id }) => id),
    ).toEqual([]);
  });
});

describe('a channel', () => {
  it('has what the row knows filled in, and the rest left to the artist', () => {
    expect(channel('laion-dataset-requests', 'laion-400m')).toMatchObject({
      url: 'https://laion.ai/dataset-requests/',
      email: null,
      kind: 'dataset-maintainer',
      fields: {
        name: null,
        email: null,
        explanation: null,
        dataset: 'LAION-400M',
        'sample id': ROW,
        url: PIN,
      },
    });
  });

  it('does not tick the statements of a DMCA notice for the artist, whatever they answered', () => {
    const { fields } = channel('pinterest-copyright', 'laion-400m', PIN, { mayAct: 'yes', ownPage: 'no' });
    expect(fields).toEqual({
      signature: null,
      work: null,
      url: PIN,
      contact: null,
      'good-faith statement': null,
      'accuracy and authority statement': null,
    });
  });

  it('names the domain to look up in the directory, and who lends it out', () => {
    const { fields } = channel('us-copyright-office-agents', 'wit', 'https://blog.example.co.uk/a.jpg');
    expect(fields['host domain']).toBe('example.co.uk');
    const lent = channel('us-copyright-office-agents', 'wit', 'https://someone.github.io/a.jpg');
    expect(lent.fields['host domain']).toBe('github.io');
    expect(lent.why).toMatch(/^someone\.github\.io is somebody's place on github\.io/);
  });

  it('is found under any spelling of the dataset’s name', () => {
    expect(routed('LAION-400M')).toEqual(routed('laion-400m'));
    expect(channel('laion-dataset-requests', 'laion400m').fields.dataset).toBe('LAION-400M');
  });

  it('says why: how sure it is that a model was trained, where a form was not found, that a host is made up', () => {
    expect(channel('stability-ai-privacy', 'laion2b-en').why).toMatch(
      /^Stable Diffusion 1\.x was trained .*Stable Diffusion 2\.x was trained .*\(a part of it/,
    );
    expect(channel('google-dpo', 'laion-400m').why).toMatch(/^Imagen is reported to have been trained/);
    expect(channel('us-copyright-office-agents', 'sbu', 'https://www.flickr.com/a').why).toMatch(
      /^Flickr's own form was not found/,
    );
    expect(channel('us-copyright-office-agents', 'demo', 'https://pictures.example/a').why).toMatch(
      /^This address is made up.*This is what a real host would get/,
    );
  });

  it('says for whom it is as long as nobody said where they live, and then no more', () => {
    const words =
      /It is for people who live in the EU, Iceland, Liechtenstein or Norway or the United Kingdom\.$/;
    expect(channel('hugging-face-privacy', 'coyo-700m').why).toMatch(words);
    expect(channel('hugging-face-privacy', 'coyo-700m', PIN, { residence: 'IS' }).why).not.toMatch(
      /people who live/,
    );
  });

  it('shows a client why and its fields, and nothing of the routing', () => {
    const keys =
      'id party kind role letters title url email legalBasis whoMayUse canAchieve source checkedOn status why fields';
    expect(Object.keys(channel('laion-dataset-requests', 'laion-400m'))).toEqual(keys.split(' '));
  });
});

describe('what is not offered, and why', () => {
  const refused = (dataset: string | null, url: string | null, answers: Partial<Answers>) =>
    Object.fromEntries(
      routesFor({ dataset, rowId: null, url }, { ...NO_ANSWERS, ...answers }).notOffered.map(
        ({ id, why }) => [id, why],
      ),
    );

  it('tells that LAION refuses copyright, that nobody takes down their own page, and who may sign', () => {
    expect(refused('laion-400m', PIN, { inPicture: 'no', ownPage: 'yes' })).toMatchObject({
      'laion-dataset-requests': expect.stringMatching(/^LAION refuses .*text and data mining/),
      'pinterest-copyright': expect.stringMatching(/own page.*perjury/),
    });
    expect(refused(null, PIN, { mayAct: 'no' })['pinterest-copyright']).toMatch(/rights holder/);
  });

  it('is empty where nothing was answered', () => {
    for (const { name } of allDatasets()) expect(refused(name, PIN, {})).toEqual({});
  });
});

describe('any row and any answers', () => {
  const datasets = fc.oneof(fc.constantFrom(null, ...allDatasets().map(({ name }) => name)), fc.string());
  const urls = fc.oneof(
    fc.webUrl({ withQueryParameters: true }),
    fc.constantFrom(null, 'not an address', 'http://[::1]:8/a', ...TABLE.map(([, , url]) => url)),
  );
  const answer = fc.constantFrom(...YES_NO);
  const places = [
    ...allRegions().map(({ name }) => name),
    ...allRegulators().map(({ country }) => country),
    'BR',
    'US-CA',
    'unknown',
  ];
  const answers = fc.record({
    ownPage: answer,
    inPicture: answer,
    mayAct: answer,
    residence: fc.constantFrom(...places),
  });

  it('never lead to a copyright request to LAION, nor to a notice that the answers forbid', () => {
    fc.assert(
      fc.property(datasets, urls, answers, (dataset, url, given) => {
        const channels = routed(dataset, url, given);
        for (const { party, kind, legalBasis, whoMayUse } of channels) {
          if (party === 'LAION') expect(legalBasis).toMatch(/GDPR.*personal data only/);
          if (/dmca/i.test(legalBasis)) {
            expect(['host', 'hub']).toContain(kind);
            expect(given.ownPage).not.toBe('yes');
            expect(given.mayAct).not.toBe('no');
          }
          if (/^A person (whom|whose)/.test(whoMayUse)) expect(given.inPicture).not.toBe('no');
        }
        if (dataset === 'demo') {
          for (const { party } of channels.filter(({ kind }) => !['host', 'hub'].includes(kind)))
            expect(party).toMatch(/demo set/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('give each channel once, with one address, a reason, a law, a source, and nothing signed', () => {
    const asked = [
      'signature',
      'good-faith statement',
      'accuracy and authority statement',
      'name',
      'explanation',
    ];
    fc.assert(
      fc.property(datasets, urls, answers, (dataset, url, given) => {
        const channels = routed(dataset, url, given);
        expect(new Set(channels.map((one) => one.url ?? one.email)).size).toBe(channels.length);
        for (const one of channels) {
          expect((one.url === null) !== (one.email === null)).toBe(true);
          for (const text of [
            one.why,
            one.legalBasis,
            one.whoMayUse,
            one.canAchieve,
            one.source,
            one.checkedOn,
          ]) {
            expect(text).toMatch(/\S/);
          }
          for (const name of asked) expect(one.fields[name] ?? null).toBeNull();
          if ('sample id' in one.fields) expect(one.fields['sample id']).toBe(ROW);
        }
      }),
    );
  });

  it('offer nothing new when a question is answered with no', () => {
    fc.assert(
      fc.property(datasets, urls, answers, fc.constantFrom(...QUESTIONS), (dataset, url, given, question) => {
        const before = new Set(routed(dataset, url, { ...given, [question]: 'unknown' }).map(({ id }) => id));
        const no = routed(dataset, url, { ...given, [question]: 'no' }).map(({ id }) => id);
        expect(no.filter((id) => !before.has(id))).toEqual([]);
      }),
    );
  });
});
