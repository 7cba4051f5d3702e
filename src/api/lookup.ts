import Type, { type Static } from 'typebox';
import { FAILURE_KINDS } from '../core/fetch-failure.ts';
import { named, nullable, reference, textOrNull } from './schema.ts';

export const LookupQuerySchema = Type.Object(
  {
    url: Type.Optional(
      Type.String({
        maxLength: 4096,
        description:
          'The picture’s address, with or without https://; http or https and what stands after # do not matter.',
      }),
    ),
    domain: Type.Optional(
      Type.String({
        maxLength: 4096,
        description:
          'A domain such as example.org, any host, or an address at it. A public suffix such as co.uk is refused.',
      }),
    ),
    subdomains: Type.Optional(
      Type.Boolean({
        description: 'With domain: false for that host alone; all below it too when left out.',
      }),
    ),
    sha256: Type.Optional(
      Type.String({ maxLength: 100, description: 'Of the picture’s file, 64 hex digits.' }),
    ),
    md5: Type.Optional(Type.String({ maxLength: 100, description: 'Of the picture’s file, 32 hex digits.' })),
    caption: Type.Optional(
      Type.String({
        maxLength: 500,
        description:
          'Words that the caption or the author has, all of them; "words in quotes" side by side; word* for every ' +
          'word that begins so. In scripts without spaces, such as Chinese, Japanese, Thai, Lao, Khmer and Burmese, ' +
          'any part of the text, of one letter or more. Upper and lower case are the same.',
      }),
    ),
    dataset: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'Name of the one dataset to look in.' }),
    ),
    after: Type.Optional(
      Type.String({ minLength: 1, maxLength: 1024, description: 'The next of the page before.' }),
    ),
    // No Type.Integer: the text 1.5 would be cut to 1.
    limit: Type.Optional(
      Type.Number({
        multipleOf: 1,
        minimum: 1,
        maximum: 100,
        description: 'Rows of a page at most; 20 when left out.',
      }),
    ),
  },
  { additionalProperties: false },
);
/** One page of a lookup, by exactly one of the first: `subdomains` goes with `domain`. */
export type LookupQuery = Static<typeof LookupQuerySchema>;

export const KnownLinkSchema = named(
  'KnownLink',
  Type.Object(
    {
      kind: Type.Enum([...FAILURE_KINDS], {
        description:
          'dead: nothing is there any more; withheld: its host does not want it taken; unusable: no picture that can ' +
          'be taken; transient: it may be there another day.',
      }),
      reason: Type.String({ description: 'A short stable word, such as http-404, dns or robots.' }),
      since: Type.String({
        format: 'date-time',
        description: 'Since when it was so each time it was asked.',
      }),
      lastTriedAt: Type.String({ format: 'date-time' }),
    },
    {
      additionalProperties: false,
      description:
        'What the link was found to be when the picture was asked for. Null where it was had, or never asked for.',
    },
  ),
);
export type KnownLink = Static<typeof KnownLinkSchema>;

export const LookupRowSchema = named(
  'LookupRow',
  Type.Object(
    {
      dataset: Type.String(),
      release: Type.String(),
      rowId: Type.String({ description: 'The publisher’s id of the row, or its place in the file.' }),
      file: textOrNull('The manifest’s file, where the row id is a place in it; else null.'),
      url: Type.String(),
      link: Type.Union([reference(KnownLinkSchema), Type.Null()]),
      caption: textOrNull('As the manifest gives it.'),
      author: textOrNull('Who posted the picture, where the manifest says so.'),
      pageUrl: textOrNull('The page on which it stood, as the manifest gives it.'),
      width: nullable(Type.Integer({ description: 'Pixels; null where unknown.' })),
      height: nullable(Type.Integer({ description: 'Pixels; null where unknown.' })),
      sha256: textOrNull('Of the file, lower-case hex; null where unknown.'),
      md5: textOrNull('Of the file, lower-case hex; null where unknown.'),
      unsafe: nullable(
        Type.Boolean({ description: 'The publisher’s own flag; null where it says nothing.' }),
      ),
    },
    { additionalProperties: false, description: 'A row of a dataset.' },
  ),
);
export type LookupRow = Static<typeof LookupRowSchema>;

const DatasetCountSchema = Type.Object(
  { dataset: Type.String(), release: Type.String(), rows: Type.Integer() },
  { additionalProperties: false },
);
export type DatasetCount = Static<typeof DatasetCountSchema>;

export const DomainCountsSchema = named(
  'DomainCounts',
  Type.Object(
    {
      datasets: Type.Array(DatasetCountSchema),
      complete: Type.Boolean({
        description: 'False where counting stopped at 100,000 hosts: each number is then “at least”.',
      }),
    },
    { additionalProperties: false, description: 'How many rows of a domain each dataset has.' },
  ),
);
export type DomainCounts = Static<typeof DomainCountsSchema>;

export const LookupAnswerSchema = named(
  'LookupAnswer',
  Type.Object(
    {
      items: Type.Array(reference(LookupRowSchema)),
      next: textOrNull(
        'For after; null where nothing is left. A page of a lookup by caption may be short, even empty, and not be the last.',
      ),
      counts: Type.Union([reference(DomainCountsSchema), Type.Null()]),
      hint: Type.Optional(
        Type.String({ description: 'Where nothing was found: what to do instead, if that can be told.' }),
      ),
    },
    {
      additionalProperties: false,
      description: 'One page of rows. counts comes with the first page of a lookup by domain.',
    },
  ),
);
export type LookupAnswer = Static<typeof LookupAnswerSchema>;
