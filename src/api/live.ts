import Type, { type Static } from 'typebox';
import { ONE_FOR_MANY } from '../core/placeholder.ts';
import { CurrentPictureSchema } from './current-picture.ts';
import { named, reference, textOrNull, wordOf } from './schema.ts';

/**
 * What became of looking at a row's address. `comparing`: it is being fetched. `compared`: `picture` says what stands there.
 * `dead`: nothing stands there any more. `placeholder`: as `core/placeholder.ts` has it.
 * `not-compared`: `why` says why not.
 */
const ROW_LIVE_STATES = ['comparing', 'compared', 'dead', 'placeholder', 'not-compared'] as const;

export const RowLiveSchema = named(
  'RowLive',
  Type.Object(
    {
      state: wordOf(
        ROW_LIVE_STATES,
        'comparing: the picture at the address is being fetched. compared: picture says what stands there. dead: no ' +
          'picture is there any more, or nobody answers. placeholder: the host shows ' +
          `${ONE_FOR_MANY}, so it says nothing of this one. ` +
          'not-compared: it could not be had, and why says why.',
      ),
      why: textOrNull('In words, why the row’s own picture could not be compared; null where it was.'),
      lookedAt: textOrNull('When the address was asked, ISO 8601 in UTC; null before that.'),
      deadSince: textOrNull('The day on which the link was found dead, YYYY-MM-DD; null where it is not.'),
      archive: textOrNull(
        'Where to look for an archived copy: the Wayback Machine’s own address for that URL. It is for you to open; this ' +
          'service fetches nothing from there. Null where the row’s own picture was compared.',
      ),
      proof: textOrNull('What could prove that the row is your picture, in words; null likewise.'),
      picture: Type.Union([reference(CurrentPictureSchema), Type.Null()], {
        description: 'What the address shows now, where a picture could be compared.',
      }),
    },
    { additionalProperties: false, description: 'What became of looking at a row’s address.' },
  ),
);
/** What became of looking at a row's address. */
export type RowLive = Static<typeof RowLiveSchema>;

const LIVE_STATES = ['running', 'done', 'off', 'ask'] as const;

export const LiveSchema = named(
  'Live',
  Type.Object(
    {
      state: wordOf(
        LIVE_STATES,
        'running: the pictures of the most promising rows that have no fingerprints here are being fetched and compared. ' +
          'done: that has ended. off: this service does not do it. ask: it does when it is asked to, by POST /v1/checks/{id}/live.',
      ),
      compared: Type.Integer({
        description: 'Rows that are done with, whether their picture could be had or not.',
      }),
      of: Type.Integer({ description: 'Rows that are looked at.' }),
    },
    {
      additionalProperties: false,
      description:
        'How far the service is with comparing rows with their live pictures by itself. A host learns that somebody looks ' +
        'at an address, and never anything of your picture.',
    },
  ),
);
export type Live = Static<typeof LiveSchema>;
