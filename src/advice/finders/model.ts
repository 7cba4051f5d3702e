import type { TrainedModel } from '../../api/channel.ts';
import { channelsForMaker } from '../facts/channels.ts';
import { modelsTrainedOn } from '../facts/datasets.ts';
import type { Finder } from '../channel.ts';

/** Those whose models were publicly said to be trained on the dataset; how sure that is comes with it. */
export const byModel: Finder = {
  via: 'model',
  isForRealDatasetsOnly: true,
  find({ dataset }) {
    const models = dataset === null ? [] : modelsTrainedOn(dataset);
    return [...new Set(models.map(({ maker }) => maker))].flatMap((maker) => {
      const theirs = models.filter((model) => model.maker === maker);
      const note = theirs.map(sentenceOf).join(' ');
      return channelsForMaker(maker).map((channel) => ({ channel, note }));
    });
  },
};

function sentenceOf({ name, part, source, status }: TrainedModel): string {
  const what = part === null ? 'pictures of this dataset' : `pictures of this dataset (${part})`;
  if (status === 'primary') return `${name} was trained on ${what}, as its makers say (${source}).`;
  if (status === 'third-party') return `${name} is reported to have been trained on ${what} (${source}).`;
  return `${name} is said to have been trained on ${what}; nobody has verified that yet.`;
}
