import type { JoinedEdge } from '#lib/flows/observed.ts';
import type { Direction, NetworkPolicyPeer, NetworkPolicyPort } from '#lib/kube/objects.ts';
import { parseAddress } from '#lib/policy/address.ts';
import { hasPort } from '#lib/policy/port-set.ts';
import { serviceBackends } from '#lib/policy/service-backends.ts';
import { NARROWING } from '#lib/text/en/narrowing.ts';
import { protocolWord } from '#lib/text/en/observed-flow.ts';
import type { CheckContext } from '../check.ts';
import { podPeer } from '../fix-yaml.ts';
import { namespaceNamed } from '../fixes.ts';
import { selectorLabels } from '../identity-labels.ts';
import { recipientOfName } from '../recipients.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/** What a policy needs to keep one observed edge. */
export interface KeptEdge {
  readonly edge: JoinedEdge;
  /** Empty where no NetworkPolicy can mean the other end. */
  readonly peers: readonly NetworkPolicyPeer[];
  readonly port: NetworkPolicyPort;
  readonly warnings: readonly string[];
}

type Peers = Pick<KeptEdge, 'peers' | 'warnings'>;
const NOBODY: Peers = { peers: [], warnings: [] };
const EVERYWHERE: readonly NetworkPolicyPeer[] = [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }];

/**
 * Undefined for what is no TCP, UDP or SCTP: rules cannot name it.
 * @param direction of the workload that the policy selects.
 */
export function keptEdge(
  context: CheckContext,
  workload: WorkloadFacts,
  direction: Direction,
  edge: JoinedEdge,
): KeptEdge | undefined {
  const protocol = protocolWord(edge.protocol);
  if (protocol !== 'TCP' && protocol !== 'UDP' && protocol !== 'SCTP') return undefined;
  const port: NetworkPolicyPort = edge.port === null ? { protocol } : { protocol, port: edge.port };
  const end = direction === 'ingress' ? edge.from : edge.to;
  return { edge, port, ...peersOfEnd(context, workload, end, port) };
}

function peersOfEnd(context: CheckContext, workload: WorkloadFacts, end: string, port: NetworkPolicyPort): Peers {
  const other = context.workloads.get(end);
  if (other !== undefined) return peersOfWorkload(context, workload, other);
  if (end === 'host' || end.startsWith('host:')) return peersOfNodes(context, end);
  const rest = end.slice(end.indexOf(':') + 1);
  if (end.startsWith('ip:')) return { peers: [{ ipBlock: { cidr: rest } }], warnings: [NARROWING.address(end)] };
  if (end.startsWith('name:')) return peersOfName(context, workload, end, rest, port);
  if (end.startsWith('service:')) return peersOfService(context, workload, rest);
  return NOBODY;
}

function peersOfWorkload(context: CheckContext, workload: WorkloadFacts, other: WorkloadFacts): Peers {
  if (other.hostNetwork) return peersOfNodes(context, 'host');
  const labels = selectorLabels(other, context);
  const isInside = other.namespace === workload.namespace;
  if (labels === undefined) {
    const peers = isInside ? [podPeer({})] : [{ namespaceSelector: namespaceNamed(other.namespace) }];
    return { peers, warnings: [NARROWING.wholeNamespace(other.key)] };
  }
  const peer = isInside
    ? podPeer(labels)
    : { namespaceSelector: namespaceNamed(other.namespace), podSelector: { matchLabels: labels } };
  return { peers: [peer], warnings: [] };
}

function peersOfNodes({ model }: CheckContext, end: string): Peers {
  const name = end.startsWith('host:') ? end.slice('host:'.length) : undefined;
  const nodes = [...model.objects.nodes.values()].filter(
    ({ metadata }) => name === undefined || metadata.name === name,
  );
  const peers = nodes
    .flatMap(({ status }) => status?.addresses ?? [])
    .flatMap(({ address }) => {
      const family = parseAddress(address)?.family;
      return family === undefined ? [] : [{ ipBlock: { cidr: `${address}/${family === 'IPv4' ? 32 : 128}` } }];
    });
  return peers.length === 0 ? { peers, warnings: [NARROWING.nodeUnknown(end)] } : { peers, warnings: [NARROWING.node] };
}

/** By the addresses of a declared recipient; else what is open on the port today, so that nothing opens and nothing breaks. */
function peersOfName(
  context: CheckContext,
  workload: WorkloadFacts,
  end: string,
  name: string,
  port: NetworkPolicyPort,
): Peers {
  const declared = recipientOfName(context.dataMap, name)?.cidrs ?? [];
  const peers =
    declared.length > 0 ? declared.map((cidr) => ({ ipBlock: { cidr } })) : openToday(context, workload, port);
  const blocks = peers.flatMap(({ ipBlock }) => ipBlock?.cidr ?? []);
  return { peers, warnings: declared.length > 0 ? [NARROWING.address(end)] : [NARROWING.name(end, blocks)] };
}

function openToday(
  { model }: CheckContext,
  workload: WorkloadFacts,
  { protocol = 'TCP', port }: NetworkPolicyPort,
): readonly NetworkPolicyPeer[] {
  const isolating = model.policies.filter(
    ({ egress, subjects, policy }) =>
      egress && policy.kind === 'NetworkPolicy' && workload.classes.some((id) => subjects.has(id)),
  );
  if (isolating.length === 0) return EVERYWHERE;
  const rules = isolating
    .flatMap((policy) => policy.rules)
    .filter((rule) => rule.direction === 'egress' && (typeof port !== 'number' || hasPort(rule.ports, protocol, port)));
  if (rules.some(({ anyPeer }) => anyPeer)) return EVERYWHERE;
  return rules.flatMap(({ blocks }) =>
    blocks.map(({ cidr, except }) => ({ ipBlock: { cidr, ...(except.length === 0 ? {} : { except }) } })),
  );
}

function peersOfService(context: CheckContext, workload: WorkloadFacts, key: string): Peers {
  const { model } = context;
  if (!model.objects.services.has(key)) return NOBODY;
  try {
    const keys = serviceBackends(model, key, undefined, undefined).map((backend) =>
      backend.type === 'pod' ? model.workloadOfPod(backend.key) : backend.key,
    );
    const backends = [...new Set(keys)].flatMap((each) => context.workloads.get(each) ?? []);
    const all = backends.map((backend) => peersOfWorkload(context, workload, backend));
    return { peers: all.flatMap(({ peers }) => peers), warnings: all.flatMap(({ warnings }) => warnings) };
  } catch {
    return NOBODY; // a name outside, or nobody behind it now
  }
}
