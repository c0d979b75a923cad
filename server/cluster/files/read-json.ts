import { isRawObject, type RawObject } from '#lib/kube/read-field.ts';
import { isCapture } from './capture-head.ts';
import type { DocumentSink } from './document-sink.ts';
import { JsonScanner } from './scan-json.ts';

/**
 * A scanner that hands what it finds to the sink. Items whose kind stands only on their list (`PodList`, as the API
 * answers) wait until the list's own fields are known.
 */
export function jsonReader(file: string, sink: DocumentSink, direct: boolean): JsonScanner {
  let waiting: { readonly value: RawObject; readonly number: number; readonly line: number }[] = [];
  return new JsonScanner(sink.limits, {
    item(value, number, line) {
      if (isRawObject(value) && value.kind === undefined && value.metadata !== undefined)
        waiting.push({ value, number, line });
      else sink.add({ value, origin: { file, document: number, line } }, direct);
    },
    document(value, number, line, items) {
      const typed = listType(value);
      for (const { value: item, number: index, line: at } of waiting) {
        sink.add({ value: { ...typed, ...item }, origin: { file, document: index, line: at } }, direct);
      }
      waiting = [];
      if (items === 0) {
        sink.add({ value, origin: { file, document: number, line } }, direct);
        return;
      }
      if (isCapture(value)) sink.setCapture(value, file);
      // Items that are no objects are left in the frame: they are named like any document that is not Kubernetes.
      const rest = Array.isArray(value) ? value : isRawObject(value) && Array.isArray(value.items) ? value.items : [];
      for (const [index, item] of rest.entries()) {
        if (item !== null) sink.add({ value: item, origin: { file, document: index + 1, line } }, direct);
      }
    },
    problem(message, number, line) {
      sink.problem({ file, document: number, line, message });
    },
  });
}

function listType(value: unknown): RawObject | undefined {
  if (!isRawObject(value) || typeof value.kind !== 'string' || !value.kind.endsWith('List')) return undefined;
  const kind = value.kind.slice(0, -'List'.length);
  return kind === '' ? undefined : { apiVersion: value.apiVersion, kind };
}
