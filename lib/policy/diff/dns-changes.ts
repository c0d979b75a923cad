import type { Pod, Protocol, Workload } from '#lib/kube/objects.ts';
import { ASSUMED_RESOLVER, type DnsResolvers, dnsResolvers, type ResolverCandidate } from '../dns-resolvers.ts';
import type { PolicyModel } from '../model.ts';
import { hasPort } from '../port-set.ts';
import type { InputChanges } from './input-changes.ts';
import type { JointUnit, UnitPart } from './joint-classes.ts';
import type { DnsChange } from './types.ts';

/** Names are asked over UDP, and long answers over TCP. */
const ASKED = ['UDP', 'TCP'] as const;
type AskedProtocol = (typeof ASKED)[number];

type Reach = 'allow' | 'depends' | 'deny';

/**
 * Workloads that can no longer ask any resolver, those for which that now depends, and those that can again. Pods that
 * bring their own resolver (`dnsPolicy: None`), use their node's, or are resolvers are left out, as in DNS-001.
 * @param units all of both states, for what became of the resolvers.
 * @param asked those to answer for.
 */
export function dnsChanges(
  before: PolicyModel,
  after: PolicyModel,
  units: readonly JointUnit[],
  asked: readonly JointUnit[],
  changes: InputChanges,
): readonly DnsChange[] {
  const [a, b] = [resolversOf(before, units, 'before'), resolversOf(after, units, 'after')];
  const names = new Set([...a.all, ...b.all].flatMap(({ workload }) => workload ?? []));
  const everyone = changes.everything || resolversChanged(a, b, names, units, changes);
  return asked.flatMap((unit) => {
    if (names.has(unit.id)) return [];
    const found = new Map<string, { change: DnsChange['change']; protocols: Protocol[]; pods: number }>();
    for (const part of unit.common) {
      if (!everyone && !part.joint.gateChanged.egress && part.joint.own !== 'changed') continue;
      if (!asksCluster(part)) continue;
      const changed = changedProtocols(
        (protocol) => reachOf(before, part.joint.before, a, protocol),
        (protocol) => reachOf(after, part.joint.after, b, protocol),
      );
      for (const [change, protocols] of changed) {
        const key = `${change} ${protocols.join()}`;
        const known = found.get(key);
        if (known === undefined) found.set(key, { change, protocols, pods: part.count });
        else known.pods += part.count;
      }
    }
    return [...found.values()].map((change) => ({ workload: unit.id, ...change }));
  });
}

function resolversOf(model: PolicyModel, units: readonly JointUnit[], side: 'before' | 'after'): DnsResolvers {
  return dnsResolvers(
    units.flatMap((unit): ResolverCandidate[] => {
      const first = unit.parts.find(({ joint }) => joint[side] !== undefined)?.members[0]?.[side]?.object;
      if (first === undefined) return [];
      const template = model.objects.workloads.get(unit.id)?.spec.template;
      const labels = template === undefined ? first.metadata.labels : template.metadata?.labels;
      const classes = new Set(unit.parts.flatMap(({ joint }) => joint[side] ?? []));
      return [{ workload: unit.id, labels, spec: template?.spec ?? specOf(first), classes }];
    }),
    [...model.objects.services.values()],
  );
}

function resolversChanged(
  a: DnsResolvers,
  b: DnsResolvers,
  names: ReadonlySet<string>,
  units: readonly JointUnit[],
  changes: InputChanges,
): boolean {
  if (a.assumed || b.assumed) {
    // No pod of the input is behind it.
    return a.assumed !== b.assumed || changes.absentPodChanged(ASSUMED_RESOLVER.namespace);
  }
  const portsOf = ({ all }: DnsResolvers) =>
    JSON.stringify([...new Set(all.map((each) => `${each.workload} ${JSON.stringify(each.ports)}`))].sort());
  if (portsOf(a) !== portsOf(b)) return true; // a Service translates otherwise
  return units.some(
    ({ id, parts, presence }) =>
      names.has(id) &&
      (presence !== 'both' || parts.some(({ joint }) => joint.gateChanged.ingress || joint.own === 'changed')),
  );
}

function asksCluster({ joint, members }: UnitPart): boolean {
  if (joint.host) return false;
  const object = members[0]?.after?.object;
  return object !== undefined && (specOf(object).dnsPolicy ?? 'ClusterFirst') === 'ClusterFirst';
}

function specOf(object: Pod | Workload) {
  return object.kind === 'Pod' ? object.spec : object.spec.template.spec;
}

function reachOf(model: PolicyModel, id: number | undefined, resolvers: DnsResolvers, protocol: AskedProtocol): Reach {
  if (id === undefined) return 'deny';
  let best: Reach = 'deny';
  for (const { end, ports } of resolvers.all) {
    const relation = model.relation({ type: 'class', class: id }, end);
    const asked = ports[protocol];
    if (asked.some((port) => hasPort(relation.must, protocol, port))) return 'allow';
    if (asked.some((port) => hasPort(relation.may, protocol, port))) best = 'depends';
  }
  return best;
}

function changedProtocols(was: (protocol: AskedProtocol) => Reach, is: (protocol: AskedProtocol) => Reach) {
  const changed = new Map<DnsChange['change'], Protocol[]>();
  for (const protocol of ASKED) {
    const [before, after] = [was(protocol), is(protocol)];
    if (before === after) continue;
    const change = after === 'deny' ? 'cut-off' : after === 'allow' ? 'restored' : 'depends';
    changed.set(change, [...(changed.get(change) ?? []), protocol]);
  }
  return changed;
}
