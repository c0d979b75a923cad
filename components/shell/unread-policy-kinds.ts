import type { Completeness, KindCompleteness } from '#lib/kube/cluster-objects.ts';
import { POLICY_GROUPS } from '#lib/kube/policy-groups.ts';
import { isMissing } from '#lib/text/en/revisions.ts';

/** As `completeness` names it. What of it is not read each namespace says of itself. */
export const NETWORK_POLICIES = 'networkpolicies.networking.k8s.io';

/** Kinds of policies, evaluated or not, that the cluster has and that were not read, or not everywhere. */
export function unreadPolicyKinds({ kinds }: Pick<Completeness, 'kinds'>): readonly KindCompleteness[] {
  return kinds.filter(
    (kind) =>
      isMissing(kind) &&
      (kind.resource === NETWORK_POLICIES || POLICY_GROUPS.has(kind.resource.slice(kind.resource.indexOf('.') + 1))),
  );
}
