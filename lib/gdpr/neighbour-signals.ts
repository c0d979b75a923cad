import { objectKey } from '#lib/kube/objects.ts';
import type { PolicyInForce, PolicyModel, RuleInForce, SingleEnd } from '#lib/policy/model.ts';
import { UNPLACED } from '#lib/policy/paths/places.ts';
import { NO_PORTS, type PortSet } from '#lib/policy/port-set.ts';
import { isMoreSensitive, isPersonal } from './data-class.ts';
import { classEnd } from './ends.ts';
import { isBackupImage, noOwnDataRule, signalOf } from './heuristics/find-signals.ts';
import type { Signal } from './heuristics/signal.ts';
import { BACKUP_RULE, CLIENTS_RULE } from './heuristics/signal-table.ts';
import { lazily } from './lazily.ts';
import { nodesBeside } from './nodes-beside.ts';
import { withinServed } from './served-ports.ts';
import type { DataClass } from './types.ts';
import { isOnHost, type WorkloadFacts } from './workload-facts.ts';

/**
 * Signs that come over connections (gdpr.md §4.4), one step and never further: a store all of whose clients handle
 * personal data, and a backup that reaches stores of a class. `classOf` is what is known without them.
 * @param asked for whom; absent: for all.
 */
export function neighbourSignals(
  model: PolicyModel,
  facts: ReadonlyMap<string, WorkloadFacts>,
  classOf: (workload: string) => DataClass,
  asked: Iterable<WorkloadFacts> = facts.values(),
): ReadonlyMap<string, readonly Signal[]> {
  const found = new Map<string, readonly Signal[]>();
  let index: ReadonlyMap<number, readonly WorkloadFacts[]> | undefined;
  const workloadsOf = (id: number): readonly WorkloadFacts[] => {
    index ??= indexByClass(facts);
    return index.get(id) ?? [];
  };
  const hosts = lazily(() => hostsByNode(model, facts));
  let policies: ReadonlyMap<number, readonly PolicyInForce[]> | undefined;
  const policiesOf = (id: number): readonly PolicyInForce[] => {
    policies ??= policiesByClass(model);
    return policies.get(id) ?? [];
  };
  for (const workload of asked) {
    if (workload.hostNetwork || workload.count === 0) continue;
    if (workload.images.some(isBackupImage)) {
      const reached = worstStore(model, workload, workloadsOf, classOf);
      if (reached !== undefined) {
        found.set(workload.key, [{ ...signalOf(BACKUP_RULE, 'backup', reached.store), gives: reached.dataClass }]);
      }
    } else if (workload.store !== undefined && classOf(workload.key) === 'unknown') {
      const clients = clientsIfAllPersonal(model, workload, workloadsOf, classOf, policiesOf);
      if (clients > 0 && !isOpenToHost(model, workload, hosts(), classOf))
        found.set(workload.key, [signalOf(CLIENTS_RULE, 'clients', String(clients))]);
    }
  }
  return found;
}

/** How many workloads can connect to a store, where all of them handle personal data and nobody else can; else 0. */
function clientsIfAllPersonal(
  model: PolicyModel,
  store: WorkloadFacts,
  workloadsOf: (id: number) => readonly WorkloadFacts[],
  classOf: (workload: string) => DataClass,
  policiesOf: (id: number) => readonly PolicyInForce[],
): number {
  const clients = new Set<string>();
  for (const id of store.classes) {
    const end = classEnd(id);
    const gate = model.gate(end, 'ingress');
    if (gate.isolated !== 'yes' || !gate.onlyNamedPods || gate.reasons.length > 0) return 0;
    const named = new Set<number>();
    for (const { rules } of policiesOf(id)) {
      // Of those on the host network whom a rule names, one that shares the store's node gets in by any (row 58).
      for (const rule of rules) {
        if (rule.direction !== 'ingress' || rule.action === 'deny') continue;
        if (rule.namesMayMeanPods) return 0;
        const opens = mayOpen(rule, store);
        for (const source of rule.peerClasses.may)
          if (opens || model.classes[source]?.hostNetwork === true) named.add(source);
      }
    }
    for (const source of named) {
      const { must, may } = model.relation(classEnd(source), end);
      if (withinServed(may, store.served) === undefined) continue;
      const certain = withinServed(must, store.served) !== undefined;
      for (const client of workloadsOf(source)) {
        if (client === store) continue;
        if (!isPersonal(classOf(client.key))) return 0;
        if (certain && client.count > 0) clients.add(client.key);
      }
    }
    if (clients.size === 0) return 0;
    if (model.externalRows(end, 'ingress').some(({ relation }) => isAny(relation.may))) return 0;
  }
  return clients.size;
}

/** A pod, or a workload that has none yet, with its node. */
interface Member {
  readonly workload: WorkloadFacts;
  readonly end: SingleEnd;
  readonly node: string;
}

function membersOf(model: PolicyModel, workload: WorkloadFacts): readonly Member[] {
  const placed = workload.pods.map(({ metadata, spec }) => [objectKey(metadata), spec.nodeName ?? UNPLACED] as const);
  return (placed.length === 0 ? [[workload.key, UNPLACED] as const] : placed).flatMap(([pod, node]) => {
    const id = model.classOf(pod);
    return id === undefined ? [] : [{ workload, end: { ...classEnd(id), pod }, node }];
  });
}

/** Kinds of infrastructure that run on every node: what they reach says nothing of a store. Others that keep no data may. */
const ON_EVERY_NODE: ReadonlySet<string | undefined> = new Set(['N-01', 'N-02', 'N-04', 'N-07']);

function isOnEveryNode(image: string): boolean {
  return ON_EVERY_NODE.has(noOwnDataRule([image])?.id);
}

/** Node → those on the host network there, but for agents that are known to keep no data and run on every node. */
function hostsByNode(model: PolicyModel, facts: ReadonlyMap<string, WorkloadFacts>): HostsByNode {
  const hosts = [...facts.values()].filter(
    (workload) => isOnHost(workload) && !(workload.images.length > 0 && workload.images.every(isOnEveryNode)),
  );
  return Map.groupBy(
    hosts.flatMap((workload) => membersOf(model, workload)),
    ({ node }) => node,
  );
}

type HostsByNode = ReadonlyMap<string, readonly Member[]>;

/** Who shares a store's node may get in whatever rules say (row 58): whether somebody does who handles no personal data. */
function isOpenToHost(
  model: PolicyModel,
  store: WorkloadFacts,
  hosts: HostsByNode,
  classOf: (workload: string) => DataClass,
): boolean {
  if (hosts.size === 0) return false;
  return membersOf(model, store).some(({ end, node }) => {
    const beside = nodesBeside(hosts, node).flatMap((each) => hosts.get(each) ?? []);
    return beside.some(
      (host) =>
        !isPersonal(classOf(host.workload.key)) &&
        withinServed(model.relation(host.end, end).may, store.served) !== undefined,
    );
  });
}

/** Whether a rule can open a port that the store serves. SCTP may pass whatever rules say (row 56). */
function mayOpen({ action, ports, namedPorts }: RuleInForce, { served }: WorkloadFacts): boolean {
  if (action !== 'allow' || namedPorts.length > 0) return true;
  return withinServed(ports, served) !== undefined || served.some(({ protocol }) => protocol === 'SCTP');
}

/** The most sensitive class of the stores that a workload can connect to for certain. */
function worstStore(
  model: PolicyModel,
  from: WorkloadFacts,
  workloadsOf: (id: number) => readonly WorkloadFacts[],
  classOf: (workload: string) => DataClass,
): { readonly dataClass: DataClass; readonly store: string } | undefined {
  let worst: { readonly dataClass: DataClass; readonly store: string } | undefined;
  for (const id of from.classes) {
    for (const { relation, classes } of model.rowsOutOf(classEnd(id))) {
      if (!isAny(relation.must)) continue;
      for (const target of classes.keys()) {
        for (const { key, store, served } of workloadsOf(target)) {
          const dataClass = classOf(key);
          if (store === undefined || !isPersonal(dataClass)) continue;
          if (withinServed(relation.must, served) === undefined) continue;
          if (
            worst === undefined ||
            isMoreSensitive(dataClass, worst.dataClass) ||
            (dataClass === worst.dataClass && key < worst.store)
          ) {
            worst = { dataClass, store: key };
          }
        }
      }
    }
  }
  return worst;
}

function isAny(ports: PortSet): boolean {
  return ports.id !== NO_PORTS.id;
}

function indexByClass(facts: ReadonlyMap<string, WorkloadFacts>): ReadonlyMap<number, readonly WorkloadFacts[]> {
  const index = new Map<number, WorkloadFacts[]>();
  for (const workload of facts.values()) {
    for (const id of workload.classes) {
      const list = index.get(id);
      if (list === undefined) index.set(id, [workload]);
      else list.push(workload);
    }
  }
  return index;
}

function policiesByClass(model: PolicyModel): ReadonlyMap<number, readonly PolicyInForce[]> {
  const index = new Map<number, PolicyInForce[]>();
  for (const policy of model.policies) {
    if (!policy.ingress) continue;
    for (const id of policy.subjects) {
      const list = index.get(id);
      if (list === undefined) index.set(id, [policy]);
      else list.push(policy);
    }
  }
  return index;
}
