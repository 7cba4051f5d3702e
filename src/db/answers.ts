import type { Database } from './database.ts';

/** So long one answer holds for all who ask. */
const FRESH_MS = 1_000;

/**
 * Whether the database answers. It is asked one question at a time and at most one a second, however many want to know.
 * @returns why not, or null when it does
 */
export function watchAnswers(database: Database): () => Promise<string | null> {
  const probed = database.for('probe');
  let asked: Promise<string | null> | null = null;

  async function ask(): Promise<string | null> {
    try {
      await probed.query('select 1');
      return null;
    } catch (error) {
      return (error as Error).message;
    } finally {
      setTimeout(() => (asked = null), FRESH_MS).unref();
    }
  }
  return () => (asked ??= ask());
}
