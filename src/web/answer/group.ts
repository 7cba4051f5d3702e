import type { Match } from '../../api/match.ts';

/** Every row that shows the same picture. */
export interface SamePicture {
  group: string;
  rows: Match[];
}

/** The rows by picture, in the order the service gave them; none is left out. */
export function bySamePicture(rows: readonly Match[]): SamePicture[] {
  const pictures = new Map<string, Match[]>();
  for (const row of rows) {
    const same = pictures.get(row.group);
    if (same) same.push(row);
    else pictures.set(row.group, [row]);
  }
  return [...pictures].map(([group, same]) => ({ group, rows: same }));
}
