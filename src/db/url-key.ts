/**
 * SQL for the 64 bits by which an address is looked up, from SQL for its `sameAddress` form. Other addresses may have
 * the same bits, if hardly ever: whoever looks one up compares the form itself.
 */
export function urlKeySql(form: string): string {
  return `('x' || substr(md5(${form}), 1, 16))::bit(64)::bigint`;
}
