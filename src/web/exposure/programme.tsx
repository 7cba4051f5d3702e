import type { Exposure, ExposureChannel } from '../../api/exposure.ts';
import { mailtoAddress } from '../../core/words/mailto.ts';
import { REACH_WORDS } from '../../core/words/reach.ts';
import { trustWords } from '../../core/words/sources.ts';
import { About } from '../parts/about.tsx';
import { Facts } from '../parts/facts.tsx';
import { Opener } from '../parts/opener.tsx';
import { LinkedText } from '../parts/outward-link.tsx';
import { Spoken } from '../parts/spoken.tsx';
import { capitalised, dateWords } from '../words/words.ts';

/** What one private programme means for the post: the answer, why, what it rests on, and whom to ask. */
export function Programme({ exposure }: { exposure: Exposure }) {
  const { title, reach, why, what, source, checkedOn, status, channels } = exposure;
  return (
    <li class="exposure-programme" data-reach={reach}>
      <h3>{title}</h3>
      <p class="exposure-reach">{capitalised(REACH_WORDS[reach])}</p>
      <ul class="exposure-why">
        {why.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {channels.map((channel, i) => (
        <Channel key={channel.title} channel={channel} isFirst={i === 0} />
      ))}
      <details>
        <summary>
          What was taken, and where that was read<Spoken>: {title}</Spoken>
        </summary>
        <Facts
          class="about"
          entries={[
            ['What was taken', what],
            ['Source', <LinkedText text={source} />],
            ['Checked', `${dateWords(checkedOn)}; ${trustWords(status)}`],
          ]}
        />
      </details>
    </li>
  );
}

function Channel({ channel, isFirst }: { channel: ExposureChannel; isFirst: boolean }) {
  const { title, party, email, traps } = channel;
  return (
    <section class="exposure-channel">
      <div class="channel-head">
        <p>
          <strong>{isFirst ? `Next: ${title}` : title}</strong>
          <span class="quiet">{party}</span>
        </p>
        <Opener channel={channel} mailto={email === null ? null : mailtoAddress(email)} />
      </div>
      <ul class="exposure-traps">
        {traps.map((trap) => (
          <li key={trap}>{trap}</li>
        ))}
      </ul>
      <details>
        <summary>
          What it rests on, what it can do<Spoken>: {title}</Spoken>
        </summary>
        <About channel={channel} />
      </details>
    </section>
  );
}
