/** The service did not answer at all: trying again may help. */
export class Unreachable extends Error {
  constructor() {
    super('The service cannot be reached. Is it running, are you online?');
  }
}

/** The service answered that it will not do it, in its own words. */
export class Refused extends Error {
  readonly status: number;

  constructor(words: string, status: number) {
    super(words);
    this.status = status;
  }
}

/** Of the service, or of what stands before it: too busy, starting, or asked too often. */
const PASSING = [408, 429, 502, 503, 504];

/** What went wrong, in words for the artist. */
export function failureWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether asking the same again may help. */
export function canBeRetried(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Refused && PASSING.includes(error.status));
}
