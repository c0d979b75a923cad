import type { ApiEgressRule, NetworkPolicyPeer } from '#lib/kube/objects.ts';
import { parseCidr } from '#lib/policy/address.ts';
import type { CheckContext } from './check.ts';
import { matchesWorkload } from './data-map/match.ts';
import type { DeclaredFlow, Recipient } from './data-map/types.ts';
import { podPeer } from './fix-yaml.ts';
import { namespaceNamed } from './fixes.ts';
import { selectorLabels } from './identity-labels.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Where a store is declared to copy its data to: flows of kind replication or backup. */
export interface DeclaredCopies {
  readonly flows: readonly DeclaredFlow[];
  readonly recipients: readonly Recipient[];
}

export function declaredCopies({ dataMap }: CheckContext, store: WorkloadFacts): DeclaredCopies {
  const flows = dataMap.flows.filter(
    ({ kind, from, to }) =>
      (kind === 'backup' && matchesWorkload(from, store.key)) ||
      // Which replica calls the other is not always the way in which data goes.
      (kind === 'replication' && (matchesWorkload(from, store.key) || matchesWorkload(to, store.key))),
  );
  const recipients = dataMap.recipients.filter(({ id }) => flows.some(({ to }) => to === `recipient:${id}`));
  return { flows, recipients };
}

/** Whether a workload is at the other end of one of these flows. */
export function isCopy({ flows }: DeclaredCopies, store: WorkloadFacts, other: WorkloadFacts): boolean {
  return flows.some(
    ({ kind, from, to }) =>
      (matchesWorkload(from, store.key) && matchesWorkload(to, other.key)) ||
      (kind === 'replication' && matchesWorkload(to, store.key) && matchesWorkload(from, other.key)),
  );
}

/** The rules of a policy that lets a store copy its data to these. */
export function rulesForCopies(
  context: CheckContext,
  store: WorkloadFacts,
  copies: DeclaredCopies,
): readonly ApiEgressRule[] {
  if (copies.flows.length === 0) return [];
  const inside = [...context.workloads.values()]
    .filter((other) => isCopy(copies, store, other))
    .map((other): NetworkPolicyPeer => {
      const labels = selectorLabels(other, context);
      return { namespaceSelector: namespaceNamed(other.namespace), ...(labels === undefined ? {} : podPeer(labels)) };
    });
  const outside = copies.recipients
    .flatMap(({ cidrs }) => cidrs)
    .filter((cidr) => parseCidr(cidr) !== undefined)
    .map((cidr): NetworkPolicyPeer => ({ ipBlock: { cidr } }));
  const to = [...inside, ...outside];
  return to.length === 0 ? [] : [{ to }];
}
