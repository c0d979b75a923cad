import type { SourceSink } from '#server/cluster/source.ts';

/** Names of the namespaces that the sink was told of. */
export interface KnownNamespaces {
  readonly names: ReadonlySet<string>;
  /** Called before the sink hears of a namespace that it did not know. Returns what ends it. */
  onAdded(listener: (name: string) => void): () => void;
}

/** A sink beside which somebody keeps the names of its namespaces: of one that comes later nothing is read yet. */
export function withKnownNamespaces(sink: SourceSink): {
  readonly sink: SourceSink;
  readonly namespaces: KnownNamespaces;
} {
  const names = new Set<string>();
  const listeners = new Set<(name: string) => void>();
  const add = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    for (const listener of listeners) listener(name);
  };
  return {
    sink: {
      ...sink,
      reset(kind, objects) {
        if (kind === 'Namespace') {
          const now = new Set(objects.map(({ metadata }) => metadata.name));
          for (const name of names) if (!now.has(name)) names.delete(name);
          for (const name of now) add(name);
        }
        sink.reset(kind, objects);
      },
      upsert(object) {
        if (object.kind === 'Namespace') add(object.metadata.name);
        sink.upsert(object);
      },
      remove(kind, key) {
        if (kind === 'Namespace') names.delete(key);
        sink.remove(kind, key);
      },
    },
    namespaces: {
      names,
      onAdded(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}
