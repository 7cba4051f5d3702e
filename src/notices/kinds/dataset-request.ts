import { channelsForDataset } from '../../advice/facts/channels.ts';
import { noticeFacts } from '../../advice/facts/notices.ts';
import type { NoticeRequest } from '../request.ts';
import { asks, type NoticeKind, readWording } from '../kind.ts';
import words from '../wording/dataset-request.json' with { type: 'json' };

const ID = 'dataset-request';

/** A plain request to whoever publishes the dataset. */
export const datasetRequest: NoticeKind = {
  id: ID,
  asked: asks(['name', 'email', 'explanation'], ['original']),
  needsRows: true,
  wording: readWording('dataset-request.json', words),
  warnings: leadsNowhere,
};

/** Why some maintainers are known to grant no such request. */
function leadsNowhere({ rows }: NoticeRequest): string[] {
  const terms = new Set(
    rows.flatMap(({ dataset }) =>
      channelsForDataset(dataset)
        .filter(({ kind }) => kind === 'dataset-maintainer')
        .map((channel) => channel.terms),
    ),
  );
  const refused = noticeFacts(ID)?.notFor.filter((one) => terms.has(one.terms)) ?? [];
  return refused.map(({ why }) => why);
}
