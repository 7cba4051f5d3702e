import Type from 'typebox';
import { OptOutAuditSchema } from '../../api/opt-out.ts';
import { named } from '../../api/schema.ts';
import { ProblemSchema } from '../problem.ts';

/** An audit that answers nothing: a problem, with all members of the audit beside its own (RFC 9457, 3.2). */
export const UnansweredAuditSchema = named(
  'UnansweredAudit',
  Type.Object(
    { ...ProblemSchema.properties, ...OptOutAuditSchema.properties },
    {
      additionalProperties: false,
      description:
        'An audit in which nothing says yes or no, and something was refused for what was served there: a problem, ' +
        'with all that was read beside it.',
    },
  ),
);
