import { afterAll, afterEach, beforeAll } from 'vitest';
import type { OptOutAudit } from '../../src/api/opt-out.ts';
import { createLooker } from '../../src/net/looker.ts';
import { auditOptOuts } from '../../src/opt-out/audit.ts';
import { type OptOutReader, startOptOutReader } from '../../src/opt-out/reader.ts';
import { type Answer, type ScriptedHost, startScriptedHost } from '../helpers/scripted-host.ts';

/** The host of the last audit. */
export let host: ScriptedHost | null = null;

export let reader: OptOutReader;

/** To be called once by each suite that audits. */
export function withOptOutReader(): void {
  beforeAll(() => {
    reader = startOptOutReader();
  });
  afterAll(() => reader.close());
  afterEach(async () => {
    await host?.close();
    host = null;
  });
}

/** Audits `/page` of a host that answers so; it is there until the test ends. */
export async function audit(answers: Record<string, Answer>, path = '/page'): Promise<OptOutAudit> {
  host = await startScriptedHost((asked) => answers[asked]);
  const looker = createLooker({
    timeoutMs: 5_000,
    maxBytes: 100_000,
    concurrency: 4,
    privateHosts: new Set([host.host]),
  });
  return auditOptOuts(host.url(path), looker, reader).finally(() => looker.close());
}
