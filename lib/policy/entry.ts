import type { Protocol } from '#lib/kube/objects.ts';
import type { Reach } from './address-reach.ts';
import type { PolicyModel } from './model.ts';
import type { Backend } from './service-table.ts';

/** What opens a way from outside. Routes of the Gateway API go by their own kind. */
export type EntryVia =
  | 'LoadBalancer'
  | 'NodePort'
  | 'externalIPs'
  | 'hostPort'
  | 'hostNetwork'
  | 'Ingress'
  | 'HTTPRoute'
  | 'GRPCRoute'
  | 'TLSRoute'
  | 'TCPRoute'
  | 'UDPRoute';

/**
 * Whose traffic comes in through an Ingress or a Gateway (row 84): pods of the cluster, a load balancer outside of it,
 * or nobody knows.
 */
export type Controller =
  | { readonly state: 'known'; readonly workloads: readonly string[]; readonly name?: string }
  | { readonly state: 'outside'; readonly name: string }
  | { readonly state: 'unknown'; readonly name?: string };

/** One way by which somebody outside the cluster can get to a workload, if the policies let them. */
export interface Entry {
  /** `ns/Kind/name`. */
  readonly workload: string;
  /** Classes of the pods that it leads to, ascending. */
  readonly classes: readonly number[];
  readonly protocol: Protocol;
  /** The pod's port (row 47); absent: any that a pod of the host network listens on. */
  readonly port?: number;
  /** The port that the outside asks: of the load balancer, of the node; absent where it is not known yet. */
  readonly outsidePort?: number;
  readonly via: EntryVia;
  /** The object that makes it, and its field. */
  readonly object: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly path: string;
  readonly host?: string;
  readonly reach: Reach;
  /** CIDRs that the load balancer lets in; empty: all. */
  readonly sourceRanges: readonly string[];
  /** Whom the pod sees: the client, a node that may stand for it (row 80), or a controller (row 84). */
  readonly source: 'client' | 'may-be-rewritten' | 'controller';
  readonly controller?: Controller;
}

/** What an entry says beside whom it leads to. */
export type EntryFacts = Omit<Entry, 'workload' | 'classes' | 'protocol' | 'port'>;

/** The entries of backends: one for each workload and port. Addresses outside the cluster are nobody's workload. */
export function entriesOf(model: PolicyModel, backends: readonly Backend[], facts: EntryFacts): readonly Entry[] {
  const found = new Map<string, { workload: string; classes: Set<number>; port: NonNullable<Backend['port']> }>();
  for (const { type, key, port } of backends) {
    const classId = type === 'address' ? undefined : model.classOf(key);
    if (classId === undefined || port === undefined) continue;
    const workload = type === 'pod' ? model.workloadOfPod(key) : key;
    const entry = found.get(`${workload} ${port.port}`);
    if (entry === undefined) found.set(`${workload} ${port.port}`, { workload, classes: new Set([classId]), port });
    else entry.classes.add(classId);
  }
  return [...found.values()].map(({ workload, classes, port }) => ({
    workload,
    classes: [...classes].sort((a, b) => a - b),
    protocol: port.protocol,
    port: port.port,
    ...facts,
  }));
}
