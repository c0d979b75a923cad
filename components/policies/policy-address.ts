import { namespacePart } from '#lib/api/cluster-scope.ts';
import type { PolicyRef } from '#lib/policy/types.ts';

/** The page of one policy. */
export function policyHref(cluster: string, { kind, namespace, name }: PolicyRef): string {
  return `/${[cluster, 'policies', kind, namespacePart(namespace), name].map(encodeURIComponent).join('/')}`;
}
