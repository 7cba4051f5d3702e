import { parse } from 'tldts';
import Type, { type Static } from 'typebox';
import { parseUrl } from '../../core/parse-url.ts';
import { channelById, allChannels } from './channels.ts';
import data from './hosts.json' with { type: 'json' };
import { indexEntries, invalid, loadEntries } from './load.ts';
import { provenance, Text } from './provenance.ts';

const FILE = 'hosts.json';

const HostRuleSchema = Type.Object(
  {
    name: Text,
    /** `pinimg.com`: that host and all below it; `*.myshopify.com`: only those below. None: any other host. */
    patterns: Type.Array(Type.String({ pattern: '^(\\*\\.)?[a-z0-9-]+(\\.[a-z0-9-]+)*$' }), {
      uniqueItems: true,
    }),
    /** Ids of `channels.json`, the best first. */
    channels: Type.Array(Text, { minItems: 1, uniqueItems: true }),
    /** Customers run sites of their own there, robots.txt and all. */
    ownSites: Type.Optional(Type.Literal(true)),
    /** What the artist should know before using the channels of this host. */
    note: Type.Union([Text, Type.Null()]),
    ...provenance,
  },
  { additionalProperties: false },
);

/** Which channels reach the one who serves a picture. */
export type HostRule = Readonly<Static<typeof HostRuleSchema>>;

interface HostRules {
  /** By pattern. */
  byPattern: ReadonlyMap<string, HostRule>;
  fallback: HostRule;
}

const RULES = readHosts(data);

/**
 * The rule for the host of a picture's address: the one with the most exact pattern, else the fallback. Whole
 * labels are compared from the right, so `evilpinimg.com` and `pinimg.com.evil.example` are not Pinterest.
 * Never throws: an address without a host falls back too.
 */
export function hostRuleFor(url: string, rules: HostRules = RULES): HostRule {
  const labels = hostnameOf(url)?.split('.') ?? [];
  for (let i = 0; i < labels.length; i++) {
    const name = labels.slice(i).join('.');
    const rule = (i > 0 ? rules.byPattern.get(`*.${name}`) : undefined) ?? rules.byPattern.get(name);
    if (rule) return rule;
  }
  return rules.fallback;
}

/** Every rule, the fallback last. */
export function allHostRules(): readonly HostRule[] {
  return [...new Set([...RULES.byPattern.values(), RULES.fallback])];
}

/**
 * The name that somebody registered, above which the public suffix list has only registries:
 * `blog.example.co.uk` → `example.co.uk`. Suffixes that a company lends out (`github.io`, `myshopify.com`)
 * count as registered by that company: it runs the servers, so it is the one to write to.
 * Null for an IP address, a bare suffix, or an address without a host.
 */
export function registrableDomain(url: string): string | null {
  const hostname = hostnameOf(url);
  return hostname === null ? null : parse(hostname, { allowPrivateDomains: false }).domain;
}

/**
 * The place that a company lends to somebody under a domain of its own, by the private part of the public suffix list:
 * `https://someone.github.io/a.jpg` → someone.github.io, by github.io. Null for any other address.
 */
export function lentDomain(url: string): { name: string; by: string } | null {
  const hostname = hostnameOf(url);
  if (hostname === null) return null;
  const { domain, publicSuffix, isPrivate } = parse(hostname, { allowPrivateDomains: true });
  return isPrivate === true && domain !== null && publicSuffix !== null
    ? { name: domain, by: publicSuffix }
    : null;
}

/**
 * Reads the entries of `hosts.json`.
 * @throws TrainspotError `knowledge-invalid`: also where a pattern is a public suffix or stands twice, a
 * channel does not exist, a host's channel is not named at all, or there is not exactly one fallback
 */
export function readHosts(entries: unknown): HostRules {
  const rules = loadEntries(FILE, HostRuleSchema, entries);
  rules.forEach(checkRule);
  checkEveryHostChannelIsNamed(rules);
  const pairs = rules.flatMap((rule) => rule.patterns.map((pattern) => ({ pattern, rule })));
  const index = indexEntries(FILE, 'patterns', pairs, ({ pattern }) => pattern);
  const fallbacks = rules.filter(({ patterns }) => patterns.length === 0);
  if (fallbacks.length !== 1) {
    throw invalid(FILE, 'the file', 'patterns', `one rule must have none; ${fallbacks.length} have none`);
  }
  return {
    byPattern: new Map([...index].map(([pattern, { rule }]) => [pattern, rule])),
    fallback: fallbacks[0],
  };
}

/** As the URL standard reads it: lower case, punycode, no port, no user; a root's trailing dot is dropped. */
function hostnameOf(url: string): string | null {
  return parseUrl(url)?.hostname.replace(/\.$/, '') || null;
}

function checkRule({ name, patterns, channels }: HostRule): void {
  for (const id of channels) {
    if (!channelById(id)) throw invalid(FILE, `'${name}'`, 'channels', `there is no channel '${id}'`);
  }
  for (const pattern of patterns) {
    const { domain, isIcann } = parse(pattern.replace('*.', ''));
    if (domain === null && isIcann) {
      throw invalid(FILE, `'${name}'`, 'patterns', `'${pattern}' is a public suffix: it is nobody's host`);
    }
  }
}

function checkEveryHostChannelIsNamed(rules: readonly HostRule[]): void {
  const named = new Set(rules.flatMap(({ channels }) => channels));
  for (const { id, appliesTo } of allChannels()) {
    if (appliesTo.to === 'hosts' && !named.has(id)) {
      throw invalid(FILE, 'the file', 'channels', `no rule names the host channel '${id}'`);
    }
  }
}
