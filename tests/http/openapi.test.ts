import { readFile } from 'node:fs/promises';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import type { FastifyInstance } from 'fastify';
import Value from 'typebox/value';
import { beforeAll, describe, expect, it } from 'vitest';
import { LOOK_ALIKES, RESULT, ROWS, SUPPRESSION, VERIFICATION } from './answers.ts';
import { appWith } from './app-under-test.ts';
import { CASE, NOTICE } from './case-answers.ts';
import type { Json, Operation, Document } from './openapi-document.ts';

/** Beside those that are recommended. */
const LINTED = {
  'no-invalid-media-type-examples': 'error',
  'no-invalid-schema-examples': 'error',
  'no-unused-components': 'error',
  'operation-description': 'error',
  'tag-description': 'error',
} as const;

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

/** Every value in the document, depth first. */
function* nodes(value: unknown): Generator<Json> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Json;
  for (const child of Object.values(value)) yield* nodes(child);
}

/** A schema with its references written out, to check values by. */
function resolved(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(resolved);
  const { $ref } = schema as Json;
  if (typeof $ref === 'string')
    return resolved(document.components.schemas[$ref.replace('#/components/schemas/', '')]);
  return Object.fromEntries(Object.entries(schema).map(([key, child]) => [key, resolved(child)]));
}

describe('/openapi.json', () => {
  it('is OpenAPI 3.1 and says what it is about', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info.title).toBe('Trainspot');
    expect(document.info.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(document.info.description).toContain('/v1/checks');
  });

  it('lists every route but those of the page and of the document itself', () => {
    expect(
      operations()
        .map(([name]) => name)
        .toSorted(),
    ).toEqual([
      'delete /v1/batches/{id}',
      'delete /v1/cases/{case}',
      'get /healthz',
      'get /indices-list',
      'get /metrics',
      'get /readyz',
      'get /v1/batches/{id}',
      'get /v1/batches/{id}/events',
      'get /v1/cases',
      'get /v1/cases/{case}',
      'get /v1/cases/{case}/calendar.ics',
      'get /v1/cases/{case}/events',
      'get /v1/cases/{case}/requests/{n}/notice',
      'get /v1/checks/{id}',
      'get /v1/checks/{id}/events',
      'get /v1/datasets',
      'get /v1/images',
      'get /v1/notices',
      'get /v1/suppressions',
      'patch /v1/cases/{case}',
      'patch /v1/cases/{case}/requests/{n}',
      'post /knn-service',
      'post /metadata',
      'post /v1/batches',
      'post /v1/batches/{id}/items/{n}/comparisons',
      'post /v1/cases',
      'post /v1/cases/{case}/evidence',
      'post /v1/cases/{case}/matches',
      'post /v1/cases/{case}/rechecks',
      'post /v1/cases/{case}/requests',
      'post /v1/checks',
      'post /v1/checks/{id}/comparisons',
      'post /v1/checks/{id}/evidence',
      'post /v1/checks/{id}/live',
      'post /v1/checks/{id}/matches/{n}/verification',
      'post /v1/exposures',
      'post /v1/notices',
      'post /v1/opt-out-audits',
      'post /v1/opt-out-files',
      'post /v1/opt-out-pictures',
      'post /v1/routes',
      'post /v1/suppressions',
      'post /v1/suppressions/{id}/lift',
      'post /v1/text-searches',
      'post /v1/vector-searches',
    ]);
  });

  it('describes every operation and every answer, errors as problem documents', () => {
    for (const [name, { summary, responses }] of operations()) {
      expect(summary, name).toBeTruthy();
      expect(Object.keys(responses), name).toContain('200');
      for (const [status, { description, content }] of Object.entries(responses)) {
        expect(description, `${name} ${status}`).not.toBe('Default Response');
        if (status !== '200') expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
      }
    }
    expect(Object.keys(document.paths['/v1/checks'].post.responses)).toEqual([
      '200',
      '400',
      '403',
      '408',
      '413',
      '415',
      '422',
      '429',
      '500',
      '503',
    ]);
  });

  it('describes the verification of a row: its path and everything it may be refused with', () => {
    const { parameters, responses } = document.paths['/v1/checks/{id}/matches/{n}/verification'].post;
    const named = (parameters as Json[]).map(({ name, in: place, required }) => [name, place, required]);
    expect(named).toEqual([
      ['id', 'path', true],
      ['n', 'path', true],
    ]);
    expect(Object.keys(responses)).toEqual([
      '200',
      '400',
      '403',
      '404',
      '413',
      '415',
      '422',
      '429',
      '500',
      '503',
    ]);
    expect(responses['404'].description).toBe('check-unknown, match-unknown');
  });

  it('says what of a picture stays, where, and for how long', () => {
    expect(document.info.description.replaceAll('\n', ' ')).toMatch(
      /never stored or logged\. Its hashes and keypoints, .* stay in the memory of the service for an hour/,
    );
  });

  it('describes both doors of a check', () => {
    const body = document.paths['/v1/checks'].post.requestBody as { content: Json };
    expect(Object.keys(body.content)).toEqual(['multipart/form-data', 'application/json']);
  });

  it('has no reference that leads nowhere, and no keyword that 3.1 dropped', () => {
    const all = [...nodes(document)];
    const references = all.map(({ $ref }) => $ref).filter((reference) => typeof reference === 'string');
    expect(references.length).toBeGreaterThan(5);
    for (const reference of references) {
      expect(Object.keys(document.components.schemas)).toContain(
        reference.replace('#/components/schemas/', ''),
      );
    }
    expect(all.filter((node) => 'nullable' in node || '$id' in node)).toEqual([]);
  });

  it('has examples that its own schemas allow, and so are real answers', () => {
    const {
      Case,
      CheckResult,
      LookAlikes,
      LookupAnswer,
      Notice,
      Problem,
      Routes,
      Suppression,
      Verification,
    } = document.components.schemas;
    for (const schema of [CheckResult, LookAlikes, LookupAnswer, Notice, Problem, Routes, Verification]) {
      const [example] = schema.examples as unknown[];
      expect(Value.Check(resolved(schema) as Json, example)).toBe(true);
    }
    expect(Value.Check(resolved(CheckResult) as Json, RESULT)).toBe(true);
    expect(Value.Check(resolved(Case) as Json, CASE)).toBe(true);
    expect(Value.Check(resolved(Notice) as Json, NOTICE)).toBe(true);
    expect(Value.Check(resolved(Verification) as Json, VERIFICATION)).toBe(true);
    expect(Value.Check(resolved(LookupAnswer) as Json, ROWS)).toBe(true);
    expect(Value.Check(resolved(LookAlikes) as Json, LOOK_ALIKES)).toBe(true);
    expect(Value.Check(resolved(Suppression) as Json, SUPPRESSION)).toBe(true);
    expect(Value.Check(resolved(CheckResult) as Json, { ...RESULT, more: 1 })).toBe(false);
    expect(Value.Check(resolved(CheckResult) as Json, { ...RESULT, id: 1 })).toBe(false);
  });
});

describe('/docs', () => {
  it('is a page whose every file comes from this service', async () => {
    const page = await app.inject('/docs');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    const files = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file);
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) {
      expect(file).toMatch(/^\/docs\//);
      expect((await app.inject(file)).statusCode).toBe(200);
    }
  });

  it('needs no inline script, which the policy would stop', async () => {
    const { body } = await app.inject('/docs');
    const inline = [...body.matchAll(/<script(?![^>]*\ssrc=)[^>]*>/g)];
    expect(inline).toEqual([]);
    expect(body).not.toMatch(/\son[a-z]+=|style=|<style/);
  });

  it('shows the same document', async () => {
    expect((await app.inject('/docs/json')).json()).toEqual(document);
  });
});

describe('the description', () => {
  it('bears the number of the program', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(document.info.version).toBe(version);
  });

  it('says of every parameter and every choice what it means', () => {
    const parameters = operations().flatMap(([, operation]) => (operation.parameters ?? []) as Json[]);
    // A parameter's description stands beside its schema.
    const told = new Set(parameters.map(({ schema }) => schema));
    const choices = [...nodes(document)].filter((node) => Array.isArray(node.enum) && !told.has(node));
    expect(choices.length).toBeGreaterThan(20);
    for (const node of [...parameters, ...choices]) expect(node).toHaveProperty('description');
  });

  it('says what goes with the next release', () => {
    const deprecated = Object.entries(document.components.schemas).flatMap(([name, schema]) =>
      Object.entries((schema.properties ?? {}) as Record<string, Json>)
        .filter(([, property]) => property.deprecated === true)
        .map(([property]) => `${name}.${property}`),
    );
    expect(deprecated).toEqual(['Match.channels']);
  });

  it('passes a linter, but for what is meant so', async () => {
    const config = await createConfig({ extends: ['recommended-strict'], rules: LINTED });
    const problems = await lintFromString({
      source: JSON.stringify(document),
      absoluteRef: 'openapi.json',
      config,
    });
    const found = problems.map(({ ruleId, location: [{ pointer }] }) => `${ruleId} ${pointer}`);
    // Whoever asks for these cannot ask for them wrongly: they take nothing.
    expect(found.toSorted()).toEqual([
      'operation-4xx-response #/paths/~1healthz/get/responses',
      'operation-4xx-response #/paths/~1metrics/get/responses',
      'operation-4xx-response #/paths/~1readyz/get/responses',
    ]);
  });
});
