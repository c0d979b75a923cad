import { constants, inflateSync } from 'node:zlib';

/** A file embedded in a PDF. `whole` is false where its stream ends early or is broken; then `content` is what is left. */
export interface PdfAttachment {
  readonly content: Buffer;
  readonly whole: boolean;
}

export function isPdf(content: Buffer): boolean {
  return content.subarray(0, 5).toString('latin1') === '%PDF-';
}

/**
 * The files embedded in a PDF of ours, in the order of the file. Embedded files are stream objects of their own, so they
 * are found without the PDF's tables, which may be damaged.
 * @param limit bytes of one file; a larger one is left out, and no more than this is ever unpacked.
 */
export function* pdfAttachments(pdf: Buffer, limit: number): Generator<PdfAttachment> {
  for (let at = pdf.indexOf('/EmbeddedFile'); at >= 0; at = pdf.indexOf('/EmbeddedFile', at + 1)) {
    const next = String.fromCharCode(pdf[at + '/EmbeddedFile'.length] ?? 0);
    if (/[A-Za-z]/.test(next)) continue; // /EmbeddedFiles, the list of them
    const objectStart = pdf.lastIndexOf(' obj', at);
    const streamStart = pdf.indexOf('stream', at);
    if (objectStart < 0 || streamStart < 0) continue;
    const dictionary = pdf.toString('latin1', objectStart, streamStart);
    const length = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1];
    const lineEnd = pdf.toString('latin1', streamStart + 6, streamStart + 8) === '\r\n' ? 2 : 1;
    const begin = streamStart + 'stream'.length + lineEnd;
    const end = length === undefined ? pdf.indexOf('endstream', begin) : begin + Number(length);
    const packed = pdf.subarray(begin, end < 0 ? pdf.length : end);
    if (!dictionary.includes('/FlateDecode')) {
      yield { content: packed, whole: length === undefined || packed.length === Number(length) };
      continue;
    }
    const attachment = unpack(packed, limit);
    if (attachment !== undefined) yield attachment;
  }
}

function unpack(packed: Buffer, limit: number): PdfAttachment | undefined {
  try {
    return { content: inflateSync(packed, { maxOutputLength: limit }), whole: true };
  } catch {
    try {
      const content = inflateSync(packed, { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH });
      return { content, whole: false };
    } catch {
      return undefined;
    }
  }
}
