import type { RouteOptions } from 'fastify';
import { REQUEST_ID_HEADER } from './request-id.ts';

interface Header {
  type: 'string' | 'integer';
  description: string;
  minimum?: number;
  format?: string;
}
type Headers = Readonly<Record<string, Header>>;
type Responses = Readonly<Record<string, object & { headers?: Headers }>>;

const REQUEST_ID: Headers = {
  [REQUEST_ID_HEADER]: {
    type: 'string',
    format: 'uuid',
    description: 'The request’s number, as in the service’s log.',
  },
};
const RETRY_AFTER: Headers = {
  'Retry-After': { type: 'integer', minimum: 0, description: 'Seconds after which trying again may help.' },
};
const AUTHENTICATE: Headers = {
  'WWW-Authenticate': { type: 'string', description: 'Bearer.' },
};
/** As the plugin's `enableDraftSpec` writes them. */
const RATE_LIMIT: Headers = {
  'RateLimit-Limit': { type: 'integer', description: 'Requests to this path in a window.' },
  'RateLimit-Remaining': { type: 'integer', minimum: 0, description: 'How many of them are left.' },
  'RateLimit-Reset': { type: 'integer', minimum: 0, description: 'Seconds until the window ends.' },
};

/** The responses of a route's schema, with the headers that each of them has beside its own. */
export function withHeaders(responses: unknown, { config }: Pick<RouteOptions, 'config'>): Responses {
  const isLimited = config?.rateLimit !== undefined;
  return Object.fromEntries(
    Object.entries(responses as Responses).map(([status, response]) => {
      const headers: Headers = {
        ...response.headers,
        ...REQUEST_ID,
        ...(status === '401' ? AUTHENTICATE : {}),
        ...(isLimited && (status === '200' || status === '429') ? RATE_LIMIT : {}),
        ...(status === '429' || status === '503' ? RETRY_AFTER : {}),
      };
      return [status, { ...response, headers }];
    }),
  );
}
