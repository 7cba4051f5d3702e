import { GRADE_WORDS, SAME_SUBJECT_WORDS } from '../../core/words/grades.ts';
import type { Match } from '../../api/match.ts';
import {
  comparedWords,
  geometryWords,
  pdqWords,
  similarityWords,
  VIEW_WORDS,
} from '../words/evidence-words.ts';
import { Facts } from '../parts/facts.tsx';
import { OutwardLink } from '../parts/outward-link.tsx';
import { Spoken } from '../parts/spoken.tsx';
import { sizeWords } from '../words/words.ts';

/** What was measured, for whoever wants to know: the grade, what it rests on, and the numbers. */
export function HowKnown({ row }: { row: Match }) {
  const { grade, sameSubject } = row;
  const { name, meaning } = GRADE_WORDS[grade];
  return (
    <details class="how-known">
      <summary>
        How do we know?<Spoken> About entry {row.rowId}</Spoken>
      </summary>
      <p class="grade" data-grade={grade}>
        <strong>{name}</strong>
        <span>{sameSubject ? `${SAME_SUBJECT_WORDS}; not counted as found` : meaning}</span>
      </p>
      <Measured row={row} />
    </details>
  );
}

function Measured({ row }: { row: Match }) {
  const { grade, pdqDistance, geometry, view, width, height, dataset, release, rowId, url } = row;
  return (
    <Facts
      class="match-facts"
      entries={[
        ['Rests on', comparedWords(row)],
        ['Points', geometry === null ? null : geometryWords(geometry)],
        // Of the whole pictures, of which the most differs where they share a part.
        ['Difference', pdqDistance === null || grade === 'part' ? null : pdqWords(pdqDistance)],
        ['Matched', VIEW_WORDS[view]],
        ['Similarity', similarityWords(row)],
        ['Entry', `${rowId} of ${dataset}, version ${release}`],
        ['Size', sizeWords(width, height)],
        ['Address', <OutwardLink url={url}>{url}</OutwardLink>],
      ]}
    />
  );
}
