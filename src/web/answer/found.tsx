import { counted } from '../../core/words/counts.ts';
import type { CheckResult } from '../../api/check-result.ts';
import { bySamePicture } from './group.ts';
import { PictureCard } from './picture-card.tsx';
import { turnedOut } from './state.ts';

/** The pictures that were found, each with every place. */
export function Found({ result }: { result: CheckResult }) {
  if (result.matches.length === 0) return null;
  return (
    <section class="matches" aria-labelledby="matches-title">
      <h2 id="matches-title">Where it was found</h2>
      <p class="quiet">
        Nothing is sent for you: each way to ask opens a form or an e-mail for you to send. Information, not
        legal advice.
      </p>
      {bySamePicture(result.matches).map(({ group, rows }) => (
        <PictureCard key={group} rows={rows} result={result} unfolded />
      ))}
    </section>
  );
}

/** What holds a part of the picture alone: under its own heading, counted on its own, and said not to count as found. */
export function Parts({ result }: { result: CheckResult }) {
  const { parts } = result;
  if (parts.length === 0) return null;
  const { found } = turnedOut(parts);
  const more = found === 0 ? '' : `; ${counted(found, 'place')} found by comparing`;
  return (
    <section class="parts" aria-labelledby="parts-title">
      <h2 id="parts-title">
        A part of your picture, in {counted(parts.length - found, 'other picture')}
        {more}
      </h2>
      <p class="quiet">
        A part of your picture stands in these, and the rest of both differs: they are not your picture, and
        do not count as found. Show a picture to see which part it is. A figure or a drawing of yours may have
        been used; a frame, a template or a logo that others use too says nothing about your picture.
      </p>
      {bySamePicture(parts).map(({ group, rows }, i) => (
        <PictureCard key={group} rows={rows} result={result} unfolded={i === 0} />
      ))}
    </section>
  );
}
