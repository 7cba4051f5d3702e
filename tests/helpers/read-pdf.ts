import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What another reader finds in a PDF, without the blanks that setting lines adds. */
export async function readPdf(
  bytes: Uint8Array,
): Promise<{ text: string; pages: number; info: Record<string, unknown> }> {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const texts: string[] = [];
  for (let n = 1; n <= document.numPages; n++) {
    const { items } = await (await document.getPage(n)).getTextContent();
    texts.push(items.map((item) => ('str' in item ? item.str : '')).join(''));
  }
  const { info } = await document.getMetadata();
  await document.loadingTask.destroy();
  return { text: bare(texts.join('')), pages: document.numPages, info: info as Record<string, unknown> };
}

/** The text without blanks. */
export function bare(text: string): string {
  return text.replace(/\s/g, '');
}
