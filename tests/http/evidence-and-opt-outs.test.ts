import { describe, expect, it } from 'vitest';
import { TrainspotError } from '../../src/core/errors.ts';
import { dataMiningIn } from '../../src/fingerprint/xmp/data-mining.ts';
import { expectXmpContainer } from '../../src/fingerprint/xmp/registry.ts';
import { noise } from '../opt-out/pictures.ts';
import { AUDIT, RESULT } from './answers.ts';
import { appWith, formOf } from './app-under-test.ts';
import { CASE, CASES, PACK } from './case-answers.ts';

const json = (url: string, payload: object) => ({ method: 'POST' as const, url, payload });

describe('POST /v1/checks/{id}/evidence', () => {
  const url = `/v1/checks/${RESULT.id}/evidence`;

  it('answers with the pack as a file, and its digest beside it', async () => {
    const seen: string[] = [];
    const app = await appWith({
      async evidence({ checkId }) {
        seen.push(checkId);
        return PACK;
      },
    });
    const response = await app.inject({ method: 'POST', url });
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${PACK.name}"`,
      'repr-digest': `sha-256=:${Buffer.from(PACK.sha256, 'hex').toString('base64')}:`,
      'cache-control': 'no-store',
    });
    expect(new Uint8Array(response.rawPayload)).toEqual(PACK.bytes);
    expect(seen).toEqual([RESULT.id]);
  });

  it('answers a check that is not known with 404', async () => {
    const app = await appWith({
      evidence: () => Promise.reject(new TrainspotError('check-unknown', 'What to do.')),
    });
    const response = await app.inject({ method: 'POST', url });
    expect([response.statusCode, response.json()]).toMatchObject([404, { code: 'check-unknown' }]);
  });

  it('refuses what a page of another site sends', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await (await appWith()).inject({ method: 'POST', url, headers })).statusCode).toBe(403);
  });
});

describe('POST /v1/cases/{case}/evidence', () => {
  const url = '/v1/cases/mine/evidence';
  const headers = { authorization: 'Bearer a-secret-token' };

  it('answers with the pack of the check that is named, or of the case’s own', async () => {
    const seen: unknown[] = [];
    const app = await appWith({
      cases: { ...CASES, evidence: async (key, checkId) => (seen.push(key, checkId), PACK) },
    });
    const response = await app.inject({ method: 'POST', url, headers, payload: { checkId: RESULT.id } });
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'application/zip']);
    expect(new Uint8Array(response.rawPayload)).toEqual(PACK.bytes);
    await app.inject({ method: 'POST', url: `/v1/cases/${CASE.id}/evidence`, headers, payload: {} });
    const secret = 'a-secret-token';
    expect(seen).toEqual([{ ref: 'mine', secret }, RESULT.id, { ref: CASE.id, secret }, null]);
  });

  it.each([
    [{ payload: {} }, 401, 'case-key-missing'],
    [{ payload: {}, headers: { ...headers, 'sec-fetch-site': 'cross-site' } }, 403, 'cross-site'],
    [{ payload: { check: 'x' }, headers }, 400, 'request-invalid'],
  ])('refuses %j with %i %s', async (request, status, code) => {
    const response = await (await appWith()).inject({ method: 'POST', url, ...request });
    expect([response.statusCode, response.json()]).toMatchObject([status, { code }]);
  });

  it.each([
    ['check-unknown', 404],
    ['case-unknown', 404],
    ['case-invalid', 400],
  ] as const)('answers %s with %i', async (code, status) => {
    const evidence = () => Promise.reject(new TrainspotError(code, 'What to do.'));
    const app = await appWith({ cases: { ...CASES, evidence } });
    const response = await app.inject({ method: 'POST', url, headers, payload: {} });
    expect([response.statusCode, response.json()]).toMatchObject([status, { code, detail: 'What to do.' }]);
  });
});

describe('POST /v1/opt-out-audits', () => {
  it('answers with the audit, unchanged', async () => {
    const seen: string[] = [];
    const app = await appWith({
      async auditOptOuts(address) {
        seen.push(address);
        return AUDIT;
      },
    });
    const response = await app.inject(json('/v1/opt-out-audits', { url: 'studio.example' }));
    expect([response.statusCode, response.json(), seen]).toEqual([200, AUDIT, ['studio.example']]);
  });

  const problem = {
    type: 'urn:trainspot:problem:picture-unreadable',
    title: 'The picture cannot be read',
    status: 422,
    detail: 'It has too much.',
  };
  const refused = AUDIT.mechanisms.map((reading) => ({ ...reading, state: 'unknown' as const, problem }));
  const fetched = AUDIT.fetched.map((each) => ({ ...each, problem }));
  const ofAddress = async (audit: typeof AUDIT) => {
    const app = await appWith({ auditOptOuts: async () => audit });
    return app.inject(json('/v1/opt-out-audits', { url: 'studio.example' }));
  };

  it('answers with a problem that holds the audit where nothing there could be answered', async () => {
    const audit = { ...AUDIT, mechanisms: refused, fetched };
    const response = await ofAddress(audit);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect([response.statusCode, response.json()]).toEqual([
      422,
      {
        ...audit,
        type: 'urn:trainspot:problem:content-unreadable',
        title: 'What the address serves cannot be read',
        status: 422,
        detail: 'What this says about AI training is not known. It has too much.',
        instance: `urn:uuid:${String(response.headers['x-request-id'])}`,
        code: 'content-unreadable',
      },
    ]);
  });

  it('answers with the audit, its problems too, where something was answered', async () => {
    const audit = { ...AUDIT, mechanisms: [...AUDIT.mechanisms, ...refused], fetched };
    const response = await ofAddress(audit);
    expect([response.statusCode, response.json()]).toEqual([200, audit]);
  });

  it.each([[{}], [{ url: '' }], [{ url: 7 }], [{ url: 'a', more: 1 }]])('refuses %j', async (body) => {
    const response = await (await appWith()).inject(json('/v1/opt-out-audits', body));
    expect(response.json()).toMatchObject({ status: 400, code: 'request-invalid' });
  });
});

describe('POST /v1/opt-out-files', () => {
  it('answers with every file', async () => {
    const response = await (await appWith()).inject(json('/v1/opt-out-files', {}));
    const { files } = response.json<{ files: { name: string }[] }>();
    expect(files.map(({ name }) => name)).toEqual([
      'robots.txt',
      'ai.txt',
      '.well-known/tdmrep.json',
      'nginx.conf',
      'apache.htaccess',
      'Caddyfile',
      'meta-tags.html',
    ]);
  });

  it('refuses terms that are no web address', async () => {
    const response = await (await appWith()).inject(json('/v1/opt-out-files', { policyUrl: 'javascript:1' }));
    expect(response.json()).toMatchObject({ status: 400, code: 'address-invalid' });
  });
});

describe('POST /v1/opt-out-pictures', () => {
  const post = async (...parts: Parameters<typeof formOf>) =>
    (await appWith()).inject({ method: 'POST', url: '/v1/opt-out-pictures', ...(await formOf(...parts)) });

  it('answers with the marked copy', async () => {
    const picture = Uint8Array.from(await noise('webp'));
    const response = await post(['picture', picture], ['value', 'DMI-PROHIBITED']);
    expect(response.headers).toMatchObject({
      'content-type': 'image/webp',
      'content-disposition': 'attachment; filename="reserved.webp"',
    });
    const bytes = new Uint8Array(response.rawPayload);
    expect(expectXmpContainer(bytes).read(bytes).map(dataMiningIn)).toEqual(['DMI-PROHIBITED']);
  });

  it('refuses another word, another format and no form', async () => {
    const picture = Uint8Array.from(await noise('png'));
    expect((await post(['picture', picture], ['value', 'PLEASE'])).json()).toMatchObject({
      code: 'form-invalid',
    });
    expect((await post(['picture', Uint8Array.of(71, 73, 70, 56, 57, 97)])).json()).toMatchObject({
      code: 'picture-format-unsupported',
      status: 415,
    });
    const bare = await (await appWith()).inject(json('/v1/opt-out-pictures', {}));
    expect(bare.json()).toMatchObject({ code: 'media-type-unsupported' });
  });
});
