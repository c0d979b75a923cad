import type { Completeness, KindCompleteness } from '#lib/kube/cluster-objects.ts';
import { isMissing } from '#lib/text/en/revisions.ts';

/** As `completeness` names it. What of it is not read each namespace says of itself. */
export const NETWORK_POLICIES = 'networkpolicies.networking.k8s.io';

/** The groups that `POLICY_GROUPS` of the reading side names, which is too large for the page. Of them policies alone are listed. */
const GROUPS: ReadonlySet<string> = new Set([
  'cilium.io',
  'crd.projectcalico.org',
  'projectcalico.org',
  'crd.antrea.io',
  'policy.networking.k8s.io',
  'security.istio.io',
  'policy.linkerd.io',
  'k8s.ovn.org',
]);

/** Kinds of policies, evaluated or not, that the cluster has and that were not read, or not everywhere. */
export function unreadPolicyKinds({ kinds }: Pick<Completeness, 'kinds'>): readonly KindCompleteness[] {
  return kinds.filter(
    (kind) =>
      isMissing(kind) &&
      (kind.resource === NETWORK_POLICIES || GROUPS.has(kind.resource.slice(kind.resource.indexOf('.') + 1))),
  );
}
