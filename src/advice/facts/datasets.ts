import Type, { type Static } from 'typebox';
import type { TrainedModel } from '../../api/channel.ts';
import data from './datasets.json' with { type: 'json' };
import { indexEntries, invalid, loadEntries } from './load.ts';
import { KebabName, PageAddress, provenance, Text } from './provenance.ts';

const FILE = 'datasets.json';

const TrainedModelSchema = Type.Object(
  { name: Text, maker: Text, part: Type.Union([Text, Type.Null()]), ...provenance },
  { additionalProperties: false },
);

/** Something that happened to it, in words, with when as its source says it. */
const EventSchema = Type.Object({ when: Text, what: Text, ...provenance }, { additionalProperties: false });

const DatasetSchema = Type.Object(
  {
    name: KebabName,
    title: Text,
    release: Text,
    /** Rows of the whole release; null where nobody says. */
    rowsPublished: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
    /** True where the publisher gives a rounded number only. */
    rowsRounded: Type.Boolean(),
    publisher: Text,
    /** The demo set: nobody real is asked about its rows. */
    simulated: Type.Optional(Type.Literal(true)),
    homePage: Type.Union([PageAddress, Type.Null()]),
    /** Models publicly said to have been trained on this set or on a part of it. */
    trainedModels: Type.Array(TrainedModelSchema),
    /** In order of time. */
    history: Type.Array(EventSchema),
    /** Names of releases that came after it and may lack rows of it. */
    later: Type.Array(KebabName),
    ...provenance,
  },
  { additionalProperties: false },
);

export type DatasetFacts = Readonly<Static<typeof DatasetSchema>>;

const DATASETS = readDatasets(data);

/**
 * What is known of a dataset, or null. Names are compared by their letters and digits alone, so that
 * `LAION-400M`, `laion400m` and `laion-400m` are one.
 */
export function datasetFacts(name: string): DatasetFacts | null {
  return DATASETS.get(bareName(name)) ?? null;
}

/** Models publicly said to have been trained on the dataset, under any spelling of its name; none where none is known. */
export function modelsTrainedOn(dataset: string): TrainedModel[] {
  return datasetFacts(dataset)?.trainedModels.map((model) => ({ ...model })) ?? [];
}

/** Every known dataset, the bundled demo included, in the file's order. */
export function allDatasets(): readonly DatasetFacts[] {
  return [...DATASETS.values()];
}

/**
 * Reads the entries of `datasets.json`, by bare name.
 * @throws TrainspotError `knowledge-invalid`
 */
export function readDatasets(entries: unknown): ReadonlyMap<string, DatasetFacts> {
  const loaded = loadEntries(FILE, DatasetSchema, entries);
  const datasets = indexEntries(FILE, 'name', loaded, ({ name }) => bareName(name));
  for (const { name, later } of loaded) {
    const unknown = later.find((release) => datasets.get(bareName(release))?.name !== release);
    if (unknown !== undefined)
      throw invalid(FILE, `'${name}'`, 'later', `names '${unknown}', which is no entry`);
  }
  return datasets;
}

function bareName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
