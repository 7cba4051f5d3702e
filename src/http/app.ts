import { randomUUID } from 'node:crypto';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Config } from '../runtime/config.ts';
import { createStageHistograms, type StageHistograms } from '../runtime/stage-histograms.ts';
import { trustedProxies } from '../runtime/trusted-proxies.ts';
import { answerBrokenRequest, answerError, answerNotFound } from './errors.ts';
import { type LogSink, logSettings } from './log.ts';
import { createInFlight } from './overload.ts';
import { addClosing } from './plugins/closing.ts';
import { addCompression } from './plugins/compression.ts';
import { addCrossOrigin } from './plugins/cross-origin.ts';
import { addLimits } from './plugins/limits.ts';
import { addMetrics } from './plugins/metrics.ts';
import { addOpenApi } from './plugins/openapi.ts';
import { addRequestId } from './plugins/request-id.ts';
import { addRevalidated } from './plugins/revalidation.ts';
import { addSecurity } from './plugins/security.ts';
import { addBatches } from './routes/batches.ts';
import { addCases } from './routes/cases.ts';
import { addCaseRequests } from './routes/case-requests.ts';
import { addChecks } from './routes/checks.ts';
import { addClipRetrieval } from './routes/clip-retrieval.ts';
import { addComparisons } from './routes/comparisons.ts';
import { addDatasets } from './routes/datasets.ts';
import { addCaseEvidence, addEvidence } from './routes/evidence.ts';
import { addImages } from './routes/images.ts';
import { addHealth } from './routes/health.ts';
import { addOptOuts } from './routes/opt-outs.ts';
import { addNotices } from './routes/notices.ts';
import { addExposures } from './routes/exposures.ts';
import { addRecentChecks } from './routes/recent-checks.ts';
import { addRoutes } from './routes/advice.ts';
import { addPage } from './routes/page.ts';
import { addSearches } from './routes/searches.ts';
import { addSuppressions } from './routes/suppressions.ts';
import { addVerifications } from './routes/verifications.ts';
import type { Trainspot } from '../service/trainspot.ts';
import { buildSerializer } from './serialization.ts';
import { addTextDoor } from './text-door.ts';
import { compileValidator, describeSchemaErrors } from './validation.ts';

export interface AppPlaces {
  /** Folder of the built page. */
  webDir?: URL;
  /** Folder of the demo pictures; it need not exist. */
  demoDir?: URL;
  /** Takes the log in place of standard output. */
  log?: LogSink;
  /** What `/metrics` says of the stages of checks and ingests. */
  stages?: StageHistograms;
}

/** The slowest upload that is waited for: 25 MiB at 2 Mbit/s, or 64 MiB at 5. */
const REQUEST_TIMEOUT_MS = 120_000;

/**
 * The service as a Fastify app that does not listen yet. Everything it answers has the security headers, every
 * error is a problem document. `close` takes no new connections and lets the requests under way finish.
 */
export async function createApp(
  config: Config,
  services: Trainspot,
  places: AppPlaces = {},
): Promise<FastifyInstance> {
  const {
    webDir = new URL('../web/', import.meta.url),
    demoDir = new URL('../../assets/demo/queries/', import.meta.url),
  } = places;
  const app = Fastify({
    logger: logSettings(config.LOG_LEVEL, places.log),
    genReqId: () => randomUUID(),
    trustProxy: trustedProxies(config.TRUST_PROXY),
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A request on an open connection is still answered while the others finish.
    return503OnClosing: false,
    schemaErrorFormatter: describeSchemaErrors,
    schemaController: { compilersFactory: { buildSerializer } },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: answerError,
  });
  app.setValidatorCompiler(compileValidator);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotFound(app));
  app.removeContentTypeParser('text/plain');
  addRequestId(app);
  addTextDoor(app);
  addClosing(app);

  const inFlight = createInFlight(
    config.MAX_CONCURRENT_CHECKS,
    // One picture always fits.
    Math.max(config.PICTURES_HELD_MAX_BYTES, config.UPLOAD_MAX_BYTES),
    // As it came, and unpacked.
    Math.max(config.BATCHES_HELD_MAX_BYTES, 2 * config.BATCH_MAX_BYTES),
  );
  const { gate } = inFlight;
  await addSecurity(app);
  await addCrossOrigin(app, config.CORS_ORIGINS);
  await addCompression(app);
  await addLimits(app, config.EVENT_LOOP_DELAY_MAX_MS);
  await addOpenApi(app);
  await app.register(multipart);
  const countAnswer = addMetrics(app, inFlight, places.stages ?? createStageHistograms());
  await addChecks(app, config, services, inFlight, countAnswer);
  addComparisons(app, config.RATE_LIMIT_PER_MINUTE, services.compareRows, inFlight, countAnswer);
  await addBatches(app, config, services.batches, inFlight, countAnswer);
  addVerifications(app, config.RATE_LIMIT_PER_MINUTE, services.verifyMatch, inFlight);
  addRecentChecks(app, config.RATE_LIMIT_PER_MINUTE, services.recent, inFlight);
  addEvidence(app, config.RATE_LIMIT_PER_MINUTE, services.evidence, gate);
  addImages(app, config.RATE_LIMIT_PER_MINUTE, services.lookUp);
  addSearches(app, config.RATE_LIMIT_PER_MINUTE, services, gate);
  await addClipRetrieval(app, config, services, inFlight);
  addOptOuts(app, config, services, inFlight);
  addNotices(app, config.RATE_LIMIT_PER_MINUTE, services.notices);
  addCases(app, config.RATE_LIMIT_PER_MINUTE, services.cases, inFlight);
  addCaseEvidence(app, config.RATE_LIMIT_PER_MINUTE, services.cases.evidence, gate);
  addCaseRequests(app, config.RATE_LIMIT_PER_MINUTE, services.cases);
  addSuppressions(app, config, services, inFlight);
  addRoutes(app, config.RATE_LIMIT_PER_MINUTE);
  addExposures(app, config.RATE_LIMIT_PER_MINUTE);
  await addRevalidated(app, (scope) => addDatasets(scope, services.searched));
  addHealth(app, services.whyNotReady);
  await addPage(app, webDir, demoDir);
  return app;
}
