import type { FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { appWith } from './app-under-test.ts';
import type { Json, Operation, Document } from './openapi-document.ts';

let app: FastifyInstance;

let document: Document;

beforeAll(async () => {
  app = await appWith();
  document = (await app.inject('/openapi.json')).json<Document>();
});

function operations(): [name: string, operation: Operation][] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  );
}

describe('each operation', () => {
  it('has a name in words that stays, for clients that are made from it', () => {
    const names = operations().map(([, { operationId }]) => String(operationId));
    expect(names.toSorted()).toEqual([
      'addCaseMatches',
      'answerExposures',
      'auditOptOuts',
      'changeCase',
      'changeCaseRequest',
      'checkPicture',
      'compareBatchRows',
      'compareCheck',
      'compareRows',
      'deleteBatch',
      'deleteCase',
      'draftCaseRequest',
      'findRoutes',
      'followBatch',
      'followCheck',
      'liftSuppression',
      'listCaseEvents',
      'listCases',
      'listDatasets',
      'listIndices',
      'listNoticeKinds',
      'listSuppressions',
      'lookUpRows',
      'markPicture',
      'openBatch',
      'openCase',
      'packCaseEvidence',
      'packCheckEvidence',
      'readBatch',
      'readCase',
      'readCaseCalendar',
      'readCheck',
      'readHealth',
      'readMetrics',
      'readReadiness',
      'readRowMetadata',
      'recheckCase',
      'searchByText',
      'searchByVector',
      'searchNearest',
      'suppressRows',
      'verifyMatch',
      'writeCaseRequestNotice',
      'writeNotice',
      'writeOptOutFiles',
    ]);
  });

  it('says by what key it is opened, and all who can be refused for one do', () => {
    expect(document.components.securitySchemes).toMatchObject({
      caseToken: { type: 'http', scheme: 'bearer' },
      apiKey: { type: 'http', scheme: 'bearer' },
      adminKey: { type: 'http', scheme: 'bearer' },
    });
    const { paths } = document;
    expect(paths['/v1/suppressions'].post.security).toEqual([{ adminKey: [] }]);
    expect(paths['/v1/cases'].get.security).toEqual([{ apiKey: [] }]);
    expect(paths['/v1/cases'].post.security).toEqual([{ apiKey: [] }, {}]);
    expect(paths['/v1/cases/{case}'].patch.security).toEqual([{ caseToken: [] }, { apiKey: [] }]);
    expect(paths['/v1/checks'].post.security).toEqual([]);
    for (const [name, { responses, security }] of operations()) {
      const isGuarded = (security as Json[]).length > 0;
      expect('401' in responses, name).toBe(isGuarded);
    }
  });

  it('tells the headers of its answers', async () => {
    const { responses } = document.paths['/v1/checks'].post;
    const headersOf = (status: string): string[] => Object.keys((responses[status] as Json).headers as Json);
    const limit = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];
    expect(headersOf('200')).toEqual(['X-Request-Id', ...limit]);
    expect(headersOf('429')).toEqual(['X-Request-Id', ...limit, 'Retry-After']);
    expect(headersOf('503')).toEqual(['X-Request-Id', 'Retry-After']);
    const answer = await app.inject({ method: 'POST', url: '/v1/routes', payload: {} });
    for (const name of headersOf('200')) expect(answer.headers, name).toHaveProperty(name.toLowerCase());
    const refusing = await appWith({}, { RATE_LIMIT_PER_MINUTE: '1' });
    await refusing.inject({ method: 'POST', url: '/v1/routes', payload: {} });
    const refused = await refusing.inject({ method: 'POST', url: '/v1/routes', payload: {} });
    expect(refused.statusCode).toBe(429);
    for (const name of headersOf('429')) expect(refused.headers, name).toHaveProperty(name.toLowerCase());
  });
});
