/** The address that a row's published one was on its page, as `core/web-address.ts` has it: `&amp;` is an `&` there. */
export function askedAddress(url: string): string {
  return url.replace(/&(?:(?:amp|#0*38|#x0*26);)+/gi, '&');
}
