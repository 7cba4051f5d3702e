// A process that draws and edits pictures for the process that started it: libvips reads the SVG of drawings only
// where nothing has loaded the service's decoder, which forbids it to its whole process.
import sharp from 'sharp';
import { drawDistractor, drawIllustration, drawOfSet } from '../drawn/draw.ts';
import { editNamed } from '../edits/registry.ts';
import { asLargeRowPicture, asRowPicture } from '../picture/raster.ts';
import { randomFor } from '../../../src/core/random.ts';
import type { PaintReply, PaintRequest, PaintTask } from './painters.ts';

// One of several such processes: further threads inside would only get in the others' way.
sharp.concurrency(1);
sharp.cache(false);

process.on('message', (request) => void answer(request as PaintRequest));
process.on('disconnect', () => process.exit());

async function answer({ id, task }: PaintRequest): Promise<void> {
  const reply: PaintReply = await paint(task).then(
    (bytes) => ({ id, bytes }),
    (error: unknown) => ({ id, error: error instanceof Error ? error.message : String(error) }),
  );
  process.send?.(reply);
}

async function paint(task: PaintTask): Promise<Uint8Array> {
  switch (task.kind) {
    case 'row':
      return asRowPicture(task.picture);
    case 'large-row':
      return asLargeRowPicture(task.picture);
    case 'edit':
      return editNamed(task.edit).apply(task.picture, randomFor(task.seed, task.name, task.edit));
    case 'distractor':
      return drawDistractor(task.seed, task.number);
    case 'illustration':
      return drawIllustration(task.seed, task.number);
    case 'of-set':
      return drawOfSet(task.set, task.seed, task.number);
  }
}
