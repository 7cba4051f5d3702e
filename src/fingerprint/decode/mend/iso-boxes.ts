/** A box of an ISO base media file (ISO/IEC 14496-12): where its content begins and ends. */
export interface IsoBox {
  type: string;
  from: number;
  to: number;
}

/** More boxes side by side than any picture has; a file of eight-byte boxes must not be walked for long. */
const MAX_BOXES = 4096;

/** The boxes that lie one after another between two places of a file; one that reaches beyond ends there. */
export function isoBoxes(bytes: Uint8Array, from: number, to: number): IsoBox[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const boxes: IsoBox[] = [];
  for (let at = from; at + 8 <= to && boxes.length < MAX_BOXES;) {
    let [length, head] = [view.getUint32(at), 8];
    if (length === 1 && at + 16 <= to) [length, head] = [Number(view.getBigUint64(at + 8)), 16];
    if (length === 0) length = to - at;
    if (length < head) break;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    boxes.push({ type, from: at + head, to: Math.min(to, at + length) });
    at += length;
  }
  return boxes;
}

/** The first box of each name within the one before; null where one is missing. */
export function findIsoBox(bytes: Uint8Array, within: IsoBox, names: readonly string[]): IsoBox | null {
  let box: IsoBox | undefined = within;
  for (const name of names) {
    box = isoBoxes(bytes, box.from, box.to).find(({ type }) => type === name);
    if (!box) return null;
  }
  return box;
}

/** Whether a box of the file says that it is longer than what there is of it. */
export function isCutShort(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const last = isoBoxes(bytes, 0, bytes.length).at(-1);
  if (!last) return true;
  const length = view.getUint32(last.from - 8);
  return length > 1 && last.from - 8 + length > bytes.length;
}
