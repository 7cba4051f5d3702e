import { useRef } from 'preact/hooks';
import { counted } from '../../core/words/counts.ts';
import type { CheckResult } from '../../api/check-result.ts';
import { hostOf } from '../words/words.ts';
import { PictureCard } from './picture-card.tsx';
import { pictureAddress } from './picture-address.ts';
import { areAlikesOpen, pictures, setPicture, turnedOut } from './state.ts';

/** What only looks similar: apart, folded, and said not to count. Their pictures come when somebody asks for them. */
export function LookAlikes({ result }: { result: CheckResult }) {
  const { lookAlikes } = result;
  const summaryLine = useRef<HTMLElement>(null);
  if (lookAlikes.length === 0) return null;
  const isOpen = areAlikesOpen.value;
  const { found, inPart } = turnedOut(lookAlikes);
  const summary = [
    `${counted(lookAlikes.length - found - inPart, 'look-alike')}, not counted as found`,
    found === 0 ? null : `${counted(found, 'place')} found by comparing`,
    inPart === 0 ? null : `a part of your picture in ${inPart} by comparing`,
  ];
  const unseen = lookAlikes.filter((row) => !pictures.value.has(row.n) && !pictureAddress(row).isOurs);
  const hosts = new Set(unseen.map(({ url }) => hostOf(url))).size;
  return (
    <details
      class="look-alikes"
      open={isOpen}
      onToggle={({ currentTarget }) => (areAlikesOpen.value = currentTarget.open)}
    >
      <summary ref={summaryLine}>{summary.filter((one) => one !== null).join('; ')}</summary>
      <p class="quiet">
        These are similar in style or subject, or other photographs of the same thing. That alone proves
        nothing, but an edited copy of your picture may be among them: compare one with its live picture, or
        look for yourself.
      </p>
      {unseen.length > 1 && (
        <div class="all-alikes">
          <button
            type="button"
            class="button"
            onClick={() => {
              for (const { n, unsafe } of unseen) if (unsafe !== true) setPicture(n, 'loading');
              // The pressed button goes.
              summaryLine.current?.focus();
            }}
          >
            Show all these pictures
          </button>
          <span class="quiet">They load from {counted(hosts, 'site')}, which will see your address.</span>
        </div>
      )}
      <div class="alikes">
        {lookAlikes.map((row) => (
          <PictureCard key={row.n} rows={[row]} result={result} unfolded={false} />
        ))}
      </div>
    </details>
  );
}
