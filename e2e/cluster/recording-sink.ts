import type { SourceStatus } from '#lib/api/cluster-types.ts';
import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import { type KeptObject, objectKey } from '#lib/kube/objects.ts';
import type { SourceSink } from '#server/cluster/source.ts';

/** A sink that remembers, and lets a test wait for what it wants to see. */
export interface RecordingSink extends SourceSink {
  /** Kind → key → object, as told so far. */
  readonly objects: ReadonlyMap<string, ReadonlyMap<string, KeptObject>>;
  readonly kinds: ReadonlyMap<string, KindCompleteness>;
  readonly statuses: readonly SourceStatus[];
  readonly resets: readonly string[];
  /** Resource → versions of the lists told so far, each once. */
  readonly listed: ReadonlyMap<string, ReadonlySet<string>>;
  object(kind: string, key: string): KeptObject | undefined;
  /** Resolves when `holds` is true; rejects after `withinMs` with what it is waiting for and the newest status. */
  until(what: string, holds: () => boolean, withinMs?: number): Promise<void>;
}

const WITHIN_MS = 30_000;

export function createRecordingSink(): RecordingSink {
  const objects = new Map<string, Map<string, KeptObject>>();
  const kinds = new Map<string, KindCompleteness>();
  const statuses: SourceStatus[] = [];
  const resets: string[] = [];
  const listed = new Map<string, Set<string>>();
  const waiting = new Set<() => void>();
  const changed = () => {
    for (const look of [...waiting]) look();
  };
  const ofKind = (kind: string) => {
    const known = objects.get(kind) ?? new Map<string, KeptObject>();
    objects.set(kind, known);
    return known;
  };
  return {
    objects,
    kinds,
    statuses,
    resets,
    listed,
    object: (kind, key) => objects.get(kind)?.get(key),
    until(what, holds, withinMs = WITHIN_MS) {
      return new Promise((resolve, reject) => {
        const look = () => {
          if (!holds()) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve();
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`${what}: not within ${withinMs} ms; status ${JSON.stringify(statuses.at(-1))}`));
        }, withinMs);
        waiting.add(look);
        look();
      });
    },
    reset(kind, list) {
      resets.push(kind);
      objects.set(kind, new Map(list.map((object) => [objectKey(object.metadata), object])));
      changed();
    },
    upsert(object) {
      const grouped = `${object.apiVersion}/${object.kind}`;
      ofKind(objects.has(grouped) ? grouped : object.kind).set(objectKey(object.metadata), object);
      changed();
    },
    remove(kind, key) {
      ofKind(kind).delete(key);
      changed();
    },
    completeness(completeness) {
      const { resource, resourceVersion } = completeness;
      kinds.set(resource, completeness);
      if (resourceVersion !== undefined) listed.set(resource, (listed.get(resource) ?? new Set()).add(resourceVersion));
      changed();
    },
    forget(kind, resource) {
      objects.delete(kind);
      kinds.delete(resource);
      changed();
    },
    unread: changed,
    notes: changed,
    status(status) {
      statuses.push(status);
      changed();
    },
  };
}
