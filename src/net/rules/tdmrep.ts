import { comparablePath, pathPattern } from './path-pattern.ts';

/** Whether an origin's file reserves what lies at an address. */
export type ReservesTdm = (url: URL) => boolean;

/**
 * What a `/.well-known/tdmrep.json` says (TDM Reservation Protocol, final report of 10 May 2024): a list of rules, of
 * which the first whose `location` holds decides. A rule that is not understood is passed over, and a file that is no
 * such list, as the page that many servers send for everything, reserves nothing.
 */
export function parseTdmrep(text: string): ReservesTdm {
  const rules = rulesIn(text);
  return (url) => {
    const path = comparablePath(url);
    return rules.find(({ pattern }) => pattern.matches(path))?.isReserved ?? false;
  };
}

function rulesIn(text: string) {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return [];
  }
  // The brackets are left out by some who have one rule.
  return [list].flat().flatMap((rule: unknown) => {
    if (typeof rule !== 'object' || rule === null) return [];
    const { location, 'tdm-reservation': reservation } = rule as Record<string, unknown>;
    const value = String(reservation);
    if (typeof location !== 'string' || (value !== '1' && value !== '0')) return [];
    return [{ pattern: pathPattern(location), isReserved: value === '1' }];
  });
}
