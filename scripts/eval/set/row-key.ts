/** A row's name over all datasets. */
export function rowKey(dataset: string, rowId: string): string {
  return `${dataset}/${rowId}`;
}
