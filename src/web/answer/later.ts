import type { Coverage } from '../../api/check-result.ts';
import type { Match } from '../../api/match.ts';
import type { KnownDataset } from '../../api/searched.ts';
import { grouped } from '../../core/words/counts.ts';
import { isSameDataset } from '../words/dataset-name.ts';

type Later = KnownDataset['later'][number];

/**
 * Whether a later release still lists a picture, as far as it was searched: no release that was searched in part can be said
 * to hold it no more.
 * @param rows all of which show the picture
 */
export function laterWords(
  { dataset, title }: Later,
  rows: readonly Match[],
  coverage: readonly Coverage[],
): string {
  if (rows.some((row) => isSameDataset(row.dataset, dataset))) return `${title} still lists it.`;
  const searched = coverage.filter((one) => isSameDataset(one.dataset, dataset) && one.model !== null);
  if (searched.length === 0)
    return `${title} came out. It is not searched here, so whether it still lists it is not known.`;
  const whole = searched.some(
    ({ rowsIndexed, rowsPublished }) => rowsPublished !== null && rowsIndexed >= rowsPublished,
  );
  if (whole) return `${title} no longer lists it.`;
  const rowsIndexed = Math.max(...searched.map((one) => one.rowsIndexed));
  return `${title} came out. It was not found in the ${grouped(rowsIndexed)} of its pictures that are searched here.`;
}
