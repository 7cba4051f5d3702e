import Fastify, { type FastifyInstance } from 'fastify';
import { describe, expect, it } from 'vitest';
import { buildSerializer } from '../../src/http/serialization.ts';

const NAMED = [
  { $id: 'Leaf', type: 'object', properties: { text: { type: 'string' } } },
  {
    $id: 'Tree',
    type: 'object',
    properties: {
      leaf: { $ref: 'Leaf#' },
      branches: { type: 'array', items: { $ref: 'Tree#' } },
    },
  },
  { $id: 'Unasked', type: 'object', properties: { other: { $ref: 'Tree#' } } },
];

const VALUE = {
  hidden: 1,
  leaf: { text: 'a', hidden: 2 },
  branches: [{ leaf: { text: 'b' }, branches: [], hidden: 3 }],
};

/** Answers `VALUE` on `/`, as its schema says. */
function appOf(schema: object, isOurs: boolean, named: readonly object[] = NAMED): FastifyInstance {
  const app = Fastify(isOurs ? { schemaController: { compilersFactory: { buildSerializer } } } : {});
  for (const one of named) app.addSchema(one);
  app.get('/', { schema: { response: { 200: schema } } }, async () => VALUE);
  return app;
}

describe('an answer', () => {
  it.each([
    ['by a name', { $ref: 'Tree#' }],
    ['with names inside', { type: 'object', properties: { leaf: { $ref: 'Leaf#' } } }],
    [
      'with a part of what has a name',
      { type: 'object', properties: { leaf: { $ref: 'Tree#/properties/leaf' } } },
    ],
    ['without names', { type: 'object', properties: { hidden: { type: 'integer' } } }],
    ['by a schema with a name of its own', NAMED[1]],
    ['as a choice of names', { anyOf: [{ $ref: 'Tree#' }, { type: 'null' }] }],
  ])('that is described %s is written as Fastify writes it', async (_, schema) => {
    const [ours, own] = await Promise.all([
      appOf(schema, true).inject('/'),
      appOf(schema, false).inject('/'),
    ]);
    expect(ours.statusCode).toBe(200);
    expect(ours.body).toBe(own.body);
  });

  it('is another one where a name stands for something else', async () => {
    const schema = { $ref: 'Leaf#' };
    expect((await appOf(schema, true).inject('/')).json()).toEqual({});
    const other = [{ $id: 'Leaf', type: 'object', properties: { hidden: { type: 'integer' } } }];
    expect((await appOf(schema, true, other).inject('/')).json()).toEqual({ hidden: 1 });
  });

  it('by a name that nothing has is refused at the start', async () => {
    await expect(appOf({ $ref: 'Nothing#' }, true).ready()).rejects.toThrow(/Nothing/);
  });
});
