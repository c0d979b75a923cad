import type { Pod } from '#lib/kube/objects.ts';
import { podAddresses } from '#lib/policy/addressing.ts';
import { entrySet } from '#lib/policy/exposure.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { Asked, CheckContext, CheckOutcome } from './check.ts';
import { concernedByMoves } from './moves.ts';
import { apiServerAddresses } from './own-addresses.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/**
 * What a check that looks at neither single pods nor the time (`Check.looksAt`) may find anew: the same workloads with the
 * same facts and data are connected in the same way, with the same ways in from outside, but for those that are named.
 * Nobody is where a pod is replaced by its like, which is what most events of a cluster are. Undefined: more differs.
 */
export function askedAnew(before: CheckContext, now: CheckContext): Asked | undefined {
  if (before.clusterUid !== now.clusterUid || before.dataMap !== now.dataMap || before.adequacy !== now.adequacy) {
    return undefined;
  }
  if (before.observed?.traffic !== now.observed?.traffic || before.observed?.under !== now.observed?.under)
    return undefined;
  if (!hasSameObjects(before.model, now.model)) return undefined;
  const moved = concernedByMoves(before.model, before.workloads, now.model, now.workloads);
  return moved !== undefined && hasSameWorkloads(before, now) && entriesText(before.model) === entriesText(now.model)
    ? moved
    : undefined;
}

/** An outcome in which that of some subjects takes the place of what it was. */
export function exchanged(whole: CheckOutcome, was: CheckOutcome, is: CheckOutcome): CheckOutcome {
  const gone = new Set(was.gaps.map(({ fingerprint }) => fingerprint));
  const left = [...whole.notEvaluated];
  for (const sentence of was.notEvaluated) {
    const at = left.indexOf(sentence);
    if (at >= 0) left.splice(at, 1);
  }
  return {
    gaps: [...whole.gaps.filter(({ fingerprint }) => !gone.has(fingerprint)), ...is.gaps],
    passed: whole.passed - was.passed + is.passed,
    notApplicable: whole.notApplicable - was.notApplicable + is.notApplicable,
    notEvaluated: [...left, ...is.notEvaluated],
  };
}

/** All that the checks read besides workloads and what connections rest on, which `movedClasses` compares. */
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
  for (const [key, workload] of now.workloads) {
    const known = before.workloads.get(key);
    if (known === undefined) return false;
    if (known !== workload && factsText(known) !== factsText(workload)) return false;
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
