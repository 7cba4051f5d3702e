import { describe, expect, it } from 'vitest';
import { groundsOf } from '../../src/evidence/report-words.ts';
import { MEASURED_AS_SAME } from '../helpers/placement.ts';
import { GEOMETRY } from '../web/rows.ts';
import { anEvidenceMatch } from './findings.ts';

const OWN = { percent: 39, polygon: [], whole: false };
const WHOLE = { ...OWN, whole: true };

describe('the grounds of an edited copy', () => {
  it('are what was found wherever something stands out, which decides', () => {
    const look = { ...MEASURED_AS_SAME.look, points: 92, agreeing: 90, exact: 84, gone: 1 };
    const grounds = groundsOf(anEvidenceMatch({ geometry: { ...GEOMETRY, look } }));
    expect(grounds).toContain(
      'Of the 92 points of the row’s picture that the checked one shows, 90 look the same there, and 84 of these all but exactly; at 1 the checked picture shows less than half as much.',
    );
    const [before] = groundsOf(anEvidenceMatch({ geometry: { ...GEOMETRY, look: null } })).filter((ground) =>
      ground.startsWith('Of the'),
    );
    expect(before).toBeUndefined();
  });

  it.each([
    [WHOLE, OWN, 'What both show is the whole of the checked picture’s area and 60 % of the row’s.'],
    [OWN, WHOLE, 'What both show is 60 % of the checked picture’s area and the whole of the row’s.'],
    [OWN, OWN, 'What both show is 39 % of the checked picture’s area and 39 % of the row’s.'],
    [WHOLE, WHOLE, 'What both show is the whole picture, of both.'],
  ])('say how much both show by frames, and by points where neither is whole: %j', (query, row, words) => {
    const geometry = { ...GEOMETRY, query, row, frame: { ...GEOMETRY.frame, percent: 60 } };
    expect(groundsOf(anEvidenceMatch({ geometry }))).toContain(words);
  });
});
