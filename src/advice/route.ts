import type { Answers } from '../api/answers.ts';
import { answersFit, NO_ANSWERS } from './answers.ts';
import type { Channel, MatchChannel, RefusedChannel } from '../api/channel.ts';
import type { Routes } from '../api/routes.ts';
import { datasetFacts } from './facts/datasets.ts';
import { liesIn, regionWords } from './facts/regions.ts';
import type { Candidate, Finder, RoutedRow } from './channel.ts';
import { channelForRow, plainChannel } from './fields.ts';
import { byPlatform, byWeb } from './finders/collector.ts';
import { byDataset } from './finders/dataset.ts';
import { byHost } from './finders/host.ts';
import { byModel } from './finders/model.ts';
import { byAnyone, byResidence } from './finders/person.ts';
import { allRules, hostKindOf, ruleFor } from './rules.ts';

const FINDERS: readonly Finder[] = [byDataset, byHost, byModel, byPlatform, byAnyone, byResidence, byWeb];

/**
 * Every channel through which a row can be asked about, in the order in which an artist should try them: the first
 * is the next thing to do. What the row knows is filled in, null stands where only the artist knows. Nothing is ever
 * sent. Never throws; empty where nobody is left to ask.
 */
export function channelsFor(row: RoutedRow, answers: Answers = NO_ANSWERS): MatchChannel[] {
  const order = allRules();
  const host = hostKindOf(row.url);
  const offered = candidatesFor(row)
    .map((candidate) => ({ candidate, rule: ruleFor(candidate, host, answers) }))
    .filter(({ candidate, rule }) => rule !== null && refusalOf(candidate.channel, answers) === null)
    .toSorted((a, b) => order.indexOf(a.rule!) - order.indexOf(b.rule!));
  const seen = new Set<string>();
  return offered
    .filter(({ candidate: { channel } }) => isNew(seen, channel.url ?? channel.email ?? channel.id))
    .map(({ candidate, rule }) =>
      channelForRow(candidate.channel, row, whyWords(candidate, rule!.why, answers)),
    );
}

/** The channels, and those of the dataset and the host that the answers rule out, each with why. Never throws. */
export function routesFor(row: RoutedRow, answers: Answers): Routes {
  const channels = channelsFor(row, answers);
  const refused = candidatesFor(row)
    .filter(({ via }) => via === 'dataset' || via === 'host')
    .map(({ channel }): RefusedChannel | null => {
      const why = refusalOf(channel, answers);
      const { id, party, kind, title } = channel;
      return why === null || channels.some((one) => one.id === id) ? null : { id, party, kind, title, why };
    })
    .filter((one) => one !== null);
  return { channels, notOffered: refused };
}

/** The channel of that id which may come up for a row, whatever the artist answers; null where there is none. Never throws. */
export function channelOf(row: RoutedRow, id: string): Channel | null {
  const facts = candidatesFor(row).find(({ channel }) => channel.id === id)?.channel;
  return facts === undefined ? null : plainChannel(facts);
}

function candidatesFor(row: RoutedRow): Candidate[] {
  const isSimulated = row.dataset !== null && datasetFacts(row.dataset)?.simulated === true;
  return FINDERS.filter(({ isForRealDatasetsOnly }) => !(isSimulated && isForRealDatasetsOnly)).flatMap(
    (finder) => finder.find(row).map((found) => ({ ...found, via: finder.via })),
  );
}

/** Why the answers rule a channel out, or null where they do not. */
function refusalOf({ notFor }: Candidate['channel'], answers: Answers): string | null {
  return notFor.find((one) => answersFit(one.answers, answers))?.why ?? null;
}

function whyWords({ channel, note }: Candidate, why: string, { residence }: Answers): string {
  const condition =
    liesIn(residence, channel.regions) === 'perhaps'
      ? `It is for people who live in ${regionWords(channel.regions)}.`
      : null;
  return [note, why, condition].filter((words) => words !== null).join(' ');
}

function isNew(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
