/** What JSON has for the bare words that Python writes where a number is none: no value, and a number beyond all. */
const AS_JSON = { NaN: 'null', Infinity: '1e999' } as const;

const [QUOTE, BACKSLASH, CAPITAL_N, CAPITAL_I] = [0x22, 0x5c, 0x4e, 0x49];

/** The bytes of a JSON document with NaN and Infinity as JSON says them; what stands in its texts is left alone. */
export async function* withoutBareWords(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let [isInText, isEscaped] = [false, false];
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const pieces: Buffer[] = [];
    let [at, from] = [0, 0];
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (isInText) {
        isInText = isEscaped || byte !== QUOTE;
        isEscaped = !isEscaped && byte === BACKSLASH;
      } else if (byte === QUOTE) isInText = true;
      else if (byte === CAPITAL_N || byte === CAPITAL_I) {
        const word = byte === CAPITAL_N ? 'NaN' : 'Infinity';
        // It may go on in the next chunk.
        if (bytes.length - at < word.length) break;
        if (bytes.toString('latin1', at, at + word.length) !== word) continue;
        pieces.push(bytes.subarray(from, at), Buffer.from(AS_JSON[word]));
        from = at + word.length;
        at = from - 1;
      }
    }
    pieces.push(bytes.subarray(from, at));
    rest = Buffer.from(bytes.subarray(at));
    yield pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  }
  if (rest.length > 0) yield rest;
}
