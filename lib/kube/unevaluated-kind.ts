import { CLUSTER_POLICY_KINDS } from './cluster-policy-kinds.ts';

const EVALUATED: ReadonlySet<string> = new Set(['NetworkPolicy', ...CLUSTER_POLICY_KINDS.map(({ kind }) => kind)]);

/**
 * How a policy kind that is not evaluated is called: "CiliumNetworkPolicy", with its version where another version of
 * the kind is evaluated: "NetworkPolicy extensions/v1beta1".
 */
export function unevaluatedKind({ kind, apiVersion }: { readonly kind: string; readonly apiVersion: string }): string {
  return EVALUATED.has(kind) ? `${kind} ${apiVersion}` : kind;
}
