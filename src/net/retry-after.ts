/**
 * How long a `Retry-After` header asks to wait, in ms from `nowMs` on; null where there is none or it is neither a
 * number of seconds nor a date (RFC 9110, 10.2.3). A date that has passed is 0.
 */
export function retryAfterMs(header: string | string[] | undefined, nowMs: number): number | null {
  const text = [header ?? []].flat()[0]?.trim();
  if (text === undefined) return null;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // JavaScript reads much as a date, '-5' included; every form that HTTP allows names its month.
  const date = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}
