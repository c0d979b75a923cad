import { KEPT_KINDS } from '#lib/kube/kept-kinds.ts';

/** A kind as the API serves it. */
export interface LiveKind {
  /**
   * As the sink calls it: the kind, or `apiVersion/Kind` for kinds that are installed and whose versions come and go. A
   * cluster-wide policy is evaluated in one version only.
   */
  readonly name: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** Plural with group, as in RBAC. */
  readonly resource: string;
  readonly namespaced: boolean;
  /** Only names, labels and times are asked for: the rest of the object is not evaluated. */
  readonly metadataOnly: boolean;
}

const CLUSTER_SCOPED: ReadonlySet<string> = new Set(['Namespace', 'Node', 'IngressClass']);

/** The kinds that every cluster is asked for. All of them are served as v1 since Kubernetes 1.21. */
export const LIVE_KINDS: readonly LiveKind[] = KEPT_KINDS.filter(({ installed }) => installed !== true).map(
  ({ kind, resource }) => {
    const { group } = splitResource(resource);
    return {
      name: kind,
      apiVersion: group === '' ? 'v1' : `${group}/v1`,
      kind,
      resource,
      namespaced: !CLUSTER_SCOPED.has(kind),
      metadataOnly: false,
    };
  },
);

/** `networkpolicies.networking.k8s.io` → plural and group; the core group is empty. */
export function splitResource(resource: string): { readonly plural: string; readonly group: string } {
  const dot = resource.indexOf('.');
  return dot < 0 ? { plural: resource, group: '' } : { plural: resource.slice(0, dot), group: resource.slice(dot + 1) };
}

/** Where to list and watch the kind: in one namespace, or everywhere. */
export function listAddress(
  { apiVersion, resource, kind }: LiveKind,
  namespace: string | undefined,
): { readonly path: string; readonly query: Readonly<Record<string, string>> } {
  const { plural } = splitResource(resource);
  const prefix = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  if (namespace === undefined) return { path: `${prefix}/${plural}`, query: {} };
  // RBAC takes a list with this selector for a question about the one namespace.
  if (kind === 'Namespace')
    return { path: `${prefix}/${plural}`, query: { fieldSelector: `metadata.name=${namespace}` } };
  return { path: `${prefix}/namespaces/${encodeURIComponent(namespace)}/${plural}`, query: {} };
}

export function acceptOf({ metadataOnly }: LiveKind, verb: 'list' | 'watch'): string {
  if (!metadataOnly) return 'application/json';
  return `application/json;as=PartialObjectMetadata${verb === 'list' ? 'List' : ''};g=meta.k8s.io;v=v1`;
}
