import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../scripts/eval/options.ts';
import { compareWays } from '../../scripts/eval/ways/compare-ways.ts';
import { hasShared, sharedPath } from '../helpers/shared.ts';
import { sized } from '../helpers/size.ts';
import { hasChromium } from '../web/browser.ts';

const CHROMIUM = '/usr/bin/chromium';
const FIVE_EDITS = ['--edits', 'jpeg-30,crop-60,mirrored,bars,watermark'];

describe.skipIf(!hasChromium)(
  'a check in the browser, and an upload of the same file',
  { timeout: 3_600_000 },
  () => {
    const compared = async (...words: string[]) =>
      compareWays(parseOptions([...words, ...FIVE_EDITS]), CHROMIUM, true);

    it('find the same rows in the same grades, of drawings of every kind', async () => {
      const kinds = ['--drawn', String(sized(1, 12)), '--drawn-kinds', 'all'];
      const { checks, differing } = await compared(...kinds, '--sample', String(sized(2, 20)));
      expect(checks).toBeGreaterThanOrEqual(10);
      expect(differing).toEqual([]);
    });

    // All 200 take half an hour: scripts/eval/private.ts asks them.
    it.skipIf(!hasShared)('find the same of photographs', async () => {
      const folder = ['--pictures', sharedPath('pictures')];
      const { checks, sameGrades, differing } = await compared(...folder, '--sample', String(sized(2, 60)));
      expect(sameGrades / checks, differing.join('\n')).toBeGreaterThanOrEqual(0.995);
    });
  },
);
