import type { Match } from '../../api/match.ts';
import { askedAddress } from '../parts/asked-address.ts';

/**
 * Where a row's picture is to be had, and whether that is this server: then nobody else sees who looks. The demo's own addresses
 * lead nowhere, as their hosts are made up; this server serves what stood there.
 */
export function pictureAddress({ dataset, url }: Pick<Match, 'dataset' | 'url'>): {
  src: string;
  isOurs: boolean;
} {
  const path =
    dataset === 'demo' ? /^https:\/\/[\w.-]+\.example(\/prints\/[\w-]+\.jpg)$/.exec(url)?.[1] : undefined;
  if (path === undefined) return { src: askedAddress(url), isOurs: false };
  return { src: new URL(`/demo${path}`, location.href).href, isOurs: true };
}
