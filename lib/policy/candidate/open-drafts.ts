import {
  type ApiEgressRule,
  type ApiIngressRule,
  type Direction,
  labelValue,
  type NetworkPolicy,
  type NetworkPolicyPort,
} from '#lib/kube/objects.ts';
import { CANDIDATE } from '#lib/text/en/candidate.ts';
import { carriesLabels } from '../carries-labels.ts';
import type { PolicyModel, SingleEnd } from '../model.ts';
import { type ChosenEnd, type ChosenPods, peersFor } from './chosen-ends.ts';
import { type Draft, draftOf, freeName, networkPolicyOf, type Step, sourceName } from './draft.ts';

/** Ports of the rules that a candidate writes; undefined: every port. */
export type RulePorts = readonly NetworkPolicyPort[] | undefined;

interface OpenInput {
  readonly model: PolicyModel;
  readonly from: readonly ChosenEnd[];
  readonly to: readonly ChosenEnd[];
  readonly ports: RulePorts;
}

/**
 * Rules that would let a connection through, the smallest first: at one gate, then at both; into a policy that selects
 * just these pods, then in one of their own. An open gate gets no rule: a policy would close it to everybody else.
 */
export function openDrafts(input: OpenInput): readonly Draft[] {
  const { from, to } = input;
  const variants = [true, false].map((reuse) => ({
    ingress: stepsAt('ingress', to, from, input, reuse),
    egress: stepsAt('egress', from, to, input, reuse),
  }));
  const drafts = variants.flatMap(({ ingress, egress }) => [ingress, egress, [...ingress, ...egress]]);
  const seen = new Set<string>();
  return drafts.flatMap((steps) => {
    if (steps.length === 0) return [];
    const draft = draftOf(steps);
    const key = JSON.stringify(draft.policies);
    if (seen.has(key)) return [];
    seen.add(key);
    return [draft];
  });
}

function stepsAt(
  direction: Direction,
  own: readonly ChosenEnd[],
  others: readonly ChosenEnd[],
  { model, ports }: OpenInput,
  reuse: boolean,
): readonly Step[] {
  return own.flatMap((end): Step[] => {
    if (end.type !== 'pods' || isOpen(model, end, direction)) return [];
    const known = reuse ? ownPolicy(model, end, direction) : undefined;
    const base = known ?? newPolicy(model, direction, end, others);
    const peers = others.flatMap((other) => peersFor(other, end.namespace));
    const called = others.map((other) => other.called);
    const { name } = base.metadata;
    const sentence =
      known === undefined
        ? CANDIDATE.newAllows(name, direction, end.called, called, ports)
        : CANDIDATE.addsRule(name, direction, end.called, called, ports);
    return [{ policy: withRule(base, direction, peers, ports), isNew: known === undefined, sentence }];
  });
}

function isOpen(model: PolicyModel, end: ChosenPods, direction: Direction): boolean {
  const ends: readonly SingleEnd[] =
    end.classes.size === 0
      ? [{ type: 'hypothetical', namespace: end.namespace, labels: end.labels }]
      : [...end.classes].map((id) => ({ type: 'class', class: id }));
  return ends.every((each) => ['no', 'none'].includes(model.gate(each, direction).isolated));
}

/** A policy that selects these pods and no other for the direction: a rule in it opens nothing to anybody else. */
function ownPolicy(model: PolicyModel, end: ChosenPods, direction: Direction): NetworkPolicy | undefined {
  if (end.classes.size === 0) return undefined;
  for (const { policy, tier, subjects, ...covers } of model.policies) {
    if (tier !== 'NetworkPolicy' || policy.namespace !== end.namespace || !covers[direction]) continue;
    const object = networkPolicyOf(model, policy);
    if (selectsOnly(model, subjects, end) && object !== undefined && object.unread === undefined) return object;
  }
  return undefined;
}

/** Classes may hold more pods than those of the end: no policy in force tells them apart. */
function selectsOnly({ classes, objects }: PolicyModel, subjects: ReadonlySet<number>, end: ChosenPods): boolean {
  const wanted = Object.keys(end.labels).map((key) => [key, labelValue(end.labels, key) ?? ''] as const);
  const labelsOf = (member: string) =>
    objects.pods.get(member)?.metadata.labels ?? objects.workloads.get(member)?.spec.template.metadata?.labels;
  const members = [...subjects].flatMap((id) => [
    ...(classes[id]?.pods ?? []),
    ...(classes[id]?.podlessWorkloads ?? []),
  ]);
  return members.length > 0 && members.every((member) => carriesLabels(labelsOf(member), wanted));
}

function newPolicy(
  model: PolicyModel,
  direction: Direction,
  { namespace, labels, called }: ChosenPods,
  others: readonly ChosenEnd[],
): NetworkPolicy {
  const other = sourceName(others[0]?.called ?? 'others');
  const name =
    direction === 'ingress' ? `allow-${other}-to-${sourceName(called)}` : `allow-${sourceName(called)}-to-${other}`;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: freeName(model, namespace, `${name}-${direction}`), namespace },
    spec: { podSelector: { matchLabels: labels }, policyTypes: [direction === 'ingress' ? 'Ingress' : 'Egress'] },
  };
}

function withRule(
  policy: NetworkPolicy,
  direction: Direction,
  peers: ReturnType<typeof peersFor>,
  ports: RulePorts,
): NetworkPolicy {
  const asked = ports === undefined ? {} : { ports };
  const { spec } = policy;
  if (direction === 'ingress') {
    const rule: ApiIngressRule = { from: peers, ...asked };
    return { ...policy, spec: { ...spec, ingress: [...(spec.ingress ?? []), rule] } };
  }
  const rule: ApiEgressRule = { to: peers, ...asked };
  return { ...policy, spec: { ...spec, egress: [...(spec.egress ?? []), rule] } };
}
