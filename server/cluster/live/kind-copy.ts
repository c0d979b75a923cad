import type { UnreadObject } from '#lib/kube/cluster-objects.ts';
import { digestOfObject } from '#lib/kube/object-digest.ts';
import type { KeptObject } from '#lib/kube/objects.ts';
import type { ObjectChange } from '#lib/kube/source-record.ts';
import type { SourceSink } from '#server/cluster/source.ts';
import { nativeSha256 } from '#server/native-sha256.ts';
import type { Known, Listing, LiveItem } from './list-pages.ts';
import type { LiveKind } from './live-kind.ts';

/** What the sink was told of one kind: its objects, and what could not be read. */
export interface KindCopy {
  size(): number;
  known: Known;
  /**
   * Replaces everything, or everything of one namespace, and says what was different. An object that says the same as
   * before stays the very same object: what was computed of it holds.
   */
  replace(listing: Listing, namespace?: string): readonly ObjectChange[];
  clear(namespace?: string): void;
  keepOnly(namespaces: ReadonlySet<string>): void;
  change(item: LiveItem): void;
  remove(key: string): void;
}

export function createKindCopy(kind: LiveKind, sink: SourceSink): KindCopy {
  const objects = new Map<string, KeptObject>();
  const unread = new Map<string, readonly UnreadObject[]>();
  let told = false;
  const namespaceOf = (key: string) => (kind.kind === 'Namespace' ? key : key.slice(0, key.indexOf('/')));
  const tellUnread = () => sink.unread(kind.name, [...unread.values()].flat());
  const note = (key: string, problems: readonly UnreadObject[]) => {
    const had = unread.delete(key);
    if (problems.length > 0) unread.set(key, problems);
    return had || problems.length > 0;
  };
  const remove = (key: string) => {
    if (objects.delete(key)) sink.remove(kind.name, key);
    if (note(key, [])) tellUnread();
  };
  const change = ({ key, projection: { kept, problems } }: LiveItem) => {
    if (kept === undefined) {
      if (objects.delete(key)) sink.remove(kind.name, key);
    } else {
      objects.set(key, kept);
      sink.upsert(kept);
    }
    if (note(key, problems)) tellUnread();
  };
  const reset = (items: readonly LiveItem[]) => {
    told = true;
    objects.clear();
    const hadUnread = unread.size > 0;
    unread.clear();
    for (const { key, projection } of items) {
      if (projection.kept !== undefined) objects.set(key, projection.kept);
      note(key, projection.problems);
    }
    sink.reset(kind.name, [...objects.values()]);
    if (hadUnread || unread.size > 0) tellUnread();
  };
  const clear = (namespace: string | undefined) => {
    if (namespace === undefined) reset([]);
    else for (const key of [...objects.keys()]) if (namespaceOf(key) === namespace) remove(key);
  };
  const isSame = ({ key, projection: { kept, problems } }: LiveItem) => {
    const before = objects.get(key);
    return (
      before !== undefined && kept !== undefined && problems.length === 0 && !unread.has(key) && saySame(before, kept)
    );
  };
  return {
    size: () => objects.size,
    known: (item) =>
      isSame(item) ? { ...item, projection: { ...item.projection, kept: objects.get(item.key) } } : item,
    replace({ items }, namespace) {
      if (!told) {
        reset(namespace === undefined ? items : []);
        if (namespace === undefined) return [];
      }
      const differing: ObjectChange[] = [];
      const listed = new Set(items.map(({ key }) => key));
      for (const key of [...objects.keys(), ...unread.keys()]) {
        if (listed.has(key) || (namespace !== undefined && namespaceOf(key) !== namespace)) continue;
        if (objects.has(key)) differing.push({ name: key, change: 'removed' });
        remove(key);
      }
      for (const item of items) {
        if (isSame(item)) continue;
        const { key, resourceVersion, projection } = item;
        // What could not be read, and cannot be read now, is no difference in what is known.
        if (objects.has(key) || projection.kept !== undefined)
          differing.push({ name: key, change: 'written', resourceVersion });
        change(item);
      }
      return differing;
    },
    clear,
    keepOnly(namespaces) {
      for (const key of [...objects.keys()]) if (!namespaces.has(namespaceOf(key))) remove(key);
    },
    change,
    remove,
  };
}

/** Not by their version alone: a server restored from a backup gives the same versions to other objects. */
function saySame(a: KeptObject, b: KeptObject): boolean {
  if (a === b) return true;
  return (
    a.metadata.resourceVersion === b.metadata.resourceVersion &&
    digestOfObject(a, nativeSha256) === digestOfObject(b, nativeSha256)
  );
}
