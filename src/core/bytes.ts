/**
 * The chunks as one array in memory of its own. (Not `Buffer.concat`: that may put a small picture into memory
 * shared with others, which cannot be handed to another thread.)
 * @param length of all chunks together, in bytes
 */
export function joinChunks(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
