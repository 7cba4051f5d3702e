import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import PDFDocument from 'pdfkit';
import { TrainspotError } from '../core/errors.ts';
import type { NoticeRequest } from './request.ts';
import { kindOf } from './registry.ts';
import { fillIn, type Letter, letterOf, letterWords } from './letter.ts';

/** Points: 2.5 cm, and sizes that a letter on A4 is read in. */
const MARGIN = 71;
const SIZE = 10;
const LINE_GAP = 2.5;
const FOOTER_SIZE = 8;
const FONT = 'letter';
const BOLD = 'letter-bold';

/** DejaVu Sans: Latin, Greek, Cyrillic, Armenian and Georgian letters, under a free licence. */
const files = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
  createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}`),
);
let fonts: Promise<Buffer[]> | null = null;

/** Scripts that run from right to left: the font has some of their letters, and would set them in the wrong order. */
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * The notice as a PDF on A4, its font embedded, its text selectable.
 * @throws TrainspotError `notice-unprintable` that names the characters the font has no letters for (Chinese, Arabic …):
 * none is ever left out in silence
 */
export async function noticePdf(request: NoticeRequest): Promise<Buffer> {
  const letter = letterOf(kindOf(request.kind), request);
  fonts ??= Promise.all(files.map((file) => readFile(file)));
  const [regular, bold] = await fonts;
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    lang: letter.language,
    displayTitle: true,
    pdfVersion: '1.7',
    info: {
      Title: letter.subject,
      Creator: 'Trainspot',
      CreationDate: new Date(`${request.date}T00:00:00Z`),
    },
  });
  document.registerFont(FONT, regular);
  document.registerFont(BOLD, bold);
  document.font(FONT).fontSize(SIZE).lineGap(LINE_GAP);
  expectLetters(letter, document);
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => void chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    document.on('end', resolve);
    document.on('error', reject);
  });
  setLetter(letter, document);
  numberPages(letter, document);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

function setLetter(letter: Letter, document: PDFKit.PDFDocument): void {
  const { draft, sender, recipient, date, subject, body, closing } = letter;
  const [greeting, ...pieces] = body;
  if (draft !== null) paragraph(document.font(BOLD), draft);
  document.font(FONT);
  for (const block of [sender, recipient]) if (block.length > 0) paragraph(document, block.join('\n'));
  paragraph(document, date);
  paragraph(document.font(BOLD), subject);
  document.font(FONT);
  for (const piece of [greeting, ...pieces]) paragraph(document, piece);
  paragraph(document, closing.join('\n\n'));
}

function paragraph(document: PDFKit.PDFDocument, text: string): void {
  document.text(text, { align: 'left' }).moveDown(0.8);
}

function numberPages({ language }: Letter, document: PDFKit.PDFDocument): void {
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    document.switchToPage(page);
    // Below the margin, where text would else begin a new page.
    document.page.margins.bottom = 0;
    const words = { page: String(page + 1), pages: String(count) };
    document
      .fontSize(FOOTER_SIZE)
      .text(fillIn(letterWords(language).page, words), MARGIN, document.page.height - MARGIN / 2, {
        align: 'right',
        lineBreak: false,
      });
  }
}

interface OpenedFont {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

function expectLetters(
  { draft, sender, recipient, subject, body }: Letter,
  document: PDFKit.PDFDocument,
): void {
  const { font } = (document as unknown as { _font: { font: OpenedFont } })._font;
  const text = [draft ?? '', ...sender, ...recipient, subject, ...body].join('').replaceAll('\n', '');
  const strange = [...new Set(text.normalize('NFC'))].filter(
    (character) => !font.hasGlyphForCodePoint(character.codePointAt(0)!) || RIGHT_TO_LEFT.test(character),
  );
  if (strange.length === 0) return;
  const shown = strange.slice(0, 20).join(' ');
  throw new TrainspotError(
    'notice-unprintable',
    `The PDF has no letters for ${shown}${strange.length > 20 ? ` and ${strange.length - 20} more` : ''}. ` +
      'The text of the notice has them all: use that, or write them in Latin letters for the PDF.',
  );
}
