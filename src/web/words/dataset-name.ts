/** Names of datasets are the same by their letters and digits alone, as the service has it. */
export function isSameDataset(one: string, other: string): boolean {
  return bareName(one) === bareName(other);
}

function bareName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
