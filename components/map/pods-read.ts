import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import { isMissing } from '#lib/text/en/revisions.ts';

/**
 * Whether the pods that a picture would show could be read. `namespace`: the opened one; absent: all. `partly`: of some
 * namespaces they could.
 */
export function podsRead(
  kinds: readonly KindCompleteness[],
  namespace: string | undefined,
): 'read' | 'partly' | 'not read' {
  const missing = kinds.find((kind) => kind.resource === 'pods' && isMissing(kind));
  if (missing === undefined) return 'read';
  if (missing.state !== 'partial') return 'not read';
  if (namespace === undefined) return 'partly';
  return missing.deniedNamespaces?.includes(namespace) === true ? 'not read' : 'read';
}
