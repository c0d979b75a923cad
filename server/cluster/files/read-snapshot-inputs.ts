import { readFile, stat } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import { RingfenceError } from '#lib/api/errors.ts';
import { isRawObject, type RawObject } from '#lib/kube/read-field.ts';
import { readingFailures } from '#lib/text/en/reading.ts';
import { type PackedGroup, unpackObjects } from '#server/report/evidence/pack-objects.ts';
import type { DocumentSink } from './document-sink.ts';
import { megabytes } from './limits.ts';
import { recordOfFile } from './record-bytes.ts';

/**
 * Reads the inputs of a snapshot, from its PDF or its evidence.json: `inputs.objects` holds what was kept, `taken` and
 * `completeness` say of when and how far. Throws RingfenceError.
 */
export async function readSnapshotInputs(path: string, sink: DocumentSink): Promise<void> {
  const { object: limit } = sink.limits;
  let content: Buffer;
  try {
    const { size } = await stat(path);
    if (size > sink.limits.archive) {
      throw new RingfenceError('TOO_LARGE', readingFailures.jsonTooLarge(path, megabytes(sink.limits.archive)));
    }
    content = await readFile(path);
  } catch (error) {
    if (error instanceof RingfenceError) throw error;
    throw new RingfenceError('USAGE', readingFailures.noSuchFile(path), String(error));
  }
  const evidence =
    content.subarray(0, 5).toString('latin1') === '%PDF-' ? evidenceInPdf(content, limit) : parseEvidence(content);
  if (evidence === undefined) throw new RingfenceError('UNREADABLE_INPUT', readingFailures.noEvidence(path));
  sink.file(recordOfFile(content, path));
  const inputs = evidence.inputs as RawObject;
  sink.setCapture(
    { taken: evidence.taken, cluster: nameOf(evidence.cluster), completeness: evidence.completeness },
    path,
  );
  if (typeof inputs.dataMap === 'string') sink.setDataMap(inputs.dataMap);
  let document = 0;
  const add = (value: unknown): void => {
    document += 1;
    sink.add({ value, origin: { file: path, document, line: 1 } }, true);
  };
  for (const value of inputs.objects as readonly unknown[]) add(value);
  // Evidence before v2 has its pods among the objects.
  if (Array.isArray(inputs.pods)) {
    for (const pod of unpackObjects(inputs.pods as readonly PackedGroup[])) add(pod);
  }
}

/** The attached evidence: embedded files are stream objects of their own, so they can be found without the PDF's tables. */
function evidenceInPdf(pdf: Buffer, limit: number): RawObject | undefined {
  const text = pdf.toString('latin1');
  for (let at = text.indexOf('/EmbeddedFile'); at >= 0; at = text.indexOf('/EmbeddedFile', at + 1)) {
    if (/[A-Za-z]/.test(text[at + '/EmbeddedFile'.length] ?? '')) continue;
    const objectStart = text.lastIndexOf(' obj', at);
    const streamStart = text.indexOf('stream', at);
    if (objectStart < 0 || streamStart < 0) continue;
    const dictionary = text.slice(objectStart, streamStart);
    const length = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1];
    const begin = streamStart + 'stream'.length + (text.startsWith('\r\n', streamStart + 6) ? 2 : 1);
    const end = length === undefined ? text.indexOf('endstream', begin) : begin + Number(length);
    const packed = pdf.subarray(begin, end);
    const content = dictionary.includes('/FlateDecode') ? unpack(packed, limit) : packed;
    const evidence = content === undefined ? undefined : parseEvidence(content);
    if (evidence !== undefined) return evidence;
  }
  return undefined;
}

function unpack(packed: Buffer, limit: number): Buffer | undefined {
  try {
    return inflateSync(packed, { maxOutputLength: limit * 4 });
  } catch {
    return undefined;
  }
}

function parseEvidence(content: Buffer): RawObject | undefined {
  try {
    const value: unknown = JSON.parse(content.toString('utf8'));
    const fits = isRawObject(value) && isRawObject(value.inputs) && Array.isArray(value.inputs.objects);
    return fits ? value : undefined;
  } catch {
    return undefined;
  }
}

function nameOf(cluster: unknown): unknown {
  return isRawObject(cluster) ? cluster.name : cluster;
}
