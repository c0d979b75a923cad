import type { Labels, Pod, PodSpec, Workload } from '#lib/kube/objects.ts';
import { addressingOf, podAddresses } from './addressing.ts';
import type { ExternalAtoms } from './external-atoms.ts';
import type { NamedPortReader, NamedPorts } from './named-ports.ts';
import type { NamespaceTable } from './namespaces.ts';
import type { Addressing } from './party.ts';
import type { RelevantLabels } from './relevant-labels.ts';
import type { Profile } from './types.ts';

/** All that a policy in force can see of a pod; labels as its first reader had them. Pods with equal keys are one class. */
export interface ClassKey {
  readonly key: string;
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

const MAX_KEPT = 100_000;
const UNADDRESSED: Addressing = { type: 'pod-unknown' };

/** Reads keys; equal ones are one object, so that what is kept of 150,000 pods is little. */
export class ClassKeys {
  private readonly parts: ClassKeyParts;
  private readonly byText = new Map<string, ClassKey>();

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
    const addresses = podAddresses(pod);
    const addressing = addresses.length === 0 ? undefined : addressingOf(addresses, this.parts.atoms);
    const { labels, namespace } = pod.metadata;
    return this.read(namespace, labels, pod.spec, addressing ?? UNADDRESSED, 'pod');
  }

  /** Of a workload without pods. */
  ofTemplate({ metadata, spec }: Workload): ClassKey {
    const { template } = spec;
    return this.read(metadata.namespace, template.metadata?.labels, template.spec, UNADDRESSED, 'template');
  }

  private read(
    namespace = 'default',
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
    const key = `${namespaceId}|${relevant.signature(labels)}|${namedPorts.id}|${addressingText(addressing)}|${host}|${source}`;
    const known = this.byText.get(key);
    if (known !== undefined) return known;
    if (this.byText.size >= MAX_KEPT) this.byText.clear(); // what labels come and go in months must not pile up
    const made = { key, namespace, namespaceId, hostNetwork, labels, namedPorts, addressing, nodeName };
    this.byText.set(key, made);
    return made;
  }
}

function addressingText(addressing: Addressing): string {
  if (addressing.type !== 'atoms') return '?';
  const { IPv4, IPv6 } = addressing;
  // Nearly every pod has one address.
  if (IPv4.length === 1 && IPv6.length === 0) return `${IPv4[0]}/`;
  return `${IPv4.join()}/${IPv6.join()}`;
}
