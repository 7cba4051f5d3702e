import type { CaseMatchView } from '../../api/case.ts';
import { GRADE_WORDS } from '../../core/words/grades.ts';
import { Facts } from '../parts/facts.tsx';
import { OutwardLink } from '../parts/outward-link.tsx';
import { timeWords } from '../words/words.ts';

/** A row of a case, and what its link was found to be last. Its picture is not loaded. */
export function Link({ match }: { match: CaseMatchView }) {
  const { n, dataset, release, rowId, url, grade, latest } = match;
  return (
    <article class="case-match" aria-label={`Link ${n}`} data-link={latest?.link ?? 'unchecked'}>
      <Facts
        class="case-facts"
        entries={[
          ['Entry', `${rowId} of ${dataset}, version ${release}`],
          ['Address', <OutwardLink url={url}>{url}</OutwardLink>],
          ['Evidence', grade === null ? null : `${GRADE_WORDS[grade].name}: ${GRADE_WORDS[grade].meaning}`],
          ['Last check', latest === null ? 'Not checked yet' : `${timeWords(latest.at)}: ${latest.sentence}`],
        ]}
      />
    </article>
  );
}
