import { availableParallelism } from 'node:os';
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { TrainspotError } from '../core/errors.ts';
import { CORS_ORIGINS_MEANING, corsOrigins } from './cors-origins.ts';
import { TRUST_PROXY_MEANING, trustedProxies } from './trusted-proxies.ts';

const Schema = Type.Object({
  HOST: Type.String({ default: '127.0.0.1', minLength: 1, description: 'address to listen on' }),
  PORT: Type.Integer({
    default: 8080,
    minimum: 0,
    maximum: 65535,
    description: 'port to listen on; 0 takes a free one',
  }),
  DATA_DIR: Type.String({
    default: './data',
    minLength: 1,
    description: 'folder of the index, the models and the embedded database',
  }),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://',
      description: 'a PostgreSQL server; without it the embedded one is used',
    }),
  ),
  DATABASE_TIMEOUT_MS: Type.Integer({
    default: 10_000,
    minimum: 100,
    maximum: 600_000,
    description: 'longest a request waits for one answer of the database',
  }),
  MODEL: Type.String({ default: 'pocket', minLength: 1, description: 'model card for new indexes' }),
  INDEX_ENGINE: Type.Enum(['usearch', 'hnsw', 'flat'], {
    default: 'usearch',
    description: 'engine of new index segments: usearch, hnsw or flat',
  }),
  SEGMENT_MAX_ROWS: Type.Integer({
    default: 4_000_000,
    minimum: 1,
    maximum: 1_000_000_000,
    description: 'rows of the largest index segment that smaller ones are merged into',
  }),
  HF_ENDPOINT: Type.String({
    default: 'https://huggingface.co',
    pattern: '^https?://',
    description: 'hub or mirror that models are pulled from',
  }),
  HF_TOKEN: Type.Optional(Type.String({ minLength: 1, description: 'token for gated models' })),
  AWS_ACCESS_KEY_ID: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'key to buckets that an ingest reads; without it as anybody may',
    }),
  ),
  AWS_SECRET_ACCESS_KEY: Type.Optional(
    Type.String({ minLength: 1, description: 'its secret; both are given, or neither' }),
  ),
  AWS_SESSION_TOKEN: Type.Optional(
    Type.String({ minLength: 1, description: 'token of credentials that hold for a time' }),
  ),
  AWS_REGION: Type.String({
    default: 'us-east-1',
    pattern: '^[a-z0-9-]+$',
    description: 'region of the buckets',
  }),
  AWS_ENDPOINT_URL_S3: Type.Optional(
    Type.String({
      pattern: '^https?://[^?#@]+$',
      description: "store with S3's interface, in the place of Amazon's",
    }),
  ),
  GS_ACCESS_KEY_ID: Type.Optional(
    Type.String({ minLength: 1, description: "HMAC key to Google's buckets; without it as anybody may" }),
  ),
  GS_SECRET_ACCESS_KEY: Type.Optional(
    Type.String({ minLength: 1, description: 'its secret; both are given, or neither' }),
  ),
  GS_ENDPOINT_URL: Type.String({
    default: 'https://storage.googleapis.com',
    pattern: '^https?://[^?#@]+$',
    description: "Google's store, or one in its place",
  }),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    default: 'warn',
    description: 'fatal, error, warn, info, debug, trace or silent',
  }),
  WORKER_THREADS: Type.Integer({
    default: Math.min(availableParallelism(), 16),
    minimum: 1,
    maximum: 256,
    description: 'threads for fingerprints, and as many for search',
  }),
  MAX_CONCURRENT_CHECKS: Type.Integer({
    default: 16,
    minimum: 1,
    maximum: 4096,
    description: 'checks under way at once; more are answered 503',
  }),
  EVENT_LOOP_DELAY_MAX_MS: Type.Integer({
    default: 250,
    minimum: 20,
    maximum: 600_000,
    description: 'mean lag of the event loop beyond which work is answered 503',
  }),
  UPLOAD_MAX_BYTES: Type.Integer({
    default: 64 * 1024 * 1024,
    minimum: 1024,
    maximum: 1024 ** 3,
    description: 'largest picture file',
  }),
  PICTURES_HELD_MAX_BYTES: Type.Integer({
    default: 128 * 1024 * 1024,
    minimum: 1024,
    maximum: 64 * 1024 ** 3,
    description: 'picture files held in memory at once, over all requests; more are answered 503',
  }),
  BATCH_MAX_BYTES: Type.Integer({
    default: 64 * 1024 * 1024,
    minimum: 1024,
    maximum: 1024 ** 3,
    description: 'pictures or fingerprints of one batch together, packed and unpacked',
  }),
  BATCHES_HELD_MAX_BYTES: Type.Integer({
    default: 256 * 1024 * 1024,
    minimum: 1024,
    maximum: 64 * 1024 ** 3,
    description: 'of the batches that are worked on, all together; more are answered 503',
  }),
  PICTURE_MAX_PIXELS: Type.Integer({
    default: 256_000_000,
    minimum: 4096,
    maximum: 1_000_000_000,
    description: 'largest picture, width x height',
  }),
  RATE_LIMIT_PER_MINUTE: Type.Integer({
    default: 120,
    minimum: 1,
    maximum: 1_000_000,
    description: 'checks a client address may ask for in a minute',
  }),
  CLIP_RETRIEVAL_API: Type.Enum(['on', 'off'], {
    default: 'on',
    description: 'whether clients of clip-retrieval are answered: on or off',
  }),
  CORS_ORIGINS: Type.String({ default: '', description: CORS_ORIGINS_MEANING }),
  TRUST_PROXY: Type.String({ default: 'false', description: TRUST_PROXY_MEANING }),
  FETCH_TIMEOUT_MS: Type.Integer({
    default: 15_000,
    minimum: 100,
    maximum: 600_000,
    description: 'longest a picture may take to arrive',
  }),
  FETCH_FIRST_BYTE_MS: Type.Integer({
    default: 10_000,
    minimum: 100,
    maximum: 600_000,
    description: 'longest a host may take to begin its answer',
  }),
  FETCH_IDLE_MS: Type.Integer({
    default: 5_000,
    minimum: 100,
    maximum: 600_000,
    description: 'longest a host may stop in the middle of its answer',
  }),
  FETCH_CONCURRENCY: Type.Integer({
    default: 16,
    minimum: 1,
    maximum: 1024,
    description: 'requests to the web under way at once, of all kinds together',
  }),
  LIVE_COMPARE: Type.Enum(['auto', 'ask', 'off'], {
    default: 'auto',
    description:
      'whether a check fetches the pictures of its most promising rows that have no fingerprints, and compares them: ' +
      'auto, ask (only when somebody asks for it) or off',
  }),
  LIVE_COMPARE_ROWS: Type.Integer({
    default: 12,
    minimum: 1,
    maximum: 100,
    description: 'rows of a check whose pictures are fetched at most',
  }),
  LIVE_COMPARE_MS: Type.Integer({
    default: 8_000,
    minimum: 100,
    maximum: 120_000,
    description: 'longest that takes, for all rows of a check together',
  }),
  ADMIN_KEY: Type.Optional(
    Type.String({
      minLength: 16,
      pattern: '^[!-~]+$',
      description: 'key for suppressions by REST, at least 16 letters; without it there are none',
    }),
  ),
  FETCH_PRIVATE_HOSTS: Type.String({
    default: '',
    description: 'comma-separated HOST:PORT of your own picture servers on a private network',
  }),
  FETCH_CONTACT: Type.Optional(
    Type.String({
      // It stands in a header, in brackets.
      pattern: "^[!-'*-:<-~]+$",
      maxLength: 200,
      description: 'address of a page or a mailbox that hosts are told, without spaces',
    }),
  ),
  FETCH_HOST_INTERVAL_MS: Type.Integer({
    default: 1_000,
    minimum: 0,
    maximum: 120_000,
    description: 'an ingest: between two requests to one site',
  }),
  FETCH_ATTEMPTS: Type.Integer({
    default: 3,
    minimum: 1,
    maximum: 10,
    description: 'an ingest: how often a picture is asked for while its host fails for now',
  }),
  FETCH_IGNORE_OPT_OUTS_OF: Type.String({
    default: '',
    pattern: '^\\s*([a-zA-Z0-9-]+(\\.[a-zA-Z0-9-]+)+(\\s*,\\s*|\\s*$))*$',
    description: 'an ingest: comma-separated domains whose pictures are your own, to reserve or not',
  }),
  FETCH_DEAD_LINK_DAYS: Type.Integer({
    default: 30,
    minimum: 0,
    maximum: 36_500,
    description: 'an ingest: for so long a link that is dead, or withheld, is not asked again',
  }),
});

/** Named in an error, never shown. */
const SECRET = new Set([
  'DATABASE_URL',
  'HF_TOKEN',
  'ADMIN_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'GS_ACCESS_KEY_ID',
  'GS_SECRET_ACCESS_KEY',
]);

/** Of which one without the other opens nothing. */
const PAIRS = [
  ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  ['GS_ACCESS_KEY_ID', 'GS_SECRET_ACCESS_KEY'],
] as const;

const properties = Schema.properties as Record<string, { type?: string; description?: string }>;

export type Config = Readonly<Static<typeof Schema>>;

/**
 * The settings, from environment variables of the schema's names; the empty string counts as unset.
 * @throws TrainspotError `config-invalid` that names the variable, its value and what is allowed.
 */
export function loadConfig(environment: Record<string, string | undefined> = process.env): Config {
  const given: Record<string, unknown> = {};
  for (const name of Object.keys(properties)) {
    const value = environment[name];
    if (value !== undefined && value !== '') given[name] = typed(name, value);
  }
  const settings = Value.Default(Schema, given);
  const [error] = Value.Errors(Schema, settings);
  if (error) {
    const name = error.instancePath.slice(1);
    const shown = SECRET.has(name) ? 'Its value' : `'${environment[name]}'`;
    const { description } = properties[name];
    throw new TrainspotError(
      'config-invalid',
      `${name} (${description}): ${shown} is not allowed: it ${error.message}.`,
    );
  }
  const config = settings as Static<typeof Schema>;
  for (const [key, secret] of PAIRS) {
    if ((config[key] === undefined) === (config[secret] === undefined)) continue;
    const missing = config[key] === undefined ? key : secret;
    throw new TrainspotError(
      'config-invalid',
      `${missing} is not set: ${key} and ${secret} are given together, or neither.`,
    );
  }
  trustedProxies(config.TRUST_PROXY);
  corsOrigins(config.CORS_ORIGINS);
  return Object.freeze(config);
}

// TypeBox's own conversion would round a PORT of 80.5 down in silence.
function typed(name: string, text: string): unknown {
  const { type } = properties[name];
  if (type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  return text;
}
