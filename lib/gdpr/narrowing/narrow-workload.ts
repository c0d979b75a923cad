import type { JoinedEdge } from '#lib/flows/observed.ts';
import type { ApiEgressRule, ApiIngressRule, Direction, NetworkPolicyPeer } from '#lib/kube/objects.ts';
import { NARROWING } from '#lib/text/en/narrowing.ts';
import { protocolWord } from '#lib/text/en/observed-flow.ts';
import type { CheckContext } from '../check.ts';
import { policyYaml, selectLabels } from '../fix-yaml.ts';
import { newPolicyName } from '../fixes.ts';
import { selectorLabels } from '../identity-labels.ts';
import type { ObservedContext } from '../observed-facts.ts';
import { dnsRules, findResolvers } from '../resolvers.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { type KeptEdge, keptEdge } from './observed-peers.ts';
import { replacedPolicies } from './replaced-policies.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** traffic.md §2.6: jobs of a week should have been seen. */
const ADVISED_DAYS = 14;

/** Policies that keep what was observed of one workload, and no more. */
export interface NarrowedPolicies {
  /** Policies as a whole, to be applied together. Empty where none can be written. */
  readonly yaml: string;
  /** Observed edges that the policies are written to keep. */
  readonly kept: readonly JoinedEdge[];
  /** What needs saying before it is applied. */
  readonly warnings: readonly string[];
}

/**
 * The policy of one workload made from what was observed: every flow that passed and is allowed, pod ports, name
 * resolution always, labels that rollouts keep, addresses outside as they are. Policies that admit more give it up: those
 * for the workload alone are emptied, others no longer select it. Nothing that is denied today is opened.
 */
export function narrowWorkload(
  context: CheckContext,
  { traffic, joined }: ObservedContext,
  workload: WorkloadFacts,
  directions: readonly Direction[],
): NarrowedPolicies {
  const none = (why: string): NarrowedPolicies => ({ yaml: '', kept: [], warnings: [why] });
  if (workload.hostNetwork) return none(NARROWING.hostNetwork(workload.key));
  if (workload.classes.length === 0) return none(NARROWING.gone(workload.key));
  const labels = selectorLabels(workload, context);
  if (labels === undefined) return none(NARROWING.noLabels(workload.key));

  const { edges, leftOut } = edgesOf(workload, joined().edges, directions);
  const kept = { ingress: [] as KeptEdge[], egress: [] as KeptEdge[] };
  const others = new Set<string>();
  let unknownEnds = leftOut.unknownEnds;
  for (const { edge, direction } of edges) {
    const one = keptEdge(context, workload, direction, edge);
    if (one === undefined) others.add(protocolWord(edge.protocol));
    else if (one.peers.length === 0 && one.warnings.length === 0) unknownEnds++;
    else kept[direction].push(one);
  }
  const replaced = replacedPolicies(context, workload, directions);
  const ingress = [...rulesOf(kept.ingress, 'from'), ...(replaced.carried.ingress ?? [])];
  const egress = [
    ...(directions.includes('egress') ? dnsRules(findResolvers(context), context) : []),
    ...rulesOf(kept.egress, 'to'),
    ...(replaced.carried.egress ?? []),
  ];
  const types = new Set([...directions, ...replaced.carriedTypes]);
  const own = policyYaml(workload.namespace, newPolicyName(context, workload.namespace, workload.name, 'observed'), {
    podSelector: selectLabels(labels),
    policyTypes: [
      ...(types.has('ingress') ? ['Ingress' as const] : []),
      ...(types.has('egress') ? ['Egress' as const] : []),
    ],
    ...(types.has('ingress') ? { ingress } : {}),
    ...(types.has('egress') ? { egress } : {}),
  });
  const changed = replaced.changed.map(({ policy: { metadata }, spec }) =>
    policyYaml(metadata.namespace ?? 'default', metadata.name, spec),
  );
  const all = [...kept.ingress, ...kept.egress];
  const days = Math.floor((traffic.window.to - traffic.window.from) / DAY_MS);
  const count = (edges: number, say: (edges: number) => string): readonly string[] => (edges === 0 ? [] : [say(edges)]);
  return {
    yaml: [own, ...changed].join('---\n'),
    kept: all.map(({ edge }) => edge),
    warnings: [
      ...new Set([
        ...(days < ADVISED_DAYS ? [NARROWING.short(days)] : []),
        ...count(leftOut.directionUnknown, NARROWING.directionUnknown),
        ...count(unknownEnds, NARROWING.unknownEnd),
        ...count(leftOut.denied, NARROWING.denied),
        ...count(traffic.leftOut, NARROWING.leftOut),
        ...(others.size === 0 ? [] : [NARROWING.otherProtocols([...others].sort())]),
        ...replaced.warnings,
        ...(replaced.emptied.length === 0 ? [] : [NARROWING.emptied(replaced.emptied)]),
        ...all.flatMap(({ warnings }) => warnings),
      ]),
    ],
  };
}

interface EdgesOfWorkload {
  readonly edges: readonly { readonly edge: JoinedEdge; readonly direction: Direction }[];
  readonly leftOut: { readonly directionUnknown: number; readonly unknownEnds: number; readonly denied: number };
}

function edgesOf(
  { key }: WorkloadFacts,
  joined: readonly JoinedEdge[],
  directions: readonly Direction[],
): EdgesOfWorkload {
  const edges: { edge: JoinedEdge; direction: Direction }[] = [];
  const leftOut = { directionUnknown: 0, unknownEnds: 0, denied: 0 };
  for (const edge of joined) {
    const { seen, state } = edge;
    if (seen === undefined || seen.verdict !== 'allowed') continue;
    for (const direction of directions) {
      const [own, other] = direction === 'ingress' ? [edge.to, edge.from] : [edge.from, edge.to];
      if (own !== key) continue;
      if (seen.directionUnknown) leftOut.directionUnknown++;
      else if (state === 'seen-denied') leftOut.denied++;
      else if (other === 'unknown') leftOut.unknownEnds++;
      else edges.push({ edge, direction });
    }
  }
  return { edges, leftOut };
}

/** One rule for each set of ports, with all peers that use exactly these. */
function rulesOf<Side extends 'from' | 'to'>(
  kept: readonly KeptEdge[],
  side: Side,
): readonly (Side extends 'from' ? ApiIngressRule : ApiEgressRule)[] {
  const ports = new Map<string, { peer: NetworkPolicyPeer; ports: Map<string, KeptEdge['port']> }>();
  for (const { peers, port } of kept) {
    for (const peer of peers) {
      const key = JSON.stringify(peer);
      const known = ports.get(key) ?? { peer, ports: new Map() };
      ports.set(key, known);
      known.ports.set(portKey(port), port);
    }
  }
  const rules = new Map<string, { peers: NetworkPolicyPeer[]; ports: readonly KeptEdge['port'][] }>();
  for (const { peer, ports: own } of [...ports.values()].sort((a, b) =>
    compare(JSON.stringify(a.peer), JSON.stringify(b.peer)),
  )) {
    const keys = [...own.keys()].sort();
    const known = rules.get(keys.join()) ?? { peers: [], ports: keys.map((key) => own.get(key) as KeptEdge['port']) };
    rules.set(keys.join(), known);
    known.peers.push(peer);
  }
  return [...rules.values()].map((rule) => ({ [side]: rule.peers, ports: rule.ports })) as never;
}

/** Numbers in their order. */
function portKey({ protocol = 'TCP', port }: KeptEdge['port']): string {
  return `${protocol} ${String(port ?? '').padStart(5, '0')}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
