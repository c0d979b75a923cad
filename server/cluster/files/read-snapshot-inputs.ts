import { readFile, stat } from 'node:fs/promises';
import { list } from '#lib/api/basic-schemas.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import { packedGroup, packedObserved } from '#lib/api/evidence-schema.ts';
import { unpackObserved } from '#lib/flows/packed-observed.ts';
import { parseAdequacyTable } from '#lib/gdpr/adequacy/parse-table.ts';
import type { AdequacyTable } from '#lib/gdpr/adequacy/types.ts';
import type { ObservedFacts } from '#lib/gdpr/observed-facts.ts';
import { isRawObject, type RawObject } from '#lib/kube/read-field.ts';
import { readingFailures } from '#lib/text/en/reading.ts';
import { unpackObjects } from '#server/report/evidence/pack-objects.ts';
import { isPdf, pdfAttachments } from '#server/report/pdf-attachments.ts';
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
  const evidence = isPdf(content) ? evidenceInPdf(content, limit) : parseEvidence(content);
  if (evidence === undefined) throw new RingfenceError('UNREADABLE_INPUT', readingFailures.noEvidence(path));
  sink.file(recordOfFile(content, path));
  const inputs = evidence.inputs as RawObject;
  sink.setCapture(
    { taken: evidence.taken, cluster: nameOf(evidence.cluster), completeness: evidence.completeness },
    path,
  );
  if (typeof inputs.dataMap === 'string') sink.setDataMap(inputs.dataMap);
  if (inputs.adequacy !== undefined) sink.setAdequacy(adequacyOf(inputs.adequacy, path));
  if (inputs.observed !== undefined) sink.setObserved(observedOf(inputs.observed, path));
  let document = 0;
  const add = (value: unknown): void => {
    document += 1;
    sink.add({ value, origin: { file: path, document, line: 1 } }, true);
  };
  for (const value of inputs.objects as readonly unknown[]) add(value);
  // Evidence before v2 has its pods among the objects.
  const pods = list(packedGroup).safeParse(inputs.pods ?? []);
  if (!pods.success) throw new RingfenceError('UNREADABLE_INPUT', readingFailures.noEvidence(path), pods.error.message);
  for (const pod of unpackObjects(pods.data)) add(pod);
}

/** Throws UNREADABLE_INPUT: with another table the results would be others. */
function adequacyOf(value: unknown, path: string): AdequacyTable {
  try {
    return parseAdequacyTable(value);
  } catch (error) {
    throw new RingfenceError('UNREADABLE_INPUT', readingFailures.noEvidence(path), String(error));
  }
}

/** Throws UNREADABLE_INPUT, likewise. */
function observedOf(value: unknown, path: string): ObservedFacts {
  try {
    return { traffic: unpackObserved(packedObserved.parse(value)) };
  } catch (error) {
    throw new RingfenceError('UNREADABLE_INPUT', readingFailures.noEvidence(path), String(error));
  }
}

function evidenceInPdf(pdf: Buffer, limit: number): RawObject | undefined {
  for (const { content } of pdfAttachments(pdf, limit * 4)) {
    const evidence = parseEvidence(content);
    if (evidence !== undefined) return evidence;
  }
  return undefined;
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
