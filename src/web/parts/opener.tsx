import type { Channel } from '../../api/channel.ts';
import { OPENER_WORDS } from '../words/words.ts';
import { OutwardLink } from './outward-link.tsx';
import { Spoken } from './spoken.tsx';

/** The way through a channel: a form to open, a place to look somebody up, or an e-mail begun. @param mailto where it takes e-mail */
export function Opener({
  channel: { url, party, role, title },
  mailto,
}: {
  channel: Pick<Channel, 'url' | 'party' | 'role' | 'title'>;
  mailto: string | null;
}) {
  if (url !== null) {
    return (
      <OutwardLink url={url} class="button">
        {OPENER_WORDS[role]}
        <Spoken>: {title}</Spoken>
      </OutwardLink>
    );
  }
  if (mailto === null) return null;
  return (
    <a class="button" href={mailto}>
      Write the e-mail<Spoken> to {party}</Spoken>
    </a>
  );
}
