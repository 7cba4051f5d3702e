import Type, { type Static } from 'typebox';
import { GRADES } from '../core/evidence.ts';
import { CaseRequestSchema } from './case-request.ts';
import { ChannelSchema } from './channel.ts';
import { RecheckSchema } from './recheck.ts';
import { mapOf, named, nullable, reference, textOrNull, wordOf, wordOrNull } from './schema.ts';

const CaseBeginningSchema = Type.Object(
  {
    channel: reference(ChannelSchema),
    letter: textOrNull('The kind of notice to write first for it; null where no letter goes there.'),
  },
  { additionalProperties: false, description: 'The channel that the case was opened for.' },
);
export type CaseBeginning = Static<typeof CaseBeginningSchema>;

const CaseMatchViewSchema = Type.Object(
  {
    n: Type.Integer({ description: 'Its number in the case, from 1.' }),
    dataset: Type.String(),
    release: Type.String(),
    rowId: Type.String(),
    file: textOrNull('The list’s file, where the row id is a place in it.'),
    url: Type.String(),
    grade: wordOrNull(GRADES, 'As the check graded it; null where that was not said.'),
    pdqDistance: nullable(Type.Integer()),
    similarity: nullable(Type.Number()),
    foundOn: textOrNull('YYYY-MM-DD.'),
    checkId: textOrNull('The check that found it, where that was said.'),
    sha256: textOrNull('Of the picture that the row recorded.'),
    md5: textOrNull('Of the picture that the row recorded.'),
    pdq: textOrNull('Of the picture that the row recorded.'),
    pdqQuality: nullable(Type.Integer({ description: '0–100.' })),
    latest: Type.Union([reference(RecheckSchema), Type.Null()]),
  },
  { additionalProperties: false },
);
/** A row of a case with what its link was found to be last; nothing before the first re-check. */
export type CaseMatchView = Static<typeof CaseMatchViewSchema>;
/** A row that a case is about, as it was when it was added. */
export type CaseMatch = Omit<CaseMatchView, 'latest'>;

const NextStepSchema = Type.Object(
  {
    step: Type.Enum(
      ['draft', 'complete', 'send', 'decide', 'complain', 'redress', 'recheck', 'wait', 'done'],
      {
        description: 'What to do, as a stable word; sentence says it in full.',
      },
    ),
    request: nullable(Type.Integer()),
    due: textOrNull('YYYY-MM-DD.'),
    sentence: Type.String(),
  },
  { additionalProperties: false, description: 'The one thing to do next.' },
);
export type NextStep = Static<typeof NextStepSchema>;

export const CaseViewSchema = named(
  'Case',
  Type.Object(
    {
      id: Type.String(),
      title: Type.String(),
      note: Type.String(),
      createdAt: Type.String({ description: 'ISO 8601 in UTC.' }),
      matches: Type.Array(CaseMatchViewSchema),
      requests: Type.Array(reference(CaseRequestSchema)),
      begun: Type.Union([CaseBeginningSchema, Type.Null()]),
      next: NextStepSchema,
      calendar: textOrNull(
        'Path of the calendar, by a token that reads nothing else; null where an API key asks.',
      ),
    },
    { additionalProperties: false, description: 'What an artist follows up.' },
  ),
);
export type CaseView = Static<typeof CaseViewSchema>;

export const OpenedCaseSchema = named(
  'OpenedCase',
  Type.Object(
    {
      case: reference(CaseViewSchema),
      token: Type.String({ description: 'Opens the case. It is shown this once and kept as a hash alone.' }),
      link: Type.String({ description: 'The page of the case; what stands after # no browser sends.' }),
    },
    { additionalProperties: false, description: 'A case that was opened just now, with its token.' },
  ),
);
export type OpenedCase = Static<typeof OpenedCaseSchema>;

const CaseSummarySchema = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    createdAt: Type.String(),
    requests: Type.Integer({ description: 'How many it has.' }),
  },
  { additionalProperties: false },
);
/** A case in a list of one API key's. */
export type CaseSummary = Static<typeof CaseSummarySchema>;

export const CaseListSchema = Type.Object(
  { cases: Type.Array(CaseSummarySchema) },
  { additionalProperties: false },
);

const CASE_EVENT_KINDS = [
  'opened',
  'changed',
  'match-added',
  'request-drafted',
  'request-changed',
  'request-moved',
  'request-extended',
  'rechecked',
] as const;

const CaseEventSchema = Type.Object(
  {
    n: Type.Integer(),
    at: Type.String({ description: 'ISO 8601 in UTC.' }),
    kind: wordOf(CASE_EVENT_KINDS, 'What happened; detail says to what.'),
    detail: mapOf(Type.Unknown()),
  },
  { additionalProperties: false },
);
/** Something that happened in a case. Never changed, and gone only with the case. */
export type CaseEvent = Static<typeof CaseEventSchema>;
export type CaseEventKind = CaseEvent['kind'];

export const CaseEventsSchema = Type.Object(
  { events: Type.Array(CaseEventSchema) },
  { additionalProperties: false },
);

export const DeletedCaseSchema = Type.Object(
  { deleted: Type.String({ description: 'The id of the case that is gone.' }) },
  { additionalProperties: false },
);
