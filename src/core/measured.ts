import type { Measured } from './measured-counts.ts';

/** Written by `npm run eval` as `measured.ts` in the folder of its report; nothing here is set by hand. */
export const MEASURED: Measured = {
  measuredOn: '2026-11-28',
  how: 'npm run eval: a sample of 110 pictures (51 photographs, 2 drawn-illustrations, 1 drawn-figures, 3 drawn-templates, 2 drawn-logos, 1 drawn-views, 17 figures, 20 flat, 3 scenes, 10 templates), 2 edits of each, among indexes of 1,000 and 10,000 rows; index of pocket, seed 1.',
  sizes: [
    {
      rows: 1000,
      kinds: [
        { kind: 'photographs', asked: [102, 51], found: [0, 0], byGrade: {} },
        { kind: 'drawn-illustrations', asked: [4, 2], found: [0, 0], byGrade: {} },
        { kind: 'drawn-figures', asked: [2, 1], found: [0, 0], byGrade: {} },
        { kind: 'drawn-templates', asked: [6, 3], found: [0, 0], byGrade: {} },
        { kind: 'drawn-logos', asked: [4, 2], found: [0, 0], byGrade: {} },
        { kind: 'drawn-views', asked: [2, 1], found: [0, 0], byGrade: {} },
        { kind: 'figures', asked: [34, 17], found: [1, 1], byGrade: { edited: [1, 1] } },
        { kind: 'flat', asked: [40, 20], found: [0, 0], byGrade: {} },
        { kind: 'scenes', asked: [6, 3], found: [0, 0], byGrade: {} },
        { kind: 'templates', asked: [20, 10], found: [0, 0], byGrade: {} },
      ],
    },
    {
      rows: 10000,
      kinds: [
        { kind: 'photographs', asked: [102, 51], found: [0, 0], byGrade: {} },
        { kind: 'drawn-illustrations', asked: [4, 2], found: [0, 0], byGrade: {} },
        { kind: 'drawn-figures', asked: [2, 1], found: [0, 0], byGrade: {} },
        { kind: 'drawn-templates', asked: [6, 3], found: [0, 0], byGrade: {} },
        { kind: 'drawn-logos', asked: [4, 2], found: [0, 0], byGrade: {} },
        { kind: 'drawn-views', asked: [2, 1], found: [0, 0], byGrade: {} },
        { kind: 'figures', asked: [34, 17], found: [1, 1], byGrade: { edited: [1, 1] } },
        { kind: 'flat', asked: [40, 20], found: [0, 0], byGrade: {} },
        { kind: 'scenes', asked: [6, 3], found: [0, 0], byGrade: {} },
        { kind: 'templates', asked: [20, 10], found: [0, 0], byGrade: {} },
      ],
    },
  ],
};
