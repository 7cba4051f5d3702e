import { editNamed } from '../edits/registry.ts';
import type { EvalRow } from '../set/row.ts';
import type { Painters } from './painters.ts';

/** An edit of a row's picture: of what the index holds, or, of the group `truth`, of the picture as it came. */
export async function editedPicture(
  row: EvalRow,
  edit: string,
  painters: Painters,
  seed: number,
): Promise<Uint8Array> {
  const picture = editNamed(edit).group === 'truth' ? await row.original() : await row.picture();
  return painters.paint({ kind: 'edit', edit, picture, name: row.name, seed });
}
