/** A key by which a program owns cases; the key itself is shown once and not kept. */
export interface ApiKey {
  id: number;
  name: string;
  /** ISO 8601 in UTC. */
  createdAt: string;
  /** Null while it holds. */
  revokedAt: string | null;
  cases: number;
}
