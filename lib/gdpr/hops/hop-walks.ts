import { RingfenceError } from '#lib/api/errors.ts';
import { isFinished } from '#lib/policy/address-holders.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { type HopDirection, type HopLevels, hopLevels, workloadsOfClasses } from '#lib/policy/paths/hop-levels.ts';
import { ENDS } from '#lib/text/en/ends.ts';
import { POD_VIEW } from '#lib/text/en/pod-view.ts';

/** From where one walks: a pod, or all pods of a workload. */
export interface HopStart {
  readonly key: string;
  readonly workload: string;
  readonly name: string;
  readonly classes: readonly number[];
}

/** One walk over all that may be allowed, and one over what is certain. */
export interface HopWalks {
  readonly start: HopStart;
  readonly direction: HopDirection;
  readonly may: HopLevels;
  readonly must: HopLevels;
  /** Workload → its classes that are reached first, in the walk over all that may be. The start's own is left out. */
  readonly nearest: ReadonlyMap<string, NearestClasses>;
  /** Class → its workloads. */
  readonly workloads: readonly (readonly string[])[];
}
export interface NearestClasses {
  readonly hop: number;
  readonly classes: readonly number[];
  /** The fewest hops that are certain; 0: none. */
  readonly certain: number;
}

/**
 * @param key a pod (`ns/name`) or a workload (`ns/Kind/name`).
 * @throws RingfenceError NOT_FOUND, also for a pod that has finished.
 */
export function hopStart(model: PolicyModel, key: string): HopStart {
  const pod = model.objects.pods.get(key);
  if (pod !== undefined) {
    const classId = model.classOf(key);
    const name = pod.metadata.name;
    if (classId === undefined || isFinished(pod)) throw new RingfenceError('NOT_FOUND', POD_VIEW.finished(name));
    return { key, workload: model.workloadOfPod(key), name, classes: [classId] };
  }
  const classes = [...model.classesOfWorkload(key).keys()];
  if (classes.length === 0) throw new RingfenceError('NOT_FOUND', ENDS.unknownWorkload(key));
  return { key, workload: key, name: key.slice(key.lastIndexOf('/') + 1), classes };
}

/** Two walks over the classes, and the workloads in them. */
export function hopWalks(model: PolicyModel, key: string, direction: HopDirection): HopWalks {
  const start = hopStart(model, key);
  const may = hopLevels(model, start.classes, direction, 'may');
  const must = hopLevels(model, start.classes, direction, 'must');
  const workloads = workloadsOfClasses(model);
  const nearest = new Map<string, { hop: number; classes: number[]; certain: number }>();
  for (const [classId, own] of workloads.entries()) {
    const hop = may.hops[classId] as number;
    if (hop === 0) continue;
    const certain = must.hops[classId] as number;
    for (const workload of own) {
      if (workload === start.workload) continue;
      const known = nearest.get(workload);
      if (known === undefined) nearest.set(workload, { hop, classes: [classId], certain });
      else {
        if (hop < known.hop) Object.assign(known, { hop, classes: [classId] });
        else if (hop === known.hop) known.classes.push(classId);
        if (certain > 0 && (known.certain === 0 || certain < known.certain)) known.certain = certain;
      }
    }
  }
  return { start, direction, may, must, nearest, workloads };
}

/** The classes one hop nearer, those first by which it is certain. */
export function certainFirst({ may, must }: Pick<HopWalks, 'may' | 'must'>, classId: number): readonly number[] {
  const before = may.before(classId);
  if (must.hops[classId] !== may.hops[classId]) return before;
  const certain = new Set(must.before(classId));
  return certain.size === before.length ? before : [...certain, ...before.filter((each) => !certain.has(each))];
}
