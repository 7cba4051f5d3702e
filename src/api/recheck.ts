import Type, { type Static } from 'typebox';
import { OptOutSchema } from './opt-out.ts';
import { named, nullable, textOrNull, wordOf, wordOrNull } from './schema.ts';
import { LIVE_STATUSES } from './current-picture.ts';

const RowStandingSchema = Type.Object(
  {
    release: Type.String({ description: 'The newest release of the dataset that is known here.' }),
    standing: Type.Enum(['listed', 'absent', 'hidden'], {
      description: 'absent: not among the rows that this service shows; hidden is not said any more.',
    }),
    rowsListed: Type.Integer(),
    rowsPublished: nullable(Type.Integer()),
  },
  { additionalProperties: false },
);
/** Whether the dataset's newest release that is known here still has a row. */
export type RowStanding = Static<typeof RowStandingSchema>;

export const RecheckSchema = named(
  'Recheck',
  Type.Object(
    {
      // The number of the match.
      match: Type.Integer(),
      at: Type.String({ description: 'ISO 8601 in UTC.' }),
      link: wordOf(
        ['alive', 'reserved', 'gone', 'no-server', 'withheld', 'no-picture', 'unreachable'],
        'alive: a picture is there. reserved: its server reserves it against machine learning, so it was not ' +
          'opened. gone: 404 or 410. no-server: no server has the name. withheld: 401, 403, 451 … no-picture: what ' +
          'is there is no picture. unreachable: nothing can be said today.',
      ),
      reason: textOrNull('A stable word where the link is not alive, such as http-404.'),
      httpStatus: nullable(Type.Integer()),
      movedTo: textOrNull('Where redirects ended; null where there were none.'),
      optOut: Type.Union([OptOutSchema, Type.Null()]),
      picture: wordOrNull(
        LIVE_STATUSES,
        'What is there against what is named by against; null where nothing was opened.',
      ),
      against: wordOrNull(
        ['row', 'first-recheck'],
        'row: what the row recorded; first-recheck: what this case saw first.',
      ),
      // The smallest over all orientations.
      pdqDistance: nullable(Type.Integer({ description: '0–256.' })),
      sha256: textOrNull('Of the picture that is there; the picture itself is let go.'),
      pdq: textOrNull('Likewise.'),
      pdqQuality: nullable(Type.Integer({ description: '0–100.' })),
      // Null where no release of the dataset is known here.
      row: Type.Union([RowStandingSchema, Type.Null()]),
      sentence: Type.String(),
    },
    { additionalProperties: false, description: 'What a row’s link and its row were found to be one day.' },
  ),
);
export type Recheck = Static<typeof RecheckSchema>;
export type LinkState = Recheck['link'];
