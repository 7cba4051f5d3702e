import { describe, expect, it } from 'vitest';
import type { Exposure } from '../../src/api/exposure.ts';
import type { Routes } from '../../src/api/routes.ts';
import { runCli } from '../helpers/run-cli.ts';

describe('trainspot route and exposure', { timeout: 120_000 }, () => {
  const mine = ['--own-page', 'no', '--in-picture', 'no', '--may-act', 'yes'];
  const row = ['route', '--dataset', 'laion-400m', '--row', '17', '--url', 'https://i.pinimg.com/a.jpg'];
  const post = ['exposure', '--platform', 'instagram', '--posted', '2025-03', '--region', 'DE'];
  const said = ['--public', 'yes', '--adult-then', 'yes', '--own-post', 'yes'];

  it('name the next thing to do, and what is not offered', async () => {
    const { code, stdout, stderr } = await runCli([...row, ...mine]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ {2}Next: Pinterest's copyright form/);
    expect(stdout).toMatch(/Not offered: LAION's form for dataset requests/);
    expect(stdout).toMatch(/not legal advice\. Nothing is sent for you\.\n$/);
    const { channels } = JSON.parse((await runCli([...row, ...mine, '--json'])).stdout) as Routes;
    expect(channels[0].id).toBe('pinterest-copyright');
  });

  it('say what private programmes mean for a post', async () => {
    const { code, stdout } = await runCli([...post, ...said]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Meta's generative AI \(since 2023\): within reach/);
    expect(stdout).toMatch(/! Log in with your personal account first/);
    const { exposures } = JSON.parse((await runCli([...post, '--json'])).stdout) as { exposures: Exposure[] };
    expect(exposures).toHaveLength(6);
  });

  it.each([
    [['route'], 'dataset, an address'],
    [['route', '--dataset', 'laion-500m'], 'no dataset known here'],
    [['route', '--dataset', 'wit', '--residence', 'Mars'], "'residence' is 'Mars'"],
    [['route', '--dataset', 'wit', '--own-page', 'maybe'], 'Allowed choices are yes, no, unknown'],
    [['exposure', '--posted', '2999'], "'posted' is 2999"],
    [['exposure', '--platform', 'myspace'], "'platform' is 'myspace'"],
  ])('end with 2 for wrong usage: %j', async (words, why) => {
    const { code, stderr } = await runCli(words);
    expect(stderr).toContain(why);
    expect(code).toBe(2);
  });
});
