import type { PolicyModel } from '#lib/policy/model.ts';
import { runsOf } from './peer-runs.ts';

/** Pods that no policy in force can tell apart: what is said of one holds for all of them. */
export interface EvidenceClass {
  readonly namespace: string;
  readonly hostNetwork?: true;
  /** Runs of positions of its pods in the inputs, counted row by row from 0: first, last, first, last, … */
  readonly pods: readonly number[];
  /** The workloads without pods in it. */
  readonly workloads?: readonly string[];
}

/** The allowed relation at class level. */
export interface ClassRelation {
  readonly classes: readonly EvidenceClass[];
}

/** @param positions of pods (`ns/name`) in the inputs. */
export function classRelationOf(model: PolicyModel, positions: ReadonlyMap<string, number>): ClassRelation {
  return {
    classes: model.classes.map(({ namespace, hostNetwork, pods, podlessWorkloads }) => ({
      namespace,
      ...(hostNetwork ? { hostNetwork } : {}),
      pods: runsOf(pods.map((pod) => positions.get(pod) as number).sort((a, b) => a - b)),
      ...(podlessWorkloads.length === 0 ? {} : { workloads: podlessWorkloads }),
    })),
  };
}
