import { labelValue, type ObjectMeta, type OwnerReference, type Pod, type Workload, workloadKey } from './objects.ts';

/**
 * Kinds that another controller makes: what they belong to is the workload. All others are workloads of their own, even
 * where an operator's object owns them: one operator owns many.
 */
const MADE_BY_CONTROLLERS: ReadonlySet<string> = new Set(['ReplicaSet', 'ReplicationController', 'Job']);

/**
 * The workload (`ns/Kind/name`) of a pod: the controller at the top of its owner chain, or the pod itself where nothing
 * controls it (a mirror pod is owned by its node, which is no workload).
 * @param workloads by `workloadKey`.
 */
export function workloadOfPod(pod: Pod, workloads: ReadonlyMap<string, Workload>): string {
  const owner = controllerOf(pod.metadata);
  if (owner === undefined || owner.kind === 'Node') return workloadKey('Pod', pod.metadata);
  return topController(owner, pod.metadata, workloads);
}

/** The workload that a controller of the input belongs to; itself where nothing controls it. */
export function workloadOfController(workload: Workload, workloads: ReadonlyMap<string, Workload>): string {
  const owner = MADE_BY_CONTROLLERS.has(workload.kind) ? controllerOf(workload.metadata) : undefined;
  if (owner === undefined) return workloadKey(workload.kind, workload.metadata);
  return topController(owner, workload.metadata, workloads);
}

function topController(owner: OwnerReference, owned: ObjectMeta, workloads: ReadonlyMap<string, Workload>): string {
  const { namespace } = owned;
  const key = workloadKey(owner.kind, { name: owner.name, namespace });
  if (!MADE_BY_CONTROLLERS.has(owner.kind)) return key;
  const known = workloads.get(key);
  if (known === undefined) return impliedController(owner, owned, workloads) ?? key;
  const above = controllerOf(known.metadata);
  return above === undefined ? key : workloadKey(above.kind, { name: above.name, namespace });
}

/** What an absent ReplicaSet or Job belongs to, as the way its controller names it tells. */
function impliedController(
  { kind, name }: OwnerReference,
  owned: ObjectMeta,
  workloads: ReadonlyMap<string, Workload>,
): string | undefined {
  const { namespace } = owned;
  if (kind === 'ReplicaSet') {
    const hash = labelValue(owned.labels, 'pod-template-hash');
    if (hash !== undefined && hash !== '' && name.endsWith(`-${hash}`) && name.length > hash.length + 1) {
      return workloadKey('Deployment', { name: name.slice(0, -hash.length - 1), namespace });
    }
  }
  if (kind === 'Job') {
    const schedule = /^(.+)-\d+$/.exec(name)?.[1]; // a CronJob adds the minute of the run
    const cronJob = schedule && workloadKey('CronJob', { name: schedule, namespace });
    if (cronJob !== undefined && workloads.has(cronJob)) return cronJob;
  }
  return undefined;
}

/** The owner that controls the object: the one marked so, else the first that is not marked otherwise. */
export function controllerOf(meta: ObjectMeta): OwnerReference | undefined {
  const owners = meta.ownerReferences ?? [];
  return owners.find(({ controller }) => controller === true) ?? owners.find(({ controller }) => controller !== false);
}
