import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { softwareVersion } from '../../runtime/software.ts';
import {
  CheckResultSchema,
  CoverageSchema,
  FalsePositiveRateSchema,
  FalsePositivesSchema,
  NotSearchedSchema,
} from '../../api/check-result.ts';
import { BatchChangeSchema, BatchItemSchema, BatchSchema, OpenedBatchSchema } from '../../api/batch.ts';
import { CheckChangeSchema } from '../../api/check-change.ts';
import { LiveSchema, RowLiveSchema } from '../../api/live.ts';
import { PictureFactsSchema } from '../../api/picture.ts';
import { CaseRequestSchema } from '../../api/case-request.ts';
import { CaseViewSchema, OpenedCaseSchema } from '../../api/case.ts';
import { NoticeKindInfoSchema, NoticeSchema } from '../../api/notice.ts';
import { RecheckSchema } from '../../api/recheck.ts';
import { ExposureChannelSchema, ExposureSchema, ExposuresSchema } from '../../api/exposure.ts';
import { KnnHitSchema, KnnMetadataSchema } from '../../api/clip-retrieval.ts';
import { LookAlikeSchema, LookAlikesSchema } from '../../api/look-alikes.ts';
import {
  DomainCountsSchema,
  KnownLinkSchema,
  LookupAnswerSchema,
  LookupRowSchema,
} from '../../api/lookup.ts';
import {
  ChannelDetailSchema,
  ChannelSchema,
  MatchChannelSchema,
  RefusedChannelSchema,
  TrainedModelSchema,
} from '../../api/channel.ts';
import { GeometrySchema } from '../../api/geometry.ts';
import { MatchSchema } from '../../api/match.ts';
import { RoutesSchema } from '../../api/routes.ts';
import { KnownDatasetSchema, ModelFloorsSchema, SearchedSchema } from '../../api/searched.ts';
import { SuppressionPageSchema, SuppressionSchema } from '../../api/suppression.ts';
import {
  CrawlerReadingSchema,
  FetchedSchema,
  OptOutAuditSchema,
  OptOutFileSchema,
  OptOutFilesSchema,
  RefusedProblemSchema,
  ReservationReadingSchema,
} from '../../api/opt-out.ts';
import { ProblemSchema } from '../problem.ts';
import { UnansweredAuditSchema } from '../schemas/unanswered-audit.ts';
import {
  checkExample,
  lookAlikesExample,
  lookupExample,
  problemExamples,
  routesExample,
  verificationExample,
} from '../schemas/example.ts';
import { SECURITY_SCHEMES } from '../schemas/security.ts';
import { CurrentPictureSchema } from '../../api/current-picture.ts';
import { VerificationSchema } from '../../api/verification.ts';
import { withHeaders } from './openapi-headers.ts';
import { addRevalidated } from './revalidation.ts';

const DESCRIPTION = `Has a picture been in the public data that trained AI models, and what can be done about it?

Send a picture to \`POST /v1/checks\`, or its fingerprints alone. The answer says what was found, on what evidence, what was searched and
what was not, and where to ask for removal. The picture lives in memory for the length of the request; it is
never stored or logged. Its hashes and keypoints, which are no picture though a rough likeness might be guessed from them
(docs/evidence.md says what is known), stay in the memory of the service for an hour, so that \`POST /v1/checks/{id}/matches/{n}/verification\` can compare a row with the picture
that its address shows now; of that picture nothing is kept but the result. The service does so by itself for the most
promising rows that have no fingerprints here (\`live\`): their hosts learn that somebody looks at these addresses, and never
anything of your picture. Every error is a problem document (RFC 9457) with a stable \`code\`.`;

/** Those that the description shows by their names, in its order, with what they look like where that helps. */
const NAMED_SCHEMAS = [
  MatchChannelSchema,
  ChannelDetailSchema,
  ChannelSchema,
  TrainedModelSchema,
  RefusedChannelSchema,
  { ...RoutesSchema, examples: [routesExample] },
  ExposureChannelSchema,
  ExposureSchema,
  ExposuresSchema,
  GeometrySchema,
  CurrentPictureSchema,
  RowLiveSchema,
  MatchSchema,
  FalsePositiveRateSchema,
  FalsePositivesSchema,
  PictureFactsSchema,
  CoverageSchema,
  NotSearchedSchema,
  LiveSchema,
  { ...CheckResultSchema, examples: [checkExample] },
  CheckChangeSchema,
  BatchItemSchema,
  BatchSchema,
  OpenedBatchSchema,
  BatchChangeSchema,
  KnownDatasetSchema,
  ModelFloorsSchema,
  SearchedSchema,
  { ...VerificationSchema, examples: [verificationExample] },
  KnownLinkSchema,
  LookupRowSchema,
  DomainCountsSchema,
  { ...LookupAnswerSchema, examples: [lookupExample] },
  LookAlikeSchema,
  { ...LookAlikesSchema, examples: [lookAlikesExample] },
  KnnHitSchema,
  KnnMetadataSchema,
  SuppressionSchema,
  SuppressionPageSchema,
  RefusedProblemSchema,
  ReservationReadingSchema,
  CrawlerReadingSchema,
  FetchedSchema,
  OptOutAuditSchema,
  UnansweredAuditSchema,
  OptOutFileSchema,
  OptOutFilesSchema,
  NoticeKindInfoSchema,
  NoticeSchema,
  RecheckSchema,
  CaseRequestSchema,
  CaseViewSchema,
  OpenedCaseSchema,
  { ...ProblemSchema, examples: problemExamples },
];

/** Describes every route that is added after it: as OpenAPI 3.1 at `/openapi.json`, as a page at `/docs`. */
export async function addOpenApi(app: FastifyInstance): Promise<void> {
  for (const schema of NAMED_SCHEMAS) app.addSchema(schema);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Trainspot',
        version: await softwareVersion(),
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: { securitySchemes: SECURITY_SCHEMES },
      servers: [{ url: '/', description: 'This service' }],
      tags: [
        { name: 'checks', description: 'Checking pictures' },
        { name: 'batches', description: 'Checking many pictures at once, by a secret' },
        { name: 'lookups', description: 'Looking rows up by address, site, file or words' },
        {
          name: 'searches',
          description: 'Pictures that fit words, or lie near a vector: look-alikes, never found',
        },
        {
          name: 'clip-retrieval',
          description: 'What clip-retrieval’s clients ask for; off by CLIP_RETRIEVAL_API',
        },
        { name: 'opt-outs', description: 'Reserving pages and pictures against AI training' },
        { name: 'notices', description: 'Letters for the artist to send; nothing is ever sent for them' },
        { name: 'cases', description: 'Requests followed to their end, by a secret token or an API key' },
        { name: 'advice', description: 'Who can be asked, and what private programmes may have taken' },
        { name: 'suppressions', description: 'Keeping rows out of every answer, with ADMIN_KEY' },
        { name: 'operation', description: 'For whoever runs the service' },
      ],
    },
    transform: ({ schema, url, route }) => {
      const { hide, security = [], response = {} } = schema ?? ({ hide: true } as FastifySchema);
      if (hide) return { schema, url };
      return { schema: { ...schema, security, response: withHeaders(response, route) }, url };
    },
    refResolver: {
      buildLocalReference: ({ $id }, _base, _fragment, i) => (typeof $id === 'string' ? $id : `schema-${i}`),
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    theme: { title: 'Trainspot: the REST API' },
    // Without the bar on top, which offers to load documents from elsewhere.
    uiConfig: { layout: 'BaseLayout', docExpansion: 'list', defaultModelsExpandDepth: 0 },
  });
  await addRevalidated(app, (scope) => {
    scope.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
      reply.header('cache-control', 'no-cache');
      return app.swagger();
    });
  });
}
