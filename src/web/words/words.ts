import { counted, grouped } from '../../core/words/counts.ts';
import type { Channel, ChannelKind, ChannelRole } from '../../api/channel.ts';
import type { FailureKind } from '../../core/fetch-failure.ts';
import type { KnownLink } from '../../api/lookup.ts';
import type { Coverage } from '../../api/check-result.ts';

const KIND_WORDS: Record<ChannelKind, string> = {
  'dataset-maintainer': 'maintains the dataset',
  hub: 'hosts the dataset’s files',
  host: 'for the picture’s host',
  'model-maker': 'trains models',
  regulator: 'regulator',
  registry: 'registry of reservations',
};

/** Who a channel leads to: `LAION: maintains the dataset`. */
export function whoWords({ party, kind, role }: Pick<Channel, 'party' | 'kind' | 'role'>): string {
  return `${party}: ${role === 'directory' ? 'a place to look up whom to write to' : KIND_WORDS[kind]}`;
}

/** Of the button that leads there. */
export const OPENER_WORDS: Record<ChannelRole, string> = {
  addressee: 'Open the form',
  directory: 'Look it up',
  'own-step': 'See how',
};

/** What a form asks for, as a label: `sample id` → `Sample id`. */
export function fieldWords(name: string): string {
  if (name === 'url') return 'URL';
  if (name === 'email') return 'Your e-mail';
  return capitalised(name);
}

/** With a capital at its beginning, as what stands alone has it. */
export function capitalised(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** Which part of a dataset could be searched: `50 of 50 pictures`, with the share where it is not all of them. */
export function coverageWords({
  rowsIndexed,
  rowsListed,
  rowsHashed,
  rowsFingerprinted,
  rowsSuppressed,
  rowsNotCompared,
  rowsPublished,
  model,
}: Coverage): string {
  const hidden =
    rowsSuppressed > 0 ? `; ${counted(rowsSuppressed, 'picture')} kept out at somebody’s wish` : '';
  const lost =
    rowsNotCompared > 0
      ? `; ${counted(rowsNotCompared, 'picture')} could not be compared closely, since what is kept of them is damaged here: an edited copy may be missed`
      : '';
  const seen =
    rowsFingerprinted < rowsIndexed
      ? `; of ${grouped(rowsFingerprinted)} the picture itself was looked at here`
      : '';
  if (model === null) {
    const hashed =
      rowsHashed === 0
        ? 'No picture was looked for in them, not even by the hash of its file.'
        : `Not searched by picture: of ${counted(rowsHashed, 'entry', 'entries')} the hash of the file was compared, which finds the very same file alone.`;
    return `${counted(rowsListed, 'entry', 'entries')} listed, which can be looked up by address${hidden}. ${hashed}`;
  }
  if (rowsPublished === null) {
    return `${counted(rowsIndexed, 'picture')}; how many were published is not known${seen}${hidden}${lost}`;
  }
  const words = `${grouped(rowsIndexed)} of ${counted(rowsPublished, 'picture')}`;
  const share = rowsIndexed < rowsPublished ? `, ${shareWords(rowsIndexed / rowsPublished)}` : '';
  return words + share + seen + hidden + lost;
}

function shareWords(share: number): string {
  const percent = share * 100;
  if (percent < 0.01) return 'under 0.01 %';
  // Rounded down: 99.96 % must not read as all of it.
  const digits = percent < 1 ? 100 : 10;
  return `${Math.floor(percent * digits) / digits} %`;
}

/** An ISO time or date as `23 November 2026`, in UTC; as it stands where it is not a date. */
export function dateWords(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return time.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** An ISO time as `24 November 2026, 08:15 UTC`; as it stands where it is no time. */
export function timeWords(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return `${dateWords(iso)}, ${time.toISOString().slice(11, 16)} UTC`;
}

/** What an ingest found a row's link to be, each time it asked. */
const LINK_WORDS: Record<FailureKind, string> = {
  dead: 'Dead',
  withheld: 'Its host does not want the picture taken',
  unusable: 'No picture that can be read',
  transient: 'Out of reach',
};

/** `Dead, since 3 May 2026 (http-404); last tried on 2 June 2026`. */
export function linkWords({ kind, reason, since, lastTriedAt }: KnownLink): string {
  return `${LINK_WORDS[kind]}, since ${dateWords(since)} (${reason}); last tried on ${dateWords(lastTriedAt)}`;
}

/** `508 × 404 pixels`, or null where either side is unknown. */
export function sizeWords(width: number | null, height: number | null): string | null {
  return width === null || height === null ? null : `${width} × ${height} pixels`;
}

/** The host of an address, for the artist to read; the address itself where it cannot be parsed. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
