import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';
import type { Match } from '../../src/api/match.ts';
import { inWords } from '../../src/cli/check-files.ts';
import { checkExample } from '../../src/http/schemas/example.ts';

describe('an answer at a terminal', () => {
  it('says what there is to say of the file, below the verdict', () => {
    const notes = ['Its end is missing.', 'It was shrunk.'];
    const answer = { ...checkExample, picture: { ...checkExample.picture, notes } };
    const [file, verdict, ...rest] = inWords('mine.jpg', answer);
    expect(file).toBe('mine.jpg');
    expect(verdict).toContain('Found');
    expect(rest.slice(0, 2)).toEqual(['  Note: Its end is missing.', '  Note: It was shrunk.']);
    expect(inWords('mine.jpg', checkExample).join('')).not.toContain('Note:');
  });

  const alike: Match = { ...checkExample.matches[0], grade: 'look-alike', similarityAsItLies: 0.981 };

  it('has the cosine of the whole picture first, and that of a view apart', () => {
    const lines = (match: Partial<Match>) =>
      inWords('a', { ...checkExample, lookAlikes: [{ ...alike, ...match }] });
    expect(lines({ similarity: 0.981, similarityView: 'as-is' }).join('\n')).toMatch(
      /^ +0\.981 {2}\S+ row 1828 {2}\S+$/m,
    );
    expect(lines({ similarity: 0.992, similarityView: 'upper-left' }).join('\n')).toMatch(
      /^ +0\.981 .* \(0\.992 upper-left\)$/m,
    );
    expect(
      lines({ similarityAsItLies: null, similarity: 0.992, similarityView: 'inside' }).join('\n'),
    ).toMatch(/^ +– .* \(0\.992 inside\)$/m);
  });

  it('says how live pictures were looked at, what hosts learn of it, and of a dead link where to look on', () => {
    const live = {
      state: 'dead',
      why: 'pictures.example answered 404 instead of the picture.',
      lookedAt: null,
      deadSince: '2026-11-28',
      archive: 'https://web.archive.org/web/*/https://pictures.example/poster.jpg',
      proof: null,
      picture: null,
    } as const;
    const said = (state: CheckResult['live']['state']): string =>
      inWords('a', {
        ...checkExample,
        live: { state, compared: 2, of: 3 },
        lookAlikes: [{ ...alike, live }],
      }).join('\n');
    expect(said('done')).toContain('Looked at the addresses of 2 of 3 rows for their live pictures.\n');
    expect(said('running')).toContain('and others are still looked at');
    expect(said('ask')).toContain('3 rows can be compared with the live picture: ask for it with --live.');
    expect(said('done')).toContain('nothing of your picture');
    expect(said('done')).toContain(
      'The link is dead (found so on 28 November 2026). pictures.example answered 404',
    );
    expect(said('done')).toContain(`Look for an archived copy: ${live.archive}`);
    expect(inWords('a', checkExample).join('')).not.toContain('Looked at');
  });
});
