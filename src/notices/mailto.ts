/**
 * A longer address is cut off on the way by some systems: Windows hands programs 2,083 characters at most
 * (INTERNET_MAX_URL_LENGTH of its SDK), which leaves some for what a browser adds.
 */
const MAX_CHARACTERS = 2_000;

/**
 * A `mailto:` address as RFC 6068 writes it: percent-encoded, lines ended by CR LF.
 * @param email none leaves the place for the artist to fill in
 * @returns with the text, or, where that is too long for one, with the subject alone
 */
export function mailtoOf(
  email: string | null,
  subject: string,
  text: string,
): { mailto: string; textInMailto: boolean } {
  const bare = `mailto:${encodeAddress(email ?? '')}?subject=${encodeURIComponent(subject)}`;
  const whole = `${bare}&body=${encodeURIComponent(text.replaceAll('\n', '\r\n'))}`;
  return whole.length <= MAX_CHARACTERS
    ? { mailto: whole, textInMailto: true }
    : { mailto: bare, textInMailto: false };
}

/** Everything but the @ that RFC 6068 leaves as it is, so that an address cannot add headers of its own. */
function encodeAddress(email: string): string {
  return encodeURIComponent(email).replaceAll('%40', '@');
}
