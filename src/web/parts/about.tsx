import type { Channel } from '../../api/channel.ts';
import { trustWords } from '../../core/words/sources.ts';
import { dateWords } from '../words/words.ts';
import { Facts } from './facts.tsx';
import { LinkedText } from './outward-link.tsx';

/** What a way to ask rests on, what it can do and cannot, and where that was read. */
export function About({
  channel: { legalBasis, whoMayUse, canAchieve, source, checkedOn, status },
}: {
  channel: Pick<Channel, 'legalBasis' | 'whoMayUse' | 'canAchieve' | 'source' | 'checkedOn' | 'status'>;
}) {
  return (
    <Facts
      class="about"
      entries={[
        ['Legal basis', legalBasis],
        ['Who may use it', whoMayUse],
        ['What it can do, and cannot', canAchieve],
        ['Source', <LinkedText text={source} />],
        ['Checked', `${dateWords(checkedOn)}; ${trustWords(status)}`],
      ]}
    />
  );
}
