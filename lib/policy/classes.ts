import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { type Labels, objectKey, type Pod, type PodSpec, type Workload } from '#lib/kube/objects.ts';
import { workloadOfController } from '#lib/kube/workload-of-pod.ts';
import { parseAddress, parseIPv4 } from './address.ts';
import { type AtomSpace, atomOf, atomOfIPv4, type ExternalAtoms } from './external-atoms.ts';
import type { PodClass } from './model.ts';
import type { NamedPortReader, NamedPorts } from './named-ports.ts';
import type { NamespaceTable } from './namespaces.ts';
import type { Addressing } from './party.ts';
import type { RelevantLabels } from './relevant-labels.ts';
import type { Profile } from './types.ts';

/** A class with what the evaluator needs of it. */
export interface ClassRecord {
  readonly face: PodClass;
  readonly namespaceId: number;
  /** Of one member: no selector in force tells the members' labels apart. */
  readonly labels: Labels | undefined;
  readonly namedPorts: NamedPorts;
  /** As a pod. For host-network pods see `nodeOfHostPod`. */
  readonly addressing: Addressing;
  /** Host network only: the node it is, undefined while it is not scheduled. */
  readonly nodeName: string | undefined;
}

export interface Classes {
  readonly list: readonly ClassRecord[];
  /** Key of a pod, or of a workload without pods. */
  readonly byMember: ReadonlyMap<string, number>;
  /** First class of each namespace id; one more entry at the end. */
  readonly firstOfNamespace: readonly number[];
}

export interface ClassKeyParts {
  readonly namespaces: NamespaceTable;
  readonly labels: RelevantLabels;
  readonly namedPorts: NamedPortReader;
  readonly atoms: ExternalAtoms;
  readonly profile: Profile;
  /** Some cluster-wide policy names nodes or networks: to it a host-network pod is its node in every profile. */
  readonly nodesMatter: boolean;
}

interface ClassDraft {
  readonly namespace: string;
  readonly namespaceId: number;
  readonly hostNetwork: boolean;
  readonly labels: Labels | undefined;
  readonly namedPorts: NamedPorts;
  readonly addressing: Addressing;
  readonly nodeName: string | undefined;
  readonly key: string;
  readonly pods: string[];
  readonly podlessWorkloads: string[];
  replicas: number;
  countUnknown: boolean;
}

/**
 * Groups pods, and the replicas of workloads that have none, so that members of one class differ in nothing that a
 * policy in force can see. Classes are numbered namespace by namespace; the order of the input does not matter.
 * @param workloadsWithPods the workloads that some pod belongs to.
 */
export function buildClasses(
  objects: ClusterObjects,
  parts: ClassKeyParts,
  workloadsWithPods: ReadonlySet<string>,
): Classes {
  const drafts = new ClassDrafts(parts);
  for (const pod of objects.pods.values()) {
    // Row 65: finished pods do not communicate. Rows 66, 67: pending and terminating ones do.
    if (!isFinished(pod)) drafts.addPod(pod);
  }
  for (const [key, workload] of objects.workloads) {
    if (isPodless(key, workload, objects, workloadsWithPods)) drafts.addWorkload(key, workload);
  }
  return drafts.finish();
}

/** Succeeded or Failed: the pod has no network any more (row 65). */
export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** How many pods a workload without pods stands for; 1 where the number is not known. */
export function replicasOf({ kind, spec }: Workload): number {
  return kind === 'DaemonSet' ? 1 : (spec.replicas ?? 1);
}

function isPodless(
  key: string,
  workload: Workload,
  objects: ClusterObjects,
  workloadsWithPods: ReadonlySet<string>,
): boolean {
  const top = workloadOfController(workload, objects.workloads);
  if (top === key) return !workloadsWithPods.has(key);
  // Its controller speaks for it. Where that is not in the input, it stands for itself, unless it is an old version.
  return !objects.workloads.has(top) && !workloadsWithPods.has(top) && workload.spec.replicas !== 0;
}

class ClassDrafts {
  private readonly drafts = new Map<string, ClassDraft>();
  private readonly parts: ClassKeyParts;

  constructor(parts: ClassKeyParts) {
    this.parts = parts;
  }

  addPod(pod: Pod): void {
    const { labels, namespace = 'default' } = pod.metadata;
    const addressing = this.addressing(podAddresses(pod));
    this.draft(namespace, labels, pod.spec, addressing, 'pod').pods.push(objectKey(pod.metadata));
  }

  addWorkload(key: string, workload: Workload): void {
    const { template } = workload.spec;
    const namespace = workload.metadata.namespace ?? 'default';
    const draft = this.draft(namespace, template.metadata?.labels, template.spec, UNADDRESSED, 'template');
    draft.podlessWorkloads.push(key);
    draft.replicas += replicasOf(workload);
    draft.countUnknown ||= workload.kind === 'DaemonSet'; // as many as nodes suit it
  }

  private draft(
    namespace: string,
    labels: Labels | undefined,
    spec: PodSpec,
    addressing: Addressing,
    member: 'pod' | 'template',
  ): ClassDraft {
    const { namespaces, labels: relevant, namedPorts: ports, profile, nodesMatter } = this.parts;
    const namespaceId = (namespaces.get(namespace) as { id: number }).id;
    const hostNetwork = spec.hostNetwork === true;
    const namedPorts = ports.read(spec);
    // A host-network pod is its node, unless everybody reads it as an ordinary pod.
    const isNode = profile.hostNetworkPods !== 'asPods' || nodesMatter;
    const nodeName = hostNetwork && isNode ? spec.nodeName : undefined;
    const host = hostNetwork ? `host ${nodeName ?? ''}` : '';
    // A template may come to run on any node, a pod runs on one: they never share a class.
    const key = `${namespaceId}|${relevant.signature(labels)}|${namedPorts.id}|${addressingKey(addressing)}|${host}|${member}`;
    let draft = this.drafts.get(key);
    if (draft === undefined) {
      draft = {
        ...{ namespace, namespaceId, hostNetwork, labels, namedPorts, addressing, nodeName, key },
        ...{ pods: [], podlessWorkloads: [], replicas: 0, countUnknown: false },
      };
      this.drafts.set(key, draft);
    }
    return draft;
  }

  private addressing(addresses: readonly string[]): Addressing {
    if (addresses.length === 0) return UNADDRESSED;
    return addressingOf(addresses, this.parts.atoms) ?? UNADDRESSED;
  }

  finish(): Classes {
    // Members first sorted, then classes by their first member: the same cluster gives the same numbers.
    const drafts = [...this.drafts.values()];
    for (const { pods, podlessWorkloads } of drafts) {
      pods.sort();
      podlessWorkloads.sort();
    }
    drafts.sort((a, b) => a.namespaceId - b.namespaceId || compareText(firstMember(a), firstMember(b)));
    const byMember = new Map<string, number>();
    const list = drafts.map((draft, id) => {
      for (const key of draft.pods) byMember.set(key, id);
      for (const key of draft.podlessWorkloads) byMember.set(key, id);
      return record(draft, id);
    });
    return { list, byMember, firstOfNamespace: firstOfNamespace(list, this.parts.namespaces.list.length) };
  }
}

function record(draft: ClassDraft, id: number): ClassRecord {
  const { namespace, hostNetwork, pods, podlessWorkloads, replicas, countUnknown } = draft;
  const { namespaceId, labels, namedPorts, addressing, nodeName } = draft;
  const count = pods.length + replicas;
  const face = { id, namespace, hostNetwork, count, countUnknown, pods, podlessWorkloads };
  return { face, namespaceId, labels, namedPorts, addressing, nodeName };
}

function firstMember(draft: ClassDraft): string {
  return draft.pods[0] ?? draft.podlessWorkloads[0] ?? '';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function firstOfNamespace(list: readonly ClassRecord[], namespaces: number): readonly number[] {
  const first = new Array<number>(namespaces + 1).fill(list.length);
  for (let id = list.length - 1; id >= 0; id--) first[(list[id] as ClassRecord).namespaceId] = id;
  for (let n = namespaces - 1; n >= 0; n--) {
    // A namespace without classes begins where the next one does.
    if ((first[n] as number) > (first[n + 1] as number)) first[n] = first[n + 1] as number;
  }
  return first;
}

const UNADDRESSED: Addressing = { type: 'pod-unknown' };

/** The pod's addresses as the API gives them: podIPs, else podIP. */
export function podAddresses(pod: Pod): readonly string[] {
  const { podIPs, podIP } = pod.status ?? {};
  if (podIPs !== undefined && podIPs.length > 0) return podIPs.map(({ ip }) => ip);
  return podIP === undefined || podIP === '' ? [] : [podIP];
}

/** The atoms of some addresses; undefined where none of them can be read. */
export function addressingOf(addresses: readonly string[], atoms: ExternalAtoms): Addressing | undefined {
  const IPv4: number[] = [];
  const IPv6: number[] = [];
  for (const text of addresses) {
    const v4 = parseIPv4(text);
    if (v4 !== undefined) {
      addOnce(IPv4, atomOfIPv4(atoms.IPv4, v4));
      continue;
    }
    const address = parseAddress(text);
    if (address === undefined) continue;
    const space: AtomSpace = atoms[address.family];
    addOnce(address.family === 'IPv4' ? IPv4 : IPv6, atomOf(space, address.value));
  }
  return IPv4.length + IPv6.length === 0 ? undefined : { type: 'atoms', IPv4, IPv6 };
}

function addOnce(list: number[], value: number): void {
  if (!list.includes(value)) list.push(value);
}

function addressingKey(addressing: Addressing): string {
  if (addressing.type !== 'atoms') return '?';
  return `${addressing.IPv4.join()}/${addressing.IPv6.join()}`;
}
