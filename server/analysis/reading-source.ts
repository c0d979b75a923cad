import type { SourceStatus } from '#lib/api/cluster-types.ts';
import { ERRORS, isRingfenceError } from '#lib/api/errors.ts';
import { allObjects } from '#lib/kube/build-cluster-objects.ts';
import type { FilesRecord } from '#lib/kube/source-record.ts';
import * as text from '#lib/text/en/server.ts';
import type { SourceReading } from '#server/cluster/files/document-sink.ts';
import type { ClusterSource, SourceSink } from '#server/cluster/source.ts';

/**
 * A source that is read once and then stays as it is: files, an upload, the demo.
 * @param labelOf what it is called once it is read; default: as before.
 */
export function readingSource(
  type: 'file' | 'demo',
  label: string,
  read: () => Promise<SourceReading>,
  labelOf: (reading: SourceReading) => string = () => label,
): ClusterSource {
  let stopped = false;
  let record: FilesRecord | undefined;
  let brought: Pick<SourceReading, 'dataMap' | 'adequacy' | 'observed'> = {};
  const run = async (sink: SourceSink) => {
    sink.status({ type, label, state: 'reading' });
    try {
      const reading = await read();
      record = reading.record;
      brought = { dataMap: reading.dataMap, adequacy: reading.adequacy, observed: reading.observed };
      if (!stopped) give(reading, sink, { type, label: labelOf(reading) });
    } catch (error) {
      if (!stopped) sink.status({ type, label, state: 'failed', error: sourceError(error) });
    }
  };
  return {
    type,
    start: (sink) => void run(sink),
    record: () => record,
    brought: () => brought,
    // Files have no other moment than that at which they were read.
    freeze: async () => record,
    async stop() {
      stopped = true;
    },
  };
}

function give({ objects, taken }: SourceReading, sink: SourceSink, status: Pick<SourceStatus, 'type' | 'label'>): void {
  const known = new Set<unknown>(objects.unevaluated.values());
  // policy kinds of others are told apart by their group
  const byKind = Map.groupBy(allObjects(objects), (object) =>
    known.has(object) ? `${object.apiVersion}/${object.kind}` : object.kind,
  );
  for (const [kind, ofKind] of byKind) sink.reset(kind, ofKind);
  for (const kind of objects.completeness.kinds) sink.completeness(kind);
  sink.unread('', objects.completeness.unread);
  sink.notes(objects.completeness.notes);
  // Files have no time of their own: the page says when they were read.
  sink.status({ ...status, state: 'current', asOf: taken ?? new Date().toISOString() });
}

function sourceError(error: unknown): NonNullable<SourceStatus['error']> {
  if (!isRingfenceError(error)) return { code: 'INTERNAL', message: text.INTERNAL, detail: String(error) };
  return { code: error.code, message: error.message, detail: error.detail, action: ERRORS[error.code]?.action };
}
