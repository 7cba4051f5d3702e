import { NoticeSchema } from '../../api/notice.ts';
import { reference } from '../../api/schema.ts';

/** A notice in its three formats, for a route's `response`. */
export const NOTICE_ANSWER = {
  description: 'The notice, as it was asked for.',
  content: {
    'application/json': { schema: reference(NoticeSchema) },
    'text/plain': { schema: { type: 'string' } },
    'application/pdf': { schema: { type: 'string', contentMediaType: 'application/pdf' } },
  },
};
