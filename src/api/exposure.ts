import Type, { type Static } from 'typebox';
import { answer } from './answers.ts';
import { ChannelSchema, SourceStatusSchema } from './channel.ts';
import { named, reference } from './schema.ts';

/** @param platforms the names that are known */
export function postQuestionnaireSchema(platforms: readonly string[]) {
  return Type.Object(
    {
      platform: Type.Optional(
        Type.String({
          maxLength: 40,
          description: `Where it was posted: ${platforms.join(', ')} or unknown.`,
        }),
      ),
      posted: Type.Optional(
        Type.String({ maxLength: 40, description: 'When: YYYY-MM-DD, YYYY-MM, YYYY or unknown.' }),
      ),
      region: Type.Optional(
        Type.String({
          maxLength: 40,
          description:
            'Where its author lived then: the two letters of a country, US-CA, US-IL, or EU, EEA, UK, CH, US, other, unknown.',
        }),
      ),
      public: answer('Whether everybody could see it;'),
      adultThen: answer('Whether its author was 18 or older when it was posted;'),
      adultNow: answer('Whether its author is 18 or older now;'),
      hashtags: answer('Whether it had hashtags;'),
      face: answer('Whether its picture shows your face;'),
      ownPost: answer('Whether your own account posted it;'),
    },
    {
      additionalProperties: false,
      examples: [
        {
          platform: 'instagram',
          posted: '2023-05',
          region: 'DE',
          public: 'yes',
          adultThen: 'yes',
          hashtags: 'no',
          ownPost: 'yes',
        },
      ],
    },
  );
}
/** A post as it is asked about; what is left out is unknown. */
export type PostQuestionnaire = Static<ReturnType<typeof postQuestionnaireSchema>>;

export const ExposureChannelSchema = named(
  'ExposureChannel',
  Type.Object(
    {
      ...ChannelSchema.properties,
      traps: Type.Array(Type.String(), { description: 'What goes wrong there, and what to mind.' }),
    },
    { additionalProperties: false, description: 'Whom to ask about a private programme.' },
  ),
);
export type ExposureChannel = Static<typeof ExposureChannelSchema>;

export const ExposureSchema = named(
  'Exposure',
  Type.Object(
    {
      programme: Type.String(),
      title: Type.String(),
      owner: Type.String(),
      reach: Type.Enum(['within-reach', 'not-within-reach', 'cannot-tell'], {
        description:
          'within-reach: by what was published, the programme took posts like this one; that yours was used nobody can ' +
          'say. not-within-reach: it did not. cannot-tell: it depends on what is not known.',
      }),
      why: Type.Array(Type.String(), { description: 'Dates, region, audience.' }),
      what: Type.String({ description: 'What was taken, and when, as far as it was published.' }),
      source: Type.String({ description: 'Where the answer was read.' }),
      checkedOn: Type.String({ description: 'Day the source was read, YYYY-MM-DD.' }),
      status: SourceStatusSchema,
      channels: Type.Array(reference(ExposureChannelSchema)),
    },
    { additionalProperties: false, description: 'What one private training programme means for a post.' },
  ),
);
export type Exposure = Static<typeof ExposureSchema>;
export type Reach = Exposure['reach'];

export const ExposuresSchema = named(
  'Exposures',
  Type.Object(
    { exposures: Type.Array(reference(ExposureSchema)) },
    {
      additionalProperties: false,
      description: 'Every private programme that is known here. No search can answer for them.',
    },
  ),
);
