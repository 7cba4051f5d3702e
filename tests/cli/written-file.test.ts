import { link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refuseTarget, saveFile } from '../../src/cli/written-file.ts';

describe('a file to be written', () => {
  let folder: string;
  let source: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainspot-written-'));
    source = join(folder, 'picture.jpg');
    await writeFile(source, 'picture');
    await writeFile(join(folder, 'other.jpg'), 'other');
    await mkdir(join(folder, 'below'));
    await symlink(source, join(folder, 'link.jpg'));
    await link(source, join(folder, 'hard.jpg'));
    await symlink(folder, join(folder, 'self'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const usage = (words: RegExp) => ({ code: 'usage', message: expect.stringMatching(words) as string });

  it.each([
    ['the same spelling', () => source],
    ['a detour', () => `${folder}/below/../picture.jpg`],
    ['a relative spelling', () => relative(process.cwd(), source)],
    ['a link', () => join(folder, 'link.jpg')],
    ['a hard link', () => join(folder, 'hard.jpg')],
    ['a link to its folder', () => join(folder, 'self', 'picture.jpg')],
  ])('is never the one that is read: %s', async (_, target) => {
    for (const mayReplace of [false, true]) {
      await expect(refuseTarget(target(), { sources: [source], mayReplace })).rejects.toMatchObject(
        usage(/is the very file that is read/),
      );
    }
    expect(await readFile(source, 'utf8')).toBe('picture');
  });

  it('replaces another one only when that is said', async () => {
    const other = join(folder, 'other.jpg');
    const rules = { sources: [source], mayReplace: false };
    await expect(refuseTarget(other, rules)).rejects.toMatchObject(usage(/is there already.*--overwrite/));
    await expect(saveFile(other, new Uint8Array(1), 'wx')).rejects.toMatchObject(usage(/is there already/));
    await refuseTarget(other, { ...rules, mayReplace: true });
    await saveFile(other, new Uint8Array(1));
    expect(await readFile(other)).toHaveLength(1);
  });

  it('needs a folder that is there, and is none itself', async () => {
    const rules = { sources: [source], mayReplace: true };
    await expect(refuseTarget(join(folder, 'no', 'x.jpg'), rules)).rejects.toMatchObject(usage(/no folder/));
    await expect(refuseTarget(join(source, 'x.jpg'), rules)).rejects.toMatchObject(usage(/no folder/));
    await expect(refuseTarget(join(folder, 'below'), rules)).rejects.toMatchObject(usage(/is a folder/));
    await refuseTarget(join(folder, 'new.jpg'), rules);
  });
});
