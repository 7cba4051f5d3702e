import { DownloadFailure } from './download-failure.ts';

/** The failure of an address that its host reserves. @param where the file that says so */
export function leftAlone(where: string): DownloadFailure {
  const isRobots = where === '/robots.txt';
  const why = isRobots
    ? 'The robots.txt of the server does not allow this address, so it was not asked for.'
    : `The server reserves the file by ${where}, so it was not asked for.`;
  return new DownloadFailure('opted-out', isRobots ? 'robots' : 'opted-out', why);
}
