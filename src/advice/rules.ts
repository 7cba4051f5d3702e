import Type, { type Static } from 'typebox';
import type { Answers } from '../api/answers.ts';
import { answersFit } from './answers.ts';
import { AnswerPatternSchema, readTerms } from './facts/channel-terms.ts';
import { hostRuleFor } from './facts/hosts.ts';
import { indexEntries, invalid, loadEntries } from './facts/load.ts';
import { KebabName, Text } from './facts/provenance.ts';
import { type Lies, liesIn } from './facts/regions.ts';
import { type Candidate, VIAS } from './channel.ts';
import data from './rules.json' with { type: 'json' };

const FILE = 'rules.json';
const some = <Name extends string>(names: readonly Name[], minItems: number) =>
  Type.Array(Type.Enum([...names]), { uniqueItems: true, minItems });

const RuleSchema = Type.Object(
  {
    id: KebabName,
    /** Entries of `channel-terms.json` that it is about. */
    terms: Type.Array(KebabName, { minItems: 1, uniqueItems: true }),
    /** By what the channel came up; none for any. */
    via: some(VIAS, 0),
    answers: Type.Object(AnswerPatternSchema, { additionalProperties: false }),
    /** How the artist's residence must lie in the regions of the channel. */
    lives: some(['within', 'perhaps'], 1),
    /** What shows the picture: a platform, a site that its owner runs, or no address is known. */
    host: some(['platform', 'site', 'none'], 1),
    /** Told to the artist: why this one. */
    why: Text,
  },
  { additionalProperties: false },
);

/** When channels of some terms are offered, and why. The first rule that fits decides; rules stand in the order in
 * which an artist should try what they offer. */
export type Rule = Readonly<Static<typeof RuleSchema>>;

const RULES = readRules(data);

/** The rules, first things first. */
export function allRules(): readonly Rule[] {
  return RULES;
}

/** What shows the picture, as the rules tell hosts apart. */
export type HostKind = Rule['host'][number];

/**
 * The rule by which a channel is offered, or null where none offers it. Terms that rule it out are not looked at.
 * @param host of the row's picture, by `hostKindOf`
 */
export function ruleFor({ channel, via }: Candidate, host: HostKind, answers: Answers): Rule | null {
  let lives: Lies | null = null;
  return (
    RULES.find(
      (rule) =>
        rule.terms.includes(channel.terms) &&
        (rule.via.length === 0 || rule.via.includes(via)) &&
        answersFit(rule.answers, answers) &&
        rule.host.includes(host) &&
        // Looked at last, and once: it costs more than the rest.
        rule.lives.some((one) => one === (lives ??= liesIn(answers.residence, channel.regions))),
    ) ?? null
  );
}

/**
 * Reads the entries of `rules.json`.
 * @throws TrainspotError `knowledge-invalid`: also where there are no such terms
 */
export function readRules(entries: unknown): readonly Rule[] {
  const rules = loadEntries(FILE, RuleSchema, entries);
  const terms = readTerms();
  for (const rule of rules) {
    for (const name of rule.terms) {
      if (!terms.has(name)) throw invalid(FILE, `'${rule.id}'`, 'terms', `there are no terms '${name}'`);
    }
  }
  indexEntries(FILE, 'id', rules, ({ id }) => id);
  return rules;
}

/** A platform, a site that its owner runs, or nothing where no address is known. */
export function hostKindOf(url: string | null): HostKind {
  if (url === null) return 'none';
  const { patterns, ownSites } = hostRuleFor(url);
  return patterns.length === 0 || ownSites === true ? 'site' : 'platform';
}
