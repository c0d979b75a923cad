import type { Direction, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '#lib/kube/objects.ts';
import { CANDIDATE } from '#lib/text/en/candidate.ts';
import { cidrsOfRange } from '../address-ranges.ts';
import type { PolicyModel, SingleEnd } from '../model.ts';
import type { PairGroup } from '../pairs.ts';
import { podCidrsOf } from '../pod-cidrs.ts';
import type { ChosenEnd, ChosenPods } from './chosen-ends.ts';
import { type Draft, draftOf, freeName, networkPolicyOf, type Step, sourceName } from './draft.ts';
import { everybodyBut, meansEnd, withoutEnd } from './except-peers.ts';

export interface BlockInput {
  readonly model: PolicyModel;
  readonly from: readonly ChosenEnd[];
  readonly to: readonly ChosenEnd[];
  readonly pairs: readonly PairGroup[];
  readonly port: { readonly protocol: 'TCP' | 'UDP' | 'SCTP'; readonly port: number } | undefined;
}

/** Pairs whose rules are looked up; ends that stand for more are closed by what closes these, or not at all. */
const PAIRS_LOOKED_AT = 32;

/**
 * Changes that would close a connection, at the destination's gate first. Where a gate isolates, the rules that admit it
 * are narrowed; where it is open, a policy admits everybody else.
 */
export function blockDrafts(input: BlockInput): readonly Draft[] {
  const { from, to } = input;
  return [...draftsAt('ingress', to, from, input), ...draftsAt('egress', from, to, input)];
}

type Ends = readonly ChosenEnd[];

function draftsAt(direction: Direction, own: Ends, others: Ends, input: BlockInput): readonly Draft[] {
  const pods = own.filter((end) => end.type === 'pods');
  if (pods.length < own.length || pods.length === 0) return []; // an address has no gate
  const admitting = admittingRules(direction, input);
  if (admitting.length === 0) return newDrafts(direction, pods, others, input.model);
  return NARROWINGS.flatMap((narrowing) => {
    const steps = admitting.map((rules) => narrowedStep(direction, rules, narrowing, others, input));
    return steps.every((step) => step !== undefined) ? [draftOf(steps)] : [];
  });
}

interface AdmittingRules {
  readonly policy: NetworkPolicy;
  readonly indexes: readonly number[];
}

/** The rules of NetworkPolicies that let any of the pairs through at this gate, or may. */
function admittingRules(direction: Direction, { model, pairs, port }: BlockInput): readonly AdmittingRules[] {
  const found = new Map<NetworkPolicy, Set<number>>();
  for (const { example, to } of pairs.slice(0, PAIRS_LOOKED_AT)) {
    const explanation = model.explain(example.from, example.to, to.port ?? port);
    for (const { policy, path, outcome } of explanation[direction].rules) {
      if (outcome !== 'admits' && outcome !== 'depends') continue;
      const object = networkPolicyOf(model, policy);
      const index = Number(/\[(\d+)\]$/.exec(path)?.[1] ?? Number.NaN);
      if (object === undefined || Number.isNaN(index)) continue;
      const indexes = found.get(object) ?? new Set();
      found.set(object, indexes.add(index));
    }
  }
  return [...found].map(([policy, indexes]) => ({ policy, indexes: [...indexes].sort((a, b) => a - b) }));
}

/** From what reads best to what says most; the engine says which changes least. */
const NARROWINGS = ['port', 'peer', 'rule', 'except'] as const;
type Narrowing = (typeof NARROWINGS)[number];

interface Rule {
  readonly peers: readonly NetworkPolicyPeer[] | undefined;
  readonly ports: readonly NetworkPolicyPort[] | undefined;
}

function narrowedStep(
  direction: Direction,
  { policy, indexes }: AdmittingRules,
  narrowing: Narrowing,
  others: Ends,
  { model, port }: BlockInput,
): Step | undefined {
  const rules = rulesOf(policy, direction);
  const namespace = policy.metadata.namespace ?? 'default';
  const narrowed: Rule[] = [];
  for (const [index, rule] of rules.entries()) {
    if (!indexes.includes(index)) {
      narrowed.push(rule);
      continue;
    }
    const left = narrow(rule, narrowing, others, namespace, model, port);
    if (left === undefined) return undefined;
    narrowed.push(...left);
  }
  const { name } = policy.metadata;
  const numbers = indexes.map((index) => index + 1);
  return {
    policy: withRules(policy, direction, narrowed),
    isNew: false,
    sentence: CANDIDATE.narrows[narrowing](
      name,
      direction,
      numbers,
      others.map(({ called }) => called),
      port,
    ),
  };
}

/** The rules that stand in the place of one; undefined where it cannot be narrowed so. */
function narrow(
  rule: Rule,
  narrowing: Narrowing,
  others: Ends,
  namespace: string,
  model: PolicyModel,
  port: BlockInput['port'],
): readonly Rule[] | undefined {
  if (narrowing === 'rule') return [];
  if (narrowing === 'port') {
    if (port === undefined || rule.ports === undefined) return undefined;
    const ports = rule.ports.filter((each) => !isPort(each, port));
    if (ports.length === rule.ports.length) return undefined;
    return ports.length === 0 ? [] : [{ ...rule, ports }];
  }
  if (rule.peers === undefined) {
    return narrowing === 'except' ? [{ ...rule, peers: everybodyBut(others, namespace, podBlocks(model)) }] : undefined;
  }
  const left = rule.peers.flatMap((peer): readonly NetworkPolicyPeer[] =>
    others.reduce<readonly NetworkPolicyPeer[]>(
      (rest, other) =>
        rest.flatMap((each) => {
          if (!meansEnd(model, each, other, namespace)) return [each];
          return narrowing === 'peer' ? [] : withoutEnd(each, other, namespace);
        }),
      [peer],
    ),
  );
  return left.length === 0 ? [] : [{ ...rule, peers: left }];
}

function isPort(
  { protocol = 'TCP', port, endPort }: NetworkPolicyPort,
  asked: NonNullable<BlockInput['port']>,
): boolean {
  return protocol === asked.protocol && port === asked.port && (endPort === undefined || endPort === asked.port);
}

function newDrafts(direction: Direction, pods: readonly ChosenPods[], others: Ends, model: PolicyModel): Draft[] {
  const open = pods.every((end) => endsOf(end).every((each) => model.gate(each, direction).isolated === 'no'));
  if (!open) return [];
  // A block may mean a pod that has an address where pods get none: then only pods are admitted.
  return [podBlocks(model), undefined].map((blocks) =>
    draftOf(
      pods.map((end): Step => {
        const { namespace, labels, called } = end;
        const name = freeName(
          model,
          namespace,
          `${sourceName(called)}-all-but-${sourceName(others[0]?.called ?? 'others')}`,
        );
        const policy: NetworkPolicy = {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata: { name, namespace },
          spec: { podSelector: { matchLabels: labels }, policyTypes: [direction === 'ingress' ? 'Ingress' : 'Egress'] },
        };
        const peers = everybodyBut(others, namespace, blocks);
        return {
          policy: withRules(policy, direction, [{ peers, ports: undefined }]),
          isNew: true,
          sentence: CANDIDATE.newAllBut(
            name,
            direction,
            called,
            others.map((other) => other.called),
          ),
        };
      }),
    ),
  );
}

function endsOf({ classes, namespace, labels }: ChosenPods): readonly SingleEnd[] {
  if (classes.size === 0) return [{ type: 'hypothetical', namespace, labels }];
  return [...classes].map((id) => ({ type: 'class', class: id }));
}

/** Where pods get their addresses, for rules that mean addresses outside; none where blocks never mean pods. */
function podBlocks({ objects, profile }: PolicyModel): readonly string[] {
  if (profile.ipBlockMatchesPods === 'false') return [];
  const cidrs = podCidrsOf(objects, profile);
  return (['IPv4', 'IPv6'] as const).flatMap((family) => cidrs[family].flatMap((range) => cidrsOfRange(family, range)));
}

function rulesOf({ spec }: NetworkPolicy, direction: Direction): readonly Rule[] {
  return direction === 'ingress'
    ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
    : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
}

/** Which directions the policy covers must not follow from the rules that are left. */
function withRules(policy: NetworkPolicy, direction: Direction, rules: readonly Rule[]): NetworkPolicy {
  const { spec } = policy;
  const policyTypes = spec.policyTypes?.length
    ? spec.policyTypes
    : ([...new Set(['Ingress', ...(spec.egress === undefined ? [] : ['Egress'])])] as ('Ingress' | 'Egress')[]);
  const ported = ({ ports }: Rule) => (ports === undefined ? {} : { ports });
  const written =
    direction === 'ingress'
      ? {
          ingress: rules.map((rule) => ({
            ...(rule.peers === undefined ? {} : { from: rule.peers }),
            ...ported(rule),
          })),
        }
      : { egress: rules.map((rule) => ({ ...(rule.peers === undefined ? {} : { to: rule.peers }), ...ported(rule) })) };
  return { ...policy, spec: { ...spec, policyTypes, ...written } };
}
