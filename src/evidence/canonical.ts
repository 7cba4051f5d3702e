import canonicalize from 'canonicalize';

/**
 * The one text of a JSON value (RFC 8785): sorted keys, no spaces, numbers as ECMAScript writes them. What JSON leaves
 * out is left out; half of a character that has two, which no UTF-8 can hold, becomes U+FFFD.
 * @throws Error for what is no JSON: numbers that are not finite, circles
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(JSON.parse(JSON.stringify(value), wellFormed));
  if (text === undefined) throw new Error('There is no JSON of undefined.');
  return text;
}

function wellFormed(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\p{Surrogate}/gu, '\ufffd');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  // Keys are texts too: headers and case notes come from elsewhere.
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key.replace(/\p{Surrogate}/gu, '\ufffd'), each as unknown]),
  );
}
