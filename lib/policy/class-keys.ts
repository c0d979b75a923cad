import { type Labels, objectKey, type Pod, type PodSpec, type Workload } from '#lib/kube/objects.ts';
import { addressingOf, podAddresses } from './addressing.ts';
import type { ExternalAtoms } from './external-atoms.ts';
import type { NamedPortReader, NamedPorts } from './named-ports.ts';
import type { NamespaceTable } from './namespaces.ts';
import type { Addressing } from './party.ts';
import type { RelevantLabels } from './relevant-labels.ts';
import type { Profile } from './types.ts';

/** All that a policy in force can see of a pod. Pods with equal keys are one class. */
export interface ClassKey {
  readonly key: string;
  /** `ns/name`; of a template the namespace alone counts. */
  readonly member: string;
  readonly namespace: string;
  readonly namespaceId: number;
  readonly hostNetwork: boolean;
  readonly labels: Labels | undefined;
  readonly namedPorts: NamedPorts;
  readonly addressing: Addressing;
  readonly nodeName: string | undefined;
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

const MAX_TEXTS = 100_000;
const UNADDRESSED: Addressing = { type: 'pod-unknown' };

/** Reads keys, those of pods once: kept objects are immutable. */
export class ClassKeys {
  private readonly parts: ClassKeyParts;
  private readonly ofPods = new WeakMap<Pod, ClassKey>();
  /** Each text once: pods of a class have one string, which a map of classes finds by its address. */
  private readonly texts = new Map<string, string>();

  constructor(parts: ClassKeyParts) {
    this.parts = parts;
  }

  /** Whether keys that were read before are what these parts would read. */
  holdsFor({ namespaces, labels, namedPorts, atoms, profile, nodesMatter }: ClassKeyParts): boolean {
    const own = this.parts;
    return (
      own.labels === labels &&
      own.namedPorts === namedPorts &&
      own.atoms === atoms &&
      own.profile === profile &&
      own.nodesMatter === nodesMatter &&
      own.namespaces.hasNamesOf(namespaces)
    );
  }

  ofPod(pod: Pod): ClassKey {
    const known = this.ofPods.get(pod);
    if (known !== undefined) return known;
    const { labels, namespace = 'default' } = pod.metadata;
    const addresses = podAddresses(pod);
    const addressing = addresses.length === 0 ? undefined : addressingOf(addresses, this.parts.atoms);
    const made = this.read(objectKey(pod.metadata), namespace, labels, pod.spec, addressing ?? UNADDRESSED, 'pod');
    this.ofPods.set(pod, made);
    return made;
  }

  /** Of a workload without pods. */
  ofTemplate(member: string, namespace: string, { metadata, spec }: Workload['spec']['template']): ClassKey {
    return this.read(member, namespace, metadata?.labels, spec, UNADDRESSED, 'template');
  }

  private read(
    member: string,
    namespace: string,
    labels: Labels | undefined,
    spec: PodSpec,
    addressing: Addressing,
    source: 'pod' | 'template',
  ): ClassKey {
    const { namespaces, labels: relevant, namedPorts: ports, profile, nodesMatter } = this.parts;
    const namespaceId = (namespaces.get(namespace) as { id: number }).id;
    const hostNetwork = spec.hostNetwork === true;
    const namedPorts = ports.read(spec);
    // A host-network pod is its node, unless everybody reads it as an ordinary pod.
    const isNode = profile.hostNetworkPods !== 'asPods' || nodesMatter;
    const nodeName = hostNetwork && isNode ? spec.nodeName : undefined;
    const host = hostNetwork ? `host ${nodeName ?? ''}` : '';
    // A template may come to run on any node, a pod runs on one: they never share a class.
    const text = `${namespaceId}|${relevant.signature(labels)}|${namedPorts.id}|${addressingText(addressing)}|${host}|${source}`;
    const key = this.once(text);
    return { key, member, namespace, namespaceId, hostNetwork, labels, namedPorts, addressing, nodeName };
  }

  private once(text: string): string {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    if (this.texts.size >= MAX_TEXTS) this.texts.clear(); // what labels come and go in months must not pile up
    this.texts.set(text, text);
    return text;
  }
}

function addressingText(addressing: Addressing): string {
  if (addressing.type !== 'atoms') return '?';
  return `${addressing.IPv4.join()}/${addressing.IPv6.join()}`;
}
