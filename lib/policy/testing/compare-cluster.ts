import type { Labels, Protocol } from '#lib/kube/objects.ts';
import { compileModel } from '../compile-model.ts';
import type { PolicyModel, SingleEnd } from '../model.ts';
import type { PortSet } from '../port-set.ts';
import { familyOf } from './literal-address.ts';
import { literalVerdict } from './literal-evaluator.ts';
import type { LiteralEnd } from './literal-matching.ts';
import { OUTSIDE, randomCluster } from './random-cluster.ts';

/** One connection on which the engine and the literal evaluator disagree. */
export interface Difference {
  readonly seed: number;
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly engine: string;
  readonly literal: string;
}

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
/** Every port that the generator names, their neighbours, and one that nobody names. */
export const PORTS = [1, 2, 52, 53, 54, 80, 81, 443, 500, 5432, 5500, 30_000, 65_534, 65_535];

export interface Pairing {
  readonly engine: SingleEnd;
  readonly literal: LiteralEnd;
}

/** Asks both about every pair of ends of one random cluster, on every port of interest. */
export function compareCluster(seed: number): { pairs: number; differences: Difference[] } {
  const { objects, profile } = randomCluster(seed, ['Deployment', 'DaemonSet']);
  const model = compileModel(objects, profile);
  const ends = endsOf(model);
  const differences = lifecycleDifferences(model, seed);
  let pairs = 0;
  for (const from of ends) {
    for (const to of ends) {
      if (isOutside(from) && isOutside(to)) continue;
      pairs++;
      const relation = model.relation(from.engine, to.engine);
      for (const protocol of PROTOCOLS) {
        for (const port of PORTS) {
          const must = holds(relation.must, protocol, port);
          const may = holds(relation.may, protocol, port);
          const engine = must ? (may ? 'allow' : 'must without may') : may ? 'depends' : 'deny';
          const asked = { objects, profile, from: from.literal, to: to.literal, protocol, port };
          const { verdict: literal, why } = literalVerdict(asked);
          const difference = { seed, from: from.literal.id, to: to.literal.id, protocol, port };
          if (engine !== literal) differences.push({ ...difference, engine, literal });
          for (const { reason, ports } of relation.uncertain) {
            if (!holds(ports, protocol, port) || why.includes(reason)) continue;
            differences.push({ ...difference, engine: `depends: ${reason}`, literal: `${literal}: ${why}` });
          }
        }
      }
      if ((relation.must.id === relation.may.id) !== (relation.reasons.length === 0)) {
        const engine =
          relation.reasons.length === 0 ? 'depends without a reason' : `${relation.reasons} without depends`;
        differences.push({
          seed,
          from: from.literal.id,
          to: to.literal.id,
          protocol: 'TCP',
          port: 0,
          engine,
          literal: '',
        });
      }
    }
  }
  return { pairs, differences };
}

/** Row 65: a pod has an end exactly while it has not finished. */
function lifecycleDifferences(model: PolicyModel, seed: number): Difference[] {
  return [...model.objects.pods].flatMap(([key, { status }]) => {
    const finished = status?.phase === 'Succeeded' || status?.phase === 'Failed';
    const engine = model.classOf(key) === undefined ? 'finished' : 'alive';
    const literal = finished ? 'finished' : 'alive';
    return engine === literal ? [] : [{ seed, from: key, to: key, protocol: 'TCP', port: 0, engine, literal }];
  });
}

const isOutside = (end: Pairing) =>
  end.literal.type === 'address' || end.literal.type === 'internet' || end.literal.type === 'node';

function holds(set: PortSet, protocol: Protocol, port: number): boolean {
  const flat = set[protocol];
  for (let index = 0; index < flat.length; index += 2) {
    if (port >= (flat[index] ?? 0) && port <= (flat[index + 1] ?? 0)) return true;
  }
  return false;
}

function endsOf(model: PolicyModel): Pairing[] {
  return [
    ...podEnds(model),
    ...templateEnds(model),
    ...hypotheticalEnds(),
    ...nodeEnds(model),
    ...addressEnds(model),
    INTERNET,
  ];
}

const INTERNET: Pairing = {
  engine: { type: 'internet' },
  literal: { id: 'internet', type: 'internet', addresses: [] },
};

/** Every pod as both take it. */
export function podEnds(model: PolicyModel): Pairing[] {
  return [...model.objects.pods].flatMap(([key, pod]) => {
    const id = model.classOf(key);
    if (id === undefined) return [];
    return [
      {
        engine: { type: 'class', class: id, pod: key },
        literal: {
          id: key,
          type: 'pod',
          namespace: pod.metadata.namespace ?? '',
          labels: pod.metadata.labels ?? {},
          spec: pod.spec,
          addresses: pod.status?.podIPs?.map((each) => each.ip) ?? [],
          ...(pod.spec.nodeName === undefined ? {} : { node: pod.spec.nodeName }),
          hostNetwork: pod.spec.hostNetwork === true,
        },
      },
    ];
  });
}

/** Every workload without pods, by its template. */
export function templateEnds(model: PolicyModel): Pairing[] {
  return [...model.objects.workloads].flatMap(([key, workload]) => {
    const id = model.classOf(key);
    if (id === undefined) return [];
    return [
      {
        engine: { type: 'class', class: id },
        literal: {
          id: key,
          type: 'pod',
          template: true,
          namespace: workload.metadata.namespace ?? '',
          labels: workload.spec.template.metadata?.labels ?? {},
          spec: workload.spec.template.spec,
          addresses: [],
          hostNetwork: workload.spec.template.spec.hostNetwork === true,
        },
      },
    ];
  });
}

function hypotheticalEnds(): Pairing[] {
  const pods: readonly { readonly namespace: string; readonly labels: Labels }[] = [
    { namespace: 'one', labels: {} },
    { namespace: 'two', labels: { app: 'a', role: 'b' } },
  ];
  return pods.map(({ namespace, labels }) => ({
    engine: { type: 'hypothetical', namespace, labels },
    literal: { id: `${namespace}/?${Object.entries(labels)}`, type: 'hypothetical', namespace, labels, addresses: [] },
  }));
}

/** Every node. */
export function nodeEnds({ objects }: PolicyModel): Pairing[] {
  return [...objects.nodes.values()].map((node) => ({
    engine: { type: 'node', name: node.metadata.name },
    literal: {
      id: `node ${node.metadata.name}`,
      type: 'node',
      node: node.metadata.name,
      addresses: (node.status?.addresses ?? []).flatMap((each) => (each.type === 'Hostname' ? [] : [each.address])),
    },
  }));
}

/** Only addresses that nobody in the cluster holds: who holds one is not the engine's question. */
function addressEnds({ objects }: PolicyModel): Pairing[] {
  const held = new Set([...objects.pods.values()].flatMap((pod) => pod.status?.podIPs?.map((each) => each.ip) ?? []));
  return OUTSIDE.filter((address) => !held.has(address)).map((address) => ({
    engine: { type: 'address', family: familyOf(address), first: address, last: address },
    literal: { id: address, type: 'address', addresses: [address] },
  }));
}
