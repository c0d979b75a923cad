import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { labelValue, type Pod, type Workload, workloadKey } from '#lib/kube/objects.ts';
import { controllerOf, workloadOfPod } from '#lib/kube/workload-of-pod.ts';
import { type Classes, isFinished, replicasOf } from './classes.ts';

/** Which workload each pod belongs to, and the classes of each workload. */
export class WorkloadTable {
  /** Workloads that have a live pod, and those whose pods have all finished for good. */
  readonly withPods: ReadonlySet<string>;
  private readonly objects: ClusterObjects;
  /** Found once for the same controllers. Pods that are gone are forgotten with them. */
  private readonly ofPods: WeakMap<Pod, string>;
  private readonly ofOwners = new Map<string, string>();
  private members: ReadonlyMap<string, ReadonlyMap<number, number>> | undefined;

  /** @param previous of earlier objects: where the controllers are the same, pods keep their workloads. */
  constructor(objects: ClusterObjects, previous?: WorkloadTable) {
    this.objects = objects;
    this.ofPods = previous?.objects.workloads === objects.workloads ? previous.ofPods : new WeakMap();
    const withPods = new Set<string>();
    for (const pod of objects.pods.values()) {
      const workload = this.of(pod);
      // A finished Job is done; a CronJob, or a Deployment whose pods were evicted, will have pods again.
      if (!isFinished(pod) || objects.workloads.get(workload)?.kind === 'Job') withPods.add(workload);
    }
    this.withPods = withPods;
  }

  of(pod: Pod): string {
    const known = this.ofPods.get(pod);
    if (known !== undefined) return known;
    const workload = this.find(pod);
    this.ofPods.set(pod, workload);
    return workload;
  }

  private find(pod: Pod): string {
    const owner = controllerOf(pod.metadata);
    if (owner === undefined || owner.kind === 'Node') return workloadKey('Pod', pod.metadata);
    // The template hash decides where the ReplicaSet is absent: somebody may have taken it from one of its pods.
    const hash = owner.kind === 'ReplicaSet' ? (labelValue(pod.metadata.labels, 'pod-template-hash') ?? '') : '';
    const key = `${pod.metadata.namespace ?? ''}/${owner.kind}/${owner.name}/${hash}`;
    const known = this.ofOwners.get(key);
    if (known !== undefined) return known;
    const workload = workloadOfPod(pod, this.objects.workloads);
    this.ofOwners.set(key, workload);
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
