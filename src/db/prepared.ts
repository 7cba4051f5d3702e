/** SQL → the name that a connection knows it by once it was asked. */
const NAMES = new Map<string, string>();

/**
 * Has every connection plan a statement once, and not anew each time: for statements of every check, whose planning takes
 * longer than answering them. @param name a word of its own @returns the same SQL
 */
export function prepared(name: string, sql: string): string {
  NAMES.set(sql, name);
  return sql;
}

/** Undefined for a statement that is planned each time. */
export function preparedName(sql: string): string | undefined {
  return NAMES.get(sql);
}
