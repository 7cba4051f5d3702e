import type { MatchChannel } from '../../api/channel.ts';
import type { Match } from '../../api/match.ts';
import { takesLetters } from '../service/case-api.ts';
import { channelMailto } from '../words/mailto.ts';
import { About } from '../parts/about.tsx';
import { CopiedField } from '../parts/copied-field.tsx';
import { Opener } from '../parts/opener.tsx';
import { LinkedText } from '../parts/outward-link.tsx';
import { Spoken } from '../parts/spoken.tsx';
import { fieldWords, whoWords } from '../words/words.ts';
import { LetterDoor } from './case-door.tsx';

/** One way to ask: who stands behind it, how to open it, what it asks for, what it can do and cannot. */
export function Way({
  channel,
  row,
  checkId,
  isFirst,
}: {
  channel: MatchChannel;
  row: Match;
  checkId: string;
  isFirst: boolean;
}) {
  return (
    <li class="channel">
      <div class="channel-head">
        <p>
          <strong>{isFirst ? `Next: ${channel.title}` : channel.title}</strong>
          <span class="quiet">{whoWords(channel)}</span>
        </p>
        <RowOpener channel={channel} row={row} />
      </div>
      <p class="channel-why">
        <LinkedText text={channel.why} />
      </p>
      <details>
        <summary>
          What to fill in, what it can do<Spoken>: {channel.title}</Spoken>
        </summary>
        <Fields channel={channel} />
        {takesLetters(channel) && <LetterDoor row={row} checkId={checkId} channel={channel} />}
        <About channel={channel} />
      </details>
    </li>
  );
}

/** The way through for a row; an e-mail tells of that. */
export function RowOpener({ channel, row }: { channel: MatchChannel; row: Match }) {
  const { email, fields } = channel;
  return <Opener channel={channel} mailto={email === null ? null : channelMailto(email, fields, row)} />;
}

function Fields({ channel: { fields, email } }: { channel: MatchChannel }) {
  const asked = Object.entries(fields);
  if (email !== null) asked.unshift(['E-mail to', email]);
  if (asked.length === 0) return null;
  return (
    <div class="fields">
      {asked.map(([name, value]) =>
        value === null ? (
          <div class="field" key={name}>
            <span class="field-name">{fieldWords(name)}</span>
            <span class="quiet">yours to fill in</span>
          </div>
        ) : (
          <CopiedField key={name} name={fieldWords(name)} value={value} />
        ),
      )}
    </div>
  );
}
