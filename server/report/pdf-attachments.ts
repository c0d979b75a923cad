import { constants, inflateSync } from 'node:zlib';

/** A file embedded in a PDF. `whole` is false where its stream ends early or is broken; then `content` is what is left. */
export interface PdfAttachment {
  readonly content: Buffer;
  readonly whole: boolean;
}

export function isPdf(content: Buffer): boolean {
  return content.subarray(0, 5).toString('latin1') === '%PDF-';
}

const NAME = '/EmbeddedFile';
/** A document of ours has two: the evidence and its link. One more tells that it has too many. */
const ATTACHMENTS_MAX = 3;
const DICTIONARY_BYTES_MAX = 4_096;

/**
 * The files embedded in a PDF of ours, in the order of the file, at most three. Embedded files are stream objects of their
 * own, so they are found without the PDF's tables, which may be damaged. No byte is searched more than a few times.
 * @param limit bytes of all files together; what goes beyond is left out, and no more than this is ever unpacked.
 */
export function* pdfAttachments(pdf: Buffer, limit: number): Generator<PdfAttachment> {
  const streamAt = streamsOf(pdf);
  let left = limit;
  let found = 0;
  let from = 0;
  while (found < ATTACHMENTS_MAX && left > 0) {
    const at = pdf.indexOf(NAME, from);
    if (at < 0) return;
    from = at + NAME.length;
    const next = String.fromCharCode(pdf[from] ?? 0);
    if (/[A-Za-z]/.test(next)) continue; // /EmbeddedFiles, the list of them
    const stream = streamAt(at);
    if (stream === undefined) continue;
    const { dictionary, begin } = stream;
    const length = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1];
    const end = length === undefined ? pdf.indexOf('endstream', begin) : begin + Number(length);
    const packed = pdf.subarray(begin, end < 0 ? pdf.length : end);
    // Not from the end: a length that is a lie would hide what follows.
    from = begin;
    found++;
    const attachment = dictionary.includes('/FlateDecode')
      ? unpack(packed, left)
      : { content: packed, whole: length === undefined || packed.length === Number(length) };
    if (attachment === undefined || attachment.content.length > left) continue;
    left -= attachment.content.length;
    yield attachment;
  }
}

interface Stream {
  readonly dictionary: string;
  /** Where the bytes of the stream begin. */
  readonly begin: number;
}

/** Of places asked in ascending order: the dictionary around each; undefined where none of ours is. Searches each byte once. */
function streamsOf(pdf: Buffer): (at: number) => Stream | undefined {
  let objectStart = -1;
  let nextObject = pdf.indexOf(' obj');
  let streamStart = pdf.indexOf('stream');
  return (at) => {
    while (nextObject >= 0 && nextObject < at) {
      objectStart = nextObject;
      nextObject = pdf.indexOf(' obj', nextObject + 1);
    }
    if (streamStart >= 0 && streamStart < at) streamStart = pdf.indexOf('stream', at);
    if (objectStart < 0 || streamStart < 0 || streamStart - objectStart > DICTIONARY_BYTES_MAX) return undefined;
    const begin = streamStart + 'stream'.length;
    const lineEnd = pdf.toString('latin1', begin, begin + 2) === '\r\n' ? 2 : 1;
    return { dictionary: pdf.toString('latin1', objectStart, streamStart), begin: begin + lineEnd };
  };
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
