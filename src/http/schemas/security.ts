/** How an operation is opened, as OpenAPI writes it. All come as `Authorization: Bearer`. */
export const SECURITY_SCHEMES = {
  caseToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'The token that opening a case answered: it opens that case and no other.',
  },
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key, made with trainspot keys: it opens every case that was opened with it.',
  },
  batchSecret: {
    type: 'http',
    scheme: 'bearer',
    description: 'The secret that taking a batch answered: it opens that batch and no other.',
  },
  adminKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'The ADMIN_KEY of whoever runs the service.',
  },
} as const;

type Requirement = Partial<Record<keyof typeof SECURITY_SCHEMES, string[]>>;

export const BY_CASE_KEY: readonly Requirement[] = [{ caseToken: [] }, { apiKey: [] }];
/** Without it the one who asks is nobody, and what is answered is a secret all the same. */
export const BY_API_KEY_OR_NOBODY: readonly Requirement[] = [{ apiKey: [] }, {}];
export const BY_API_KEY: readonly Requirement[] = [{ apiKey: [] }];
export const BY_CASE_KEY_OR_ADDRESS: readonly Requirement[] = [...BY_CASE_KEY, {}];
export const BY_ADMIN_KEY: readonly Requirement[] = [{ adminKey: [] }];
export const BY_BATCH_SECRET: readonly Requirement[] = [{ batchSecret: [] }];
