import type { Pod } from '#lib/kube/objects.ts';
import { podAddresses } from '#lib/policy/addressing.ts';
import { isOpenBothWays, isSameButForReplicas } from '#lib/policy/compile-model.ts';
import { entrySet } from '#lib/policy/exposure.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { CheckContext } from './check.ts';
import { apiServerAddresses } from './own-addresses.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/**
 * Whether a check that looks at neither single pods nor the time (`Check.looksAt`) finds the same in both: the same
 * workloads with the same facts and data, connected in the same way, with the same ways in from outside. So it is where
 * a pod is replaced by its like, which is what most events of a cluster are.
 */
export function isSameForChecks(before: CheckContext, now: CheckContext): boolean {
  if (before.clusterUid !== now.clusterUid || before.dataMap !== now.dataMap || before.adequacy !== now.adequacy) {
    return false;
  }
  if (before.observed?.traffic !== now.observed?.traffic || before.observed?.under !== now.observed?.under)
    return false;
  return (
    hasSameObjects(before.model, now.model) &&
    isSameButForReplicas(before.model, now.model) &&
    hasSameWorkloads(before, now) &&
    entriesText(before.model) === entriesText(now.model)
  );
}

/** All that the checks read besides workloads and what connections rest on, which `isSameButForReplicas` compares. */
function hasSameObjects({ objects: a }: PolicyModel, { objects: b }: PolicyModel): boolean {
  return (
    a.namespaces === b.namespaces &&
    a.serviceEntries === b.serviceEntries &&
    a.networkPolicies === b.networkPolicies &&
    a.clusterPolicies === b.clusterPolicies &&
    apiServerAddresses(a).join() === apiServerAddresses(b).join()
  );
}

function hasSameWorkloads(before: CheckContext, now: CheckContext): boolean {
  if (before.workloads.size !== now.workloads.size) return false;
  const beside = { before: placesIn(before.model), now: placesIn(now.model) };
  for (const [key, workload] of now.workloads) {
    const known = before.workloads.get(key);
    if (known === undefined) return false;
    if (known !== workload) {
      if (factsText(known) !== factsText(workload)) return false;
      if (beside.before(known) !== beside.now(workload)) return false;
    }
    const [was, is] = [before.dataOf(known), now.dataOf(workload)];
    if (was !== is && JSON.stringify(was) !== JSON.stringify(is)) return false;
  }
  return true;
}

/** What a check sees of a workload; of its pods whether there are none, one or more, and what their specs say. */
function factsText({ controller, pods, count, ...facts }: WorkloadFacts): string {
  const { labels, annotations } = controller?.metadata ?? {};
  const ofPods = new Set(pods.map((pod) => `${pod.spec.automountServiceAccountToken} ${familiesOf(pod)}`));
  return JSON.stringify([
    ...[facts, Math.min(count, 2), labels, annotations, controller?.spec.template],
    [...ofPods].sort(),
  ]);
}

/**
 * On which nodes a workload's pods stand, where that tells who connects: who shares a node with a host-network pod does
 * whatever policies say (rows 58, 59). Classes are compared with their nodes already, but two workloads of one class may
 * have changed places.
 */
function placesIn(model: PolicyModel): (workload: WorkloadFacts) => string {
  if (!model.classes.some(({ hostNetwork }) => hostNetwork)) return () => '';
  return ({ pods, classes }) =>
    [...classes].every((id) => isOpenBothWays(model, id))
      ? ''
      : [...new Set(pods.map(({ spec }) => spec.nodeName ?? ''))].sort().join();
}

function familiesOf(pod: Pod): string {
  return [...new Set(podAddresses(pod).map((address) => address.includes(':')))].sort().join();
}

const texts = new WeakMap<PolicyModel, string>();

/** Ways in from outside. Addresses of endpoints come and go with pods; the ways that they make stay. */
function entriesText(model: PolicyModel): string {
  let text = texts.get(model);
  if (text === undefined) {
    const { entries, notRead } = entrySet(model);
    text = JSON.stringify([entries, notRead]);
    texts.set(model, text);
  }
  return text;
}
