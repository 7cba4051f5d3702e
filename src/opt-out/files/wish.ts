import type { KeptOut, OptOutFile } from '../../api/opt-out.ts';

/** What is to be published. */
export interface OptOutStatement {
  keepOut: KeptOut;
  /** Page with the terms on which one may ask; null where there is none. */
  policyUrl: string | null;
}

/** A file that an artist can publish: a file of its own here, and a line in `registry.ts`. */
export type OptOutFileKind = (wish: OptOutStatement) => OptOutFile;

/** The words of both conventions, as header names and values; a policy stands in one of them alone. */
export function headerLines({ policyUrl }: OptOutStatement): [name: string, value: string][] {
  const policy: [string, string][] = policyUrl === null ? [] : [['TDM-Policy', policyUrl]];
  return [['X-Robots-Tag', 'noai, noimageai'], ['TDM-Reservation', '1'], ...policy];
}
