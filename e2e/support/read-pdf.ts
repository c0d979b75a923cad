import { readFile } from 'node:fs/promises';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface ReadPdf {
  readonly pages: readonly string[];
  /** All pages, with single spaces. */
  readonly text: string;
  /** The attached `evidence.json`, as text. */
  readonly evidence: string;
}

/** Opens a PDF as a reader does: its pages, its text, its attachment. */
export async function readPdf(path: string): Promise<ReadPdf> {
  const document = await getDocument({ data: new Uint8Array(await readFile(path)), verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  const attachment = await document.getAttachmentContent('evidence.json');
  return {
    pages,
    text: pages.join('\n').replace(/\s+/g, ' '),
    evidence: Buffer.from(attachment ?? new Uint8Array()).toString('utf8'),
  };
}
