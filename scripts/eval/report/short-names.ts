/**
 * The models by the last parts of their names and folders, as many as it takes to tell them apart: `pocket` beside
 * `tiny`, and `assets/pocket` beside `first/pocket`.
 */
export function shortNames(models: readonly string[]): Map<string, string> {
  const parts = models.map((model) => model.replace(/\/+$/, '').split('/'));
  const most = Math.max(1, ...parts.map(({ length }) => length));
  let names: string[] = [];
  for (let count = 1; count <= most; count++) {
    names = parts.map((each) => each.slice(-count).join('/'));
    if (new Set(names).size === models.length) break;
  }
  return new Map(models.map((model, i) => [model, names[i]]));
}
