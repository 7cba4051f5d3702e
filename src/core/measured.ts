import type { Measured } from './measured-counts.ts';

/** Written by `npm run eval` as `measured.ts` in the folder of its report; nothing here is set by hand. */
export const MEASURED: Measured = {
  measuredOn: '2026-11-28',
  how: 'npm run eval: 550 pictures (200 photographs, 30 drawn-illustrations, 30 drawn-figures, 30 drawn-templates, 30 drawn-logos, 30 drawn-views, 80 figures, 63 flat, 12 scenes, 45 templates), 2 edits of each, among indexes of 1,000 and 10,000 rows; index of pocket, seed 1.',
  sizes: [
    {
      rows: 1000,
      kinds: [
        { kind: 'photographs', asked: [400, 200], found: [0, 0], byGrade: {} },
        { kind: 'drawn-illustrations', asked: [60, 30], found: [0, 0], byGrade: {} },
        { kind: 'drawn-figures', asked: [60, 30], found: [2, 2], byGrade: { edited: [2, 2] } },
        { kind: 'drawn-templates', asked: [60, 30], found: [0, 0], byGrade: {} },
        { kind: 'drawn-logos', asked: [60, 30], found: [0, 0], byGrade: {} },
        { kind: 'drawn-views', asked: [60, 30], found: [0, 0], byGrade: {} },
        { kind: 'figures', asked: [160, 80], found: [5, 5], byGrade: { edited: [5, 5] } },
        { kind: 'flat', asked: [126, 63], found: [0, 0], byGrade: {} },
        { kind: 'scenes', asked: [24, 12], found: [2, 2], byGrade: { edited: [2, 2] } },
        { kind: 'templates', asked: [90, 45], found: [0, 0], byGrade: {} },
      ],
    },
    {
      rows: 10000,
      kinds: [
        { kind: 'photographs', asked: [400, 200], found: [0, 0], byGrade: {} },
        { kind: 'drawn-illustrations', asked: [60, 30], found: [0, 0], byGrade: {} },
        { kind: 'drawn-figures', asked: [60, 30], found: [2, 2], byGrade: { edited: [2, 2] } },
        { kind: 'drawn-templates', asked: [60, 30], found: [0, 0], byGrade: {} },
        { kind: 'drawn-logos', asked: [60, 30], found: [0, 0], byGrade: {} },
        { kind: 'drawn-views', asked: [60, 30], found: [0, 0], byGrade: {} },
        { kind: 'figures', asked: [160, 80], found: [5, 5], byGrade: { edited: [5, 5] } },
        { kind: 'flat', asked: [126, 63], found: [0, 0], byGrade: {} },
        { kind: 'scenes', asked: [24, 12], found: [2, 2], byGrade: { edited: [2, 2] } },
        { kind: 'templates', asked: [90, 45], found: [0, 0], byGrade: {} },
      ],
    },
  ],
};
