import libheif from 'libheif-js/libheif-wasm/libheif-bundle.mjs';
import { asTask } from '../../../runtime/threads/task.ts';
import { checkSize } from '../read/size.ts';
import type { HeicTask, RgbaPicture } from './decode.ts';

// A picture of the size that may be held takes less than half of it.
const MAX_MEMORY_BYTES = 1024 ** 3;

// The library's memory only grows, and by this call alone; beyond the limit it is refused as if there were none left.
const memory = WebAssembly.Memory.prototype;
const grow: (this: WebAssembly.Memory, pages: number) => number = Reflect.get(memory, 'grow');
memory.grow = function bounded(this: WebAssembly.Memory, pages) {
  if (this.buffer.byteLength + pages * 65_536 > MAX_MEMORY_BYTES) throw new RangeError('out of memory');
  return grow.call(this, pages);
};

// The library says there what a file's numbers are: nothing of a picture is printed here.
for (const say of ['log', 'warn', 'error'] as const) console[say] = () => {};

export default asTask(async ({ bytes, maxPixels }: HeicTask): Promise<RgbaPicture> => {
  const images = new (libheif().HeifDecoder)().decode(bytes);
  const image = images.find((one) => one.is_primary()) ?? images[0];
  if (!image) throw new Error('There is no picture in it.');
  const [width, height] = [image.get_width(), image.get_height()];
  checkSize(width, height, maxPixels);
  const data = new Uint8ClampedArray(width * height * 4);
  await new Promise<void>((resolve, reject) => {
    image.display({ data, width, height }, (shown) =>
      shown ? resolve() : reject(new Error('It was not decoded.')),
    );
  });
  return { width, height, data };
});
