import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { allDatasets, datasetFacts } from '../../advice/facts/datasets.ts';
import { problemResponses } from '../schemas/problem.ts';
import { NoQuerySchema } from '../schemas/question.ts';
import { reference } from '../../api/schema.ts';
import { SearchedSchema } from '../../api/searched.ts';
import type { Trainspot } from '../../service/trainspot.ts';

/** `GET /v1/datasets`: what a check would search now. */
export function addDatasets(app: FastifyInstance, searched: Trainspot['searched']): void {
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/v1/datasets',
    {
      schema: {
        tags: ['checks'],
        operationId: 'listDatasets',
        summary: 'What is searched',
        description:
          'Every dataset that a check searches at the moment, how much of it, and what is not searched, and of every dataset that is known which ' +
          'models are publicly said to have been trained on it.',
        querystring: NoQuerySchema,
        response: {
          200: reference(SearchedSchema),
          ...problemResponses(['request-invalid', 'internal', 'database-unavailable']),
        },
      },
    },
    async () => {
      const { coverage, notSearched, models, byWords } = await searched();
      return { searched: coverage, notSearched, known: known(), models, byWords };
    },
  );
}

function known() {
  return allDatasets().map(({ name, trainedModels, history, later, ...facts }) => ({
    dataset: name,
    title: facts.title,
    release: facts.release,
    publisher: facts.publisher,
    history: [...history],
    later: later.map(laterRelease),
    rowsPublished: facts.rowsPublished,
    models: [...trainedModels],
    source: facts.source,
    checkedOn: facts.checkedOn,
    status: facts.status,
  }));
}

function laterRelease(name: string) {
  const facts = datasetFacts(name);
  return { dataset: name, title: facts?.title ?? name, release: facts?.release ?? '' };
}
