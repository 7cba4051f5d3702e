/** What went wrong, as a stable word that clients may rely on. `http/errors.ts` gives each its status. */
export type ErrorCode =
  | 'usage'
  | 'config-invalid'
  | 'picture-missing'
  | 'picture-empty'
  | 'picture-too-large'
  | 'picture-too-many-pixels'
  | 'picture-unreadable'
  | 'picture-format-unsupported'
  | 'content-unreadable'
  | 'address-invalid'
  | 'address-refused'
  | 'download-failed'
  | 'download-too-large'
  | 'download-timeout'
  | 'opted-out'
  | 'dataset-unknown'
  | 'check-unknown'
  | 'batch-unknown'
  | 'batch-invalid'
  | 'batch-too-large'
  | 'batch-late'
  | 'batches-under-way'
  | 'match-unknown'
  | 'lookup-invalid'
  | 'search-invalid'
  | 'comparisons-invalid'
  | 'words-not-searchable'
  | 'answers-invalid'
  | 'suppression-invalid'
  | 'suppression-unknown'
  | 'notice-invalid'
  | 'notice-unprintable'
  | 'case-invalid'
  | 'case-unknown'
  | 'request-unknown'
  | 'request-state'
  | 'api-key-invalid'
  | 'manifest-unreadable'
  | 'manifest-format-unknown'
  | 'manifest-columns-missing'
  | 'embeddings-unreadable'
  | 'embeddings-mismatch'
  | 'model-unknown'
  | 'model-not-pulled'
  | 'model-file-mismatch'
  | 'model-mismatch'
  | 'vector-invalid'
  | 'signature-invalid'
  | 'engine-unavailable'
  | 'segment-corrupt'
  | 'segment-write-failed'
  | 'segments-changed'
  | 'index-not-open'
  | 'data-folder-in-use'
  | 'database-unavailable'
  | 'knowledge-invalid'
  | 'overloaded';

/**
 * An error whose message may be shown to a client as it stands: it says what was wrong, with the number
 * that was wrong, and what to do. It never holds a path of the server, a stack, or anything of a picture.
 */
export class TrainspotError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TrainspotError';
    this.code = code;
  }
}
