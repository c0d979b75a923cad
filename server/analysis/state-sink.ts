import type { SourceStatus } from '#lib/api/cluster-types.ts';
import type { ClusterObjects, KindCompleteness, ReadingNote, UnreadObject } from '#lib/kube/cluster-objects.ts';
import { ClusterState } from '#lib/kube/cluster-state.ts';
import { inToldOrder } from '#lib/kube/kept-kinds.ts';
import { type KeptObject, objectKey } from '#lib/kube/objects.ts';
import type { SourceSink } from '#server/cluster/source.ts';
import { nativeSha256 } from '#server/native-sha256.ts';

/** What a source told so far, as the objects of one moment. */
export interface StateSink {
  readonly sink: SourceSink;
  /** The objects as they are now. Costs nothing where nothing changed. */
  snapshot(): ClusterObjects;
  /** The digest of all objects, for `contentHash`. */
  contentDigest(): string;
}

/** A sink that keeps a `ClusterState`; `onChange` at each change of objects or completeness, `onStatus` of the source. */
export function createStateSink(onChange: () => void, onStatus: (status: SourceStatus) => void): StateSink {
  const state = new ClusterState(nativeSha256);
  /** Sink's kind → key → object: what a reset replaces, and the identity of what a removal names. */
  const told = new Map<string, Map<string, KeptObject>>();
  const kinds = new Map<string, KindCompleteness>();
  const unread = new Map<string, readonly UnreadObject[]>();
  let notes: readonly ReadingNote[] = [];

  const objectsOf = (kind: string) => {
    const known = told.get(kind);
    if (known !== undefined) return known;
    const fresh = new Map<string, KeptObject>();
    told.set(kind, fresh);
    return fresh;
  };
  const remove = (kind: string, key: string) => {
    const objects = objectsOf(kind);
    const object = objects.get(key);
    if (object === undefined) return;
    objects.delete(key);
    state.apply({ type: 'remove', object });
  };
  const upsert = (kind: string, object: KeptObject) => {
    objectsOf(kind).set(objectKey(object.metadata), object);
    state.apply({ type: 'upsert', object });
  };

  const sink: SourceSink = {
    coming(objects) {
      for (const object of objects) state.expect(object);
    },
    reset(kind, objects) {
      const keys = new Set(objects.map(({ metadata }) => objectKey(metadata)));
      for (const key of [...objectsOf(kind).keys()]) if (!keys.has(key)) remove(kind, key);
      for (const object of objects) upsert(kind, object);
      onChange();
    },
    upsert(object) {
      const ofGroup = `${object.apiVersion}/${object.kind}`; // policy kinds of others are told apart by group
      upsert(told.has(ofGroup) ? ofGroup : object.kind, object);
      onChange();
    },
    remove(kind, key) {
      remove(kind, key);
      onChange();
    },
    completeness(completeness) {
      kinds.set(completeness.resource, completeness);
      onChange();
    },
    forget(kind, resource) {
      for (const key of [...objectsOf(kind).keys()]) remove(kind, key);
      told.delete(kind);
      kinds.delete(resource);
      unread.delete(kind);
      onChange();
    },
    unread(kind, objects) {
      unread.set(kind, objects);
      onChange();
    },
    notes(more) {
      notes = [...notes, ...more];
      onChange();
    },
    status: onStatus,
  };

  return {
    sink,
    contentDigest: () => state.contentDigest(),
    snapshot() {
      state.setCompleteness({
        kinds: inToldOrder(
          [...kinds.values()].map((kind) => ({ ...kind, count: told.get(kind.kind)?.size ?? kind.count })),
        ),
        unread: [...unread.values()].flat(),
        notes,
      });
      return state.snapshot();
    },
  };
}
