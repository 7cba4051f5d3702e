import { channelsForMaker } from '../knowledge/channels.ts';
import { datasetFacts, type TrainedModel } from '../knowledge/datasets.ts';
import type { ChannelRoute } from './channel.ts';
import { channelForRow } from './fields.ts';

/** Those whose models were publicly said to be trained on the dataset; how sure that is stands in front. */
export const modelMaker: ChannelRoute = {
  kind: 'model-maker',
  channelsFor(row) {
    const models = datasetFacts(row.dataset)?.trainedModels ?? [];
    const makers = new Set(models.map(({ maker }) => maker));
    return [...makers].flatMap((maker) => {
      const note = models
        .filter((model) => model.maker === maker)
        .map(sentenceOf)
        .join(' ');
      return channelsForMaker(maker, 'model-maker').map((channel) => channelForRow(channel, row, note));
    });
  },
};

function sentenceOf({ model, source, status }: TrainedModel): string {
  if (status === 'primary')
    return `${model} was trained on pictures of this dataset, as its makers say (${source}).`;
  if (status === 'third-party') {
    return `${model} is reported to have been trained on pictures of this dataset (${source}).`;
  }
  return `${model} is said to have been trained on pictures of this dataset; nobody has verified that yet.`;
}
