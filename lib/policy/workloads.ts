import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { partOfKey, partOfNamespace, partsByNamespace } from '#lib/kube/namespaced-map.ts';
import { labelValue, type Pod, type Workload, workloadKey } from '#lib/kube/objects.ts';
import { controllerOf, workloadOfPod } from '#lib/kube/workload-of-pod.ts';
import { type Classes, isFinished, replicasOf } from './classes.ts';
import type { PodClass } from './model.ts';

type Members = ReadonlyMap<string, ReadonlyMap<number, number>>;

/**
 * Which workload each pod belongs to, and the classes of each workload. An owner is of its pod's namespace, so that each
 * namespace is a table of its own: where nothing in it changed, it is that of the revision before.
 */
export class WorkloadTable {
  private readonly namespaces: ReadonlyMap<string, NamespaceWorkloads>;
  private members: Members | undefined;

  /** @param previous of earlier objects. */
  constructor({ pods, workloads }: ClusterObjects, previous?: WorkloadTable) {
    const controllers = partsByNamespace(workloads);
    const namespaces = new Map<string, NamespaceWorkloads>();
    for (const [name, part] of partsByNamespace(pods)) {
      namespaces.set(name, namespaceWorkloads(part, controllers.get(name) ?? NONE, previous?.namespaces.get(name)));
    }
    for (const [name, part] of controllers) {
      if (namespaces.has(name)) continue;
      namespaces.set(name, namespaceWorkloads(NONE, part, previous?.namespaces.get(name)));
    }
    this.namespaces = namespaces;
  }

  /** @param pod `ns/name`; undefined where there is none of that name. */
  of(pod: string): string | undefined {
    return this.namespaces.get(partOfKey(pod))?.ofPods.get(pod);
  }

  /** Whether the workload has a live pod, or is done: its pods have all finished for good. */
  hasPods(workload: string): boolean {
    return this.namespaces.get(partOfKey(workload))?.withPods.has(workload) ?? false;
  }

  /** Workload → class id → number of its pods (or replicas) in that class. Sorted by key. */
  classes({ list }: Classes): Members {
    if (this.members !== undefined) return this.members;
    // By the sign that ends a namespace in a key: `a-b/…` comes before `a/…`.
    const sorted = [...Map.groupBy(list, ({ face }) => `${face.namespace}/`)].sort(([a], [b]) => (a < b ? -1 : 1));
    this.members = new Map(
      sorted.flatMap(([, records]) => [
        ...(this.namespaces
          .get(partOfNamespace(records[0]?.face.namespace))
          ?.classes(records.map(({ face }) => face)) ?? []),
      ]),
    );
    return this.members;
  }
}

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/** The one before where nothing changed in the namespace. */
function namespaceWorkloads(
  pods: ReadonlyMap<string, Pod>,
  workloads: ReadonlyMap<string, Workload>,
  previous: NamespaceWorkloads | undefined,
): NamespaceWorkloads {
  return previous?.isOf(pods, workloads) === true ? previous : new NamespaceWorkloads(pods, workloads, previous);
}

/** The workloads of one namespace. */
class NamespaceWorkloads {
  readonly withPods: ReadonlySet<string>;
  /** Pod (`ns/name`) → its workload. */
  readonly ofPods: ReadonlyMap<string, string>;
  private readonly pods: ReadonlyMap<string, Pod>;
  private readonly workloads: ReadonlyMap<string, Workload>;
  private readonly ofOwners = new Map<string, string>();
  private known: { readonly faces: readonly PodClass[]; readonly members: Members } | undefined;

  constructor(
    pods: ReadonlyMap<string, Pod>,
    workloads: ReadonlyMap<string, Workload>,
    previous: NamespaceWorkloads | undefined,
  ) {
    this.pods = pods;
    this.workloads = workloads;
    const earlier = previous?.workloads === workloads ? previous : undefined;
    const ofPods = new Map<string, string>();
    const withPods = new Set<string>();
    for (const [key, pod] of pods) {
      const known = earlier?.pods.get(key) === pod ? earlier.ofPods.get(key) : undefined;
      const workload = known ?? this.find(pod);
      ofPods.set(key, workload);
      // A finished Job is done; a CronJob, or a Deployment whose pods were evicted, will have pods again.
      if (!isFinished(pod) || workloads.get(workload)?.kind === 'Job') withPods.add(workload);
    }
    this.ofPods = ofPods;
    this.withPods = withPods;
  }

  isOf(pods: ReadonlyMap<string, Pod>, workloads: ReadonlyMap<string, Workload>): boolean {
    return this.pods === pods && this.workloads === workloads;
  }

  private find(pod: Pod): string {
    const owner = controllerOf(pod.metadata);
    if (owner === undefined || owner.kind === 'Node') return workloadKey('Pod', pod.metadata);
    // The template hash decides where the ReplicaSet is absent: somebody may have taken it from one of its pods.
    const hash = owner.kind === 'ReplicaSet' ? (labelValue(pod.metadata.labels, 'pod-template-hash') ?? '') : '';
    // Of its own namespace, since one with a slash shares its part with another (`partOfKey`).
    const key = `${workloadKey(owner.kind, { name: owner.name, namespace: pod.metadata.namespace })}/${hash}`;
    const known = this.ofOwners.get(key);
    if (known !== undefined) return known;
    const workload = workloadOfPod(pod, this.workloads);
    this.ofOwners.set(key, workload);
    return workload;
  }

  /** As `WorkloadTable.classes` for the classes of this namespace. */
  classes(faces: readonly PodClass[]): Members {
    const { known } = this;
    if (known?.faces.length === faces.length && known.faces.every((face, n) => face === faces[n])) return known.members;
    const counted = new Map<string, Map<number, number>>();
    const add = (workload: string, id: number, count: number): void => {
      let counts = counted.get(workload);
      if (counts === undefined) {
        counts = new Map();
        counted.set(workload, counts);
      }
      counts.set(id, (counts.get(id) ?? 0) + count);
    };
    for (const { id, pods, podlessWorkloads } of faces) {
      for (const key of pods) add(this.ofPods.get(key) as string, id, 1);
      for (const key of podlessWorkloads) add(key, id, replicasOf(this.workloads.get(key) as Workload));
    }
    const members = new Map([...counted].sort(([a], [b]) => (a < b ? -1 : 1)));
    this.known = { faces, members };
    return members;
  }
}
