const DIGITS = { sha256: 64, md5: 32 } as const;

/** The hash in lower case, or what is wrong with it. */
export function readFileHash(
  algorithm: keyof typeof DIGITS,
  text: string,
): { hash: string } | { wrong: string } {
  const hash = text.trim().toLowerCase();
  if (hash.length === DIGITS[algorithm] && /^[0-9a-f]+$/.test(hash)) return { hash };
  const what = /^[0-9a-f]*$/.test(hash) ? `it has ${hash.length}` : 'it has other characters';
  return { wrong: `'${algorithm}' should be ${DIGITS[algorithm]} hex digits; ${what}.` };
}
