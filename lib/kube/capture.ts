import { allObjects } from './build-cluster-objects.ts';
import type { ClusterObjects, Completeness } from './cluster-objects.ts';
import type { KeptObject } from './objects.ts';

export const CAPTURE_API_VERSION = 'ringfence.dev/v1alpha1';

/** What Ringfence keeps of a cluster, as a file that every command takes. */
export interface Capture {
  readonly apiVersion: typeof CAPTURE_API_VERSION;
  readonly kind: 'Capture';
  /** RFC 3339: when the source was read. */
  readonly taken: string | null;
  readonly cluster: string | null;
  readonly completeness: Completeness;
  readonly items: readonly KeptObject[];
}

/** The capture of these objects, sorted, so that it does not depend on the order in which a server answered. */
export function captureOf(
  objects: ClusterObjects,
  meta: { readonly taken?: string | undefined; readonly cluster?: string | undefined },
): Capture {
  return {
    apiVersion: CAPTURE_API_VERSION,
    kind: 'Capture',
    taken: meta.taken ?? null,
    cluster: meta.cluster ?? null,
    completeness: objects.completeness,
    items: keptItems(objects),
  };
}

/** All objects without their origin, sorted by kind, namespace and name: the inputs of captures and evidence. */
export function keptItems(objects: ClusterObjects): readonly KeptObject[] {
  const keyed = Array.from(allObjects(objects), (object) => {
    const { origin: _, ...item } = object;
    const { namespace = '', name } = object.metadata;
    return { key: `${object.kind}\0${object.apiVersion}\0${namespace}\0${name}`, item: item as KeptObject };
  });
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ item }) => item);
}
