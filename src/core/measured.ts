import type { Measured } from './measured-counts.ts';

/** Written by `npm run eval` as `measured.ts` in the folder of its report; nothing here is set by hand. */
export const MEASURED: Measured = {
  measuredOn: '2026-11-27',
  how: 'npm run eval: a sample of 60 pictures (33 photographs, 1 drawn-illustrations, 1 drawn-figures, 3 drawn-templates, 2 drawn-logos, 1 drawn-views, 7 figures, 10 flat, 1 scenes, 1 templates), 2 edits of each, among indexes of 500 and 1,000 rows; index of pocket, seed 1.',
  sizes: [
    {
      rows: 500,
      kinds: [
        { kind: 'photographs', asked: [66, 33], found: [0, 0], byGrade: {} },
        { kind: 'drawn-illustrations', asked: [2, 1], found: [0, 0], byGrade: {} },
        { kind: 'drawn-figures', asked: [2, 1], found: [2, 1], byGrade: { edited: [2, 1] } },
        { kind: 'drawn-templates', asked: [6, 3], found: [2, 2], byGrade: { edited: [2, 2] } },
        { kind: 'drawn-logos', asked: [4, 2], found: [0, 0], byGrade: {} },
        { kind: 'drawn-views', asked: [2, 1], found: [0, 0], byGrade: {} },
        { kind: 'figures', asked: [14, 7], found: [12, 7], byGrade: { edited: [12, 7] } },
        { kind: 'flat', asked: [20, 10], found: [0, 0], byGrade: {} },
        { kind: 'scenes', asked: [2, 1], found: [2, 1], byGrade: { edited: [2, 1] } },
        { kind: 'templates', asked: [2, 1], found: [0, 0], byGrade: {} },
      ],
    },
    {
      rows: 1000,
      kinds: [
        { kind: 'photographs', asked: [66, 33], found: [0, 0], byGrade: {} },
        { kind: 'drawn-illustrations', asked: [2, 1], found: [0, 0], byGrade: {} },
        { kind: 'drawn-figures', asked: [2, 1], found: [2, 1], byGrade: { edited: [2, 1] } },
        { kind: 'drawn-templates', asked: [6, 3], found: [2, 2], byGrade: { edited: [2, 2] } },
        { kind: 'drawn-logos', asked: [4, 2], found: [0, 0], byGrade: {} },
        { kind: 'drawn-views', asked: [2, 1], found: [0, 0], byGrade: {} },
        { kind: 'figures', asked: [14, 7], found: [12, 7], byGrade: { edited: [12, 7] } },
        { kind: 'flat', asked: [20, 10], found: [0, 0], byGrade: {} },
        { kind: 'scenes', asked: [2, 1], found: [2, 1], byGrade: { edited: [2, 1] } },
        { kind: 'templates', asked: [2, 1], found: [0, 0], byGrade: {} },
      ],
    },
  ],
};
