import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { type Pod, type Workload, workloadKey } from '#lib/kube/objects.ts';
import { controllerOf, workloadOfPod } from '#lib/kube/workload-of-pod.ts';
import { type Classes, isFinished, replicasOf } from './classes.ts';

/** Found once for the same controllers. Objects that are gone are forgotten with them. */
interface KnownWorkloads {
  readonly byOwner: Map<string, string>;
  readonly byPod: WeakMap<Pod, string>;
}

/** Which workload each pod belongs to, and the classes of each workload. */
export class WorkloadTable {
  /** Workloads that have a live pod, and those whose pods have all finished for good. */
  readonly withPods: ReadonlySet<string>;
  private readonly objects: ClusterObjects;
  private readonly known: KnownWorkloads;
  private members: ReadonlyMap<string, ReadonlyMap<number, number>> | undefined;

  /** @param previous of earlier objects: where the controllers are the same, pods keep their workloads. */
  constructor(objects: ClusterObjects, previous?: WorkloadTable) {
    this.objects = objects;
    this.known =
      previous?.objects.workloads === objects.workloads ? previous.known : { byOwner: new Map(), byPod: new WeakMap() };
    const withPods = new Set<string>();
    for (const pod of objects.pods.values()) {
      const workload = this.of(pod);
      // A finished Job is done; a CronJob, or a Deployment whose pods were evicted, will have pods again.
      if (!isFinished(pod) || objects.workloads.get(workload)?.kind === 'Job') withPods.add(workload);
    }
    this.withPods = withPods;
  }

  of(pod: Pod): string {
    const known = this.known.byPod.get(pod);
    if (known !== undefined) return known;
    const workload = this.find(pod);
    this.known.byPod.set(pod, workload);
    return workload;
  }

  private find(pod: Pod): string {
    const owner = controllerOf(pod.metadata);
    if (owner === undefined || owner.kind === 'Node') return workloadKey('Pod', pod.metadata);
    // The template hash decides where the ReplicaSet is absent; pods of one ReplicaSet have the same.
    const key = `${pod.metadata.namespace ?? ''}/${owner.kind}/${owner.name}`;
    const known = this.known.byOwner.get(key);
    if (known !== undefined) return known;
    const workload = workloadOfPod(pod, this.objects.workloads);
    this.known.byOwner.set(key, workload);
    return workload;
  }

  /** Workload → class id → number of its pods (or replicas) in that class. Sorted by key. */
  classes(classes: Classes): ReadonlyMap<string, ReadonlyMap<number, number>> {
    if (this.members !== undefined) return this.members;
    const members = new Map<string, Map<number, number>>();
    const add = (workload: string, id: number, count: number): void => {
      let counts = members.get(workload);
      if (counts === undefined) {
        counts = new Map();
        members.set(workload, counts);
      }
      counts.set(id, (counts.get(id) ?? 0) + count);
    };
    for (const { face } of classes.list) {
      for (const key of face.pods) add(this.of(this.objects.pods.get(key) as Pod), face.id, 1);
      for (const key of face.podlessWorkloads)
        add(key, face.id, replicasOf(this.objects.workloads.get(key) as Workload));
    }
    this.members = new Map([...members].sort(([a], [b]) => (a < b ? -1 : 1)));
    return this.members;
  }
}
