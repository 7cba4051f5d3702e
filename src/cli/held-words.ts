import { grouped } from '../core/words/counts.ts';
import type { Coverage } from '../api/check-result.ts';

const DEMO = 'demo';
const HOW = 'docs/manifests.md says how';

/** What a server that starts holds, as the first thing to know of its answers. */
export function heldInWords(coverage: readonly Coverage[]): string {
  const pictures = new Map<string, number>();
  const listed = new Set<string>();
  for (const { dataset, rowsIndexed, model } of coverage) {
    if (model === null) listed.add(dataset);
    // Of two models the same pictures.
    else pictures.set(dataset, Math.max(pictures.get(dataset) ?? 0, rowsIndexed));
  }
  const drawn = pictures.get(DEMO);
  const real = [...pictures].filter(([dataset]) => dataset !== DEMO);
  const parts = [
    ...real.map(([dataset, count]) => `${grouped(count)} pictures of ${dataset}`),
    ...(listed.size === 0 ? [] : [`the rows of ${[...listed].join(', ')}, without pictures`]),
    ...(drawn === undefined ? [] : [`a demo of ${drawn} drawn pictures`]),
  ];
  if (parts.length === 0) return `This server holds nothing yet, so nothing can be found: ${HOW}.`;
  const held = `This server holds ${parts.join('; ')}`;
  if (real.length > 0 || listed.size > 0) return `${held}.`;
  return `${held}; nothing of the real datasets is indexed here yet: ${HOW}.`;
}
