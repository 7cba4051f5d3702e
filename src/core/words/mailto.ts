/**
 * A `mailto:` address as RFC 6068 writes it: percent-encoded, lines ended by CR LF.
 * @param email none leaves the place for the artist to fill in
 */
export function mailtoAddress(
  email: string | null,
  { subject, body }: { subject?: string; body?: string } = {},
): string {
  const fields = [
    ...(subject === undefined ? [] : [`subject=${encodeURIComponent(subject)}`]),
    ...(body === undefined ? [] : [`body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`]),
  ];
  return `mailto:${encodeAddress(email ?? '')}${fields.length === 0 ? '' : `?${fields.join('&')}`}`;
}

/** Everything but the @ that RFC 6068 leaves as it is, so that an address cannot add headers of its own. */
function encodeAddress(email: string): string {
  return encodeURIComponent(email).replaceAll('%40', '@');
}
