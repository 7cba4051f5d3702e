import Type, { type Static } from 'typebox';
import type { OptOut } from '../../core/fetch-failure.ts';
import { LINK_STATES, type LinkState, type Recheck, type RowStanding } from '../../core/recheck.ts';
import { LIVE_STATUSES, type LiveStatus } from '../../core/verification.ts';
import { nullable } from './nullable.ts';
import { named } from './reference.ts';
import type { Same } from './same.ts';

const text = (description: string) => nullable(Type.String({ description }));

const OptOutSchema = Type.Object(
  {
    signal: Type.Enum(['noai', 'noimageai', 'tdm-reservation', 'robots'], {
      description: 'The word by which the server says no.',
    }),
    where: Type.Enum(['X-Robots-Tag', 'TDM-Reservation', '/.well-known/tdmrep.json', '/robots.txt'], {
      description: 'The header or the file in which it stands.',
    }),
  },
  { additionalProperties: false },
);

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

export const RecheckSchema = named(
  'Recheck',
  Type.Object(
    {
      match: Type.Integer(),
      at: Type.String({ description: 'ISO 8601 in UTC.' }),
      link: Type.Unsafe<LinkState>({
        type: 'string',
        enum: [...LINK_STATES],
        description:
          'alive: a picture is there. reserved: its server reserves it against machine learning, so it was not ' +
          'opened. gone: 404 or 410. no-server: no server has the name. withheld: 401, 403, 451 … no-picture: what ' +
          'is there is no picture. unreachable: nothing can be said today.',
      }),
      reason: text('A stable word where the link is not alive, such as http-404.'),
      httpStatus: nullable(Type.Integer()),
      movedTo: text('Where redirects ended; null where there were none.'),
      optOut: Type.Union([OptOutSchema, Type.Null()]),
      picture: Type.Unsafe<LiveStatus | null>({
        type: ['string', 'null'],
        enum: [...LIVE_STATUSES, null],
        description: 'What is there against what is named by against; null where nothing was opened.',
      }),
      against: Type.Unsafe<Recheck['against']>({
        type: ['string', 'null'],
        enum: ['row', 'first-recheck', null],
        description: 'row: what the row recorded; first-recheck: what this case saw first.',
      }),
      pdqDistance: nullable(Type.Integer({ description: '0–256.' })),
      sha256: text('Of the picture that is there; the picture itself is let go.'),
      pdq: text('Likewise.'),
      pdqQuality: nullable(Type.Integer({ description: '0–100.' })),
      row: Type.Union([RowStandingSchema, Type.Null()]),
      sentence: Type.String(),
    },
    { additionalProperties: false, description: 'What a row’s link and its row were found to be one day.' },
  ),
);

true satisfies Same<Static<typeof OptOutSchema>, OptOut>;
true satisfies Same<Static<typeof RowStandingSchema>, RowStanding>;
true satisfies Same<Static<typeof RecheckSchema>, Recheck>;
