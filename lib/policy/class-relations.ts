import type { Aggregate, Aggregates } from './aggregate.ts';
import type { PolicyInForce, PolicyModel, SingleEnd } from './model.ts';

/**
 * The allowed relation between all classes, sparse: pairs of two open gates are not stored but answered by `openPair`.
 *
 * A class is *open* for a direction where no policy isolates it, for certain, and it is not on the host network. Two
 * open classes meet on every port; only their address families can keep them apart.
 */
export interface ClassRelations {
  readonly openOut: readonly boolean[];
  readonly openIn: readonly boolean[];
  /** For each source class its stored destinations: pairs of which not both gates are open, denied ones left out. */
  readonly outOf: readonly ReadonlyMap<number, Aggregate | NodeSplit>[];
  /** The relation of two classes with open gates. */
  openPair(from: number, to: number): Aggregate;
  /** Two classes with equal keys are alike as ends of open pairs. */
  familyKey(classId: number): string;
}

/** The pods of one class differ towards an end on the host network: those on its node, and the others. */
export interface NodeSplit {
  readonly node: string;
  /** Which end is divided; the other one is on the host network. */
  readonly divided: 'from' | 'to';
  readonly here: Aggregate;
  readonly elsewhere: Aggregate;
}

/**
 * Asks the engine for those pairs only that can be allowed: an isolated class meets the classes that its own rules name.
 * Pairs with an end on the host network are asked from that end: it is bound to one node, and who shares the node counts
 * (rows 58, 59).
 */
export function relateClasses(model: PolicyModel, aggregates: Aggregates): ClassRelations {
  const { classes } = model;
  const openOut = classes.map((podClass) => isOpen(model, podClass.id, 'egress'));
  const openIn = classes.map((podClass) => isOpen(model, podClass.id, 'ingress'));
  const outOf = classes.map(() => new Map<number, Aggregate | NodeSplit>());
  const store = (from: number, to: number): void => {
    const aggregate = aggregates.of(model.relation({ type: 'class', class: from }, { type: 'class', class: to }));
    if (aggregate !== aggregates.denied) outOf[from]?.set(to, aggregate);
  };

  const onlyPods = classes.flatMap(({ id, hostNetwork }) => (hostNetwork ? [] : [id]));
  const candidates = { ingress: peerCandidates(model, 'ingress'), egress: peerCandidates(model, 'egress') };
  for (const id of onlyPods) {
    if (!openIn[id]) {
      for (const source of candidates.ingress(id) ?? onlyPods) if (!classes[source]?.hostNetwork) store(source, id);
    }
    if (openOut[id]) continue;
    for (const target of candidates.egress(id) ?? onlyPods) {
      if (openIn[target] && !classes[target]?.hostNetwork) store(id, target); // other targets are stored above
    }
  }
  const nodes = new NodePods(model);
  for (const { id, hostNetwork } of classes) {
    if (!hostNetwork) continue;
    for (const other of onlyPods) {
      storeHostPair(model, aggregates, nodes, outOf, id, other, 'to');
      storeHostPair(model, aggregates, nodes, outOf, id, other, 'from');
    }
    for (const other of classes) if (other.hostNetwork) store(id, other.id);
  }

  const familyKeys = classes.map((podClass) => familiesOf(model, podClass.pods[0]));
  const openPairs = new Map<string, Aggregate>();
  return {
    openOut,
    openIn,
    outOf,
    openPair(from, to) {
      const key = `${familyKeys[from]} ${familyKeys[to]}`;
      let aggregate = openPairs.get(key);
      if (aggregate === undefined) {
        aggregate = aggregates.of(model.relation({ type: 'class', class: from }, { type: 'class', class: to }));
        openPairs.set(key, aggregate);
      }
      return aggregate;
    },
    familyKey: (classId) => familyKeys[classId] ?? '',
  };
}

function isOpen(model: PolicyModel, id: number, direction: 'ingress' | 'egress'): boolean {
  const gate = model.gate({ type: 'class', class: id }, direction);
  return gate.isolated === 'no' && gate.reasons.length === 0 && model.classes[id]?.hostNetwork === false;
}

/**
 * The classes that an isolated class can be allowed with in one direction: those that a rule of a policy that selects it
 * names. Undefined: any. Host-network classes are not told.
 */
function peerCandidates(
  model: PolicyModel,
  direction: 'ingress' | 'egress',
): (classId: number) => ReadonlySet<number> | undefined {
  const policiesOf = new Map<number, PolicyInForce[]>();
  for (const policy of model.policies) {
    if (!policy[direction]) continue;
    for (const subject of policy.subjects) {
      const list = policiesOf.get(subject);
      if (list === undefined) policiesOf.set(subject, [policy]);
      else list.push(policy);
    }
  }
  const known = new Map<string, ReadonlySet<number> | undefined>();
  return (classId) => {
    const gate = model.gate({ type: 'class', class: classId }, direction);
    // Whatever is undecided may admit anyone, and so may a protocol that the plugin does not support (row 56).
    if (model.profile.sctp === 'unsupported') return undefined;
    if (gate.isolated !== 'yes' || gate.reasons.length > 0) return undefined;
    const policies = policiesOf.get(classId) ?? [];
    const key = policies.map(({ policy }) => `${policy.namespace}/${policy.name}`).join();
    if (!known.has(key)) known.set(key, uniteCandidates(model, policies, direction));
    return known.get(key);
  };
}

function uniteCandidates(
  model: PolicyModel,
  policies: readonly PolicyInForce[],
  direction: 'ingress' | 'egress',
): ReadonlySet<number> | undefined {
  let united: ReadonlySet<number> = new Set();
  for (const { policy, rules } of policies) {
    if (model.objects.networkPolicies.get(`${policy.namespace}/${policy.name}`)?.unread !== undefined) return undefined;
    for (const rule of rules) {
      if (rule.direction !== direction) continue;
      if (rule.anyPeer) return undefined;
      united = united.union(rule.peerClasses.may);
    }
  }
  return united;
}

/** Which pods of a class run on a node; indexed on demand. */
class NodePods {
  readonly #model: PolicyModel;
  readonly #byClass = new Map<number, ReadonlyMap<string | undefined, readonly string[]>>();
  constructor(model: PolicyModel) {
    this.#model = model;
  }
  nodeOf(pod: string | undefined): string | undefined {
    return pod === undefined ? undefined : this.#model.objects.pods.get(pod)?.spec.nodeName;
  }
  on(classId: number, node: string): readonly string[] {
    let byNode = this.#byClass.get(classId);
    if (byNode === undefined) {
      byNode = Map.groupBy(this.#model.classes[classId]?.pods ?? [], (pod) => this.nodeOf(pod));
      this.#byClass.set(classId, byNode);
    }
    return byNode.get(node) ?? [];
  }
}

/** Stores what a host-network class has with another class; `direction` says which end the other class is. */
function storeHostPair(
  model: PolicyModel,
  aggregates: Aggregates,
  nodes: NodePods,
  outOf: readonly Map<number, Aggregate | NodeSplit>[],
  host: number,
  other: number,
  direction: 'from' | 'to',
): void {
  const [hostPod] = model.classes[host]?.pods ?? [];
  const hostEnd: SingleEnd = { type: 'class', class: host }; // all on one node
  const relate = (pod: string | undefined): Aggregate => {
    const end: SingleEnd = pod === undefined ? { type: 'class', class: other } : { type: 'class', class: other, pod };
    return aggregates.of(direction === 'from' ? model.relation(end, hostEnd) : model.relation(hostEnd, end));
  };
  const node = nodes.nodeOf(hostPod);
  const here = node === undefined ? [] : nodes.on(other, node);
  const all = model.classes[other]?.pods ?? [];
  const put = (relation: Aggregate | NodeSplit): void => {
    if (direction === 'to') outOf[host]?.set(other, relation);
    else outOf[other]?.set(host, relation);
  };
  const onNode = here.length === 0 ? undefined : relate(here[0]);
  const isWhole = here.length === (model.classes[other]?.count ?? 0) && here.length > 0;
  // Without a name a class of several nodes is asked as a pod on none of them.
  const elsewhere = isWhole
    ? onNode
    : relate(onNode === undefined ? undefined : all.find((pod) => nodes.nodeOf(pod) !== node));
  if (elsewhere === undefined) return;
  if (onNode === undefined || onNode === elsewhere) {
    if (elsewhere !== aggregates.denied) put(elsewhere);
  } else put({ node: node ?? '', divided: direction, here: onNode, elsewhere });
}

/** The address families of a class, which all its pods share; '' where none is known. */
function familiesOf(model: PolicyModel, pod: string | undefined): string {
  const status = pod === undefined ? undefined : model.objects.pods.get(pod)?.status;
  const addresses = status?.podIPs?.map((entry) => entry.ip) ?? (status?.podIP === undefined ? [] : [status.podIP]);
  const families = new Set(addresses.map((address) => (address.includes(':') ? 'IPv6' : 'IPv4')));
  return [...families].sort().join();
}
