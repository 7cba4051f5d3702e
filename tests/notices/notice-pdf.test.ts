import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOTICE_LANGUAGES } from '../../src/api/notice.ts';
import { writeNotice } from '../../src/notices/notice.ts';
import { createPrinter } from '../../src/notices/printer.ts';
import { readNotice } from '../../src/notices/read.ts';
import { bare, readPdf } from '../helpers/read-pdf.ts';
import { COMPLETE, MATCH, NOW, wishOf } from './notice-inputs.ts';

describe('a notice as PDF', () => {
  const printer = createPrinter();
  // Its thread loads the fonts, and in a test the sources too.
  beforeAll(async () => {
    await printer.print(readNotice({ kind: 'dmca' }, NOW));
  }, 240_000);
  afterAll(() => printer.close());

  it.each(NOTICE_LANGUAGES)(
    'holds every word of the letter in %s, and its title and language',
    async (language) => {
      const request = readNotice(wishOf('gdpr-erasure', { language }), NOW);
      const { text, subject } = writeNotice(request);
      const found = await readPdf(await printer.print(request));
      for (const part of text.split('\n')) expect(found.text).toContain(bare(part));
      expect(found.text).toContain(bare(subject));
      expect(found.info).toMatchObject({ Title: subject, Language: language });
      expect(found.text).toContain('ß');
      expect(found.text).toContain('„Selbst“');
    },
  );

  it('goes over as many pages as it takes, and numbers them', async () => {
    const { match: _, ...wish } = wishOf('dmca');
    const matches = Array.from({ length: 25 }, (_, i) => ({
      ...MATCH,
      url: `https://host.example/${i}/${'long'.repeat(60)}.jpg`,
    }));
    const request = readNotice({ ...wish, matches }, NOW);
    const { text, pages } = await readPdf(await printer.print(request));
    expect(pages).toBeGreaterThan(1);
    expect(text).toContain(`Page1of${pages}`);
    expect(text).toContain(`Page${pages}of${pages}`);
    const letter = text.replaceAll(/Page\dof\d/g, '');
    for (const { url } of matches) expect(letter).toContain(url);
  });

  it.each(['Ελένη Παππά', 'Жанна Шевченко', 'Þóra Ğül Őze', 'ქეთევან'])(
    'has the letters of %s',
    async (name) => {
      const request = readNotice(wishOf('dmca', { fields: { ...COMPLETE.dmca, name } }), NOW);
      expect((await readPdf(await printer.print(request))).text).toContain(bare(name));
    },
  );

  it.each([
    ['東京 太郎', /東 京 太 郎/],
    ['يوسف', /ي/],
    ['🎨', /🎨/],
  ])('names the letters of %s that it does not have, and loses none', async (name, shown) => {
    const request = readNotice(wishOf('dmca', { fields: { ...COMPLETE.dmca, name } }), NOW);
    await expect(printer.print(request)).rejects.toMatchObject({
      code: 'notice-unprintable',
      message: expect.stringMatching(shown) as string,
    });
    expect(writeNotice(request).text).toContain(name);
  });
});
