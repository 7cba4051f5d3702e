import { describe, expect, it } from 'vitest';
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
});
