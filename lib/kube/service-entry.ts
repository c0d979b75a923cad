import type { ObjectMeta, Origin } from './objects.ts';

/** The API group of Istio's own networking kinds. */
export const ISTIO_NETWORKING_GROUP = 'networking.istio.io';

/** Istio's name for something that is no workload of the cluster: what of it says who is meant. */
export interface ServiceEntry {
  readonly apiVersion: string;
  readonly kind: 'ServiceEntry';
  readonly metadata: ObjectMeta;
  readonly origin?: Origin;
  readonly spec: {
    /** Names, also with `*.` in front. */
    readonly hosts: readonly string[];
    /** Namespaces that may use it: `.` its own, `*` all. Absent, or written as an empty list: as the mesh is set, which is all by default. */
    readonly exportTo?: readonly string[];
    /** `MESH_INTERNAL`: a part of the mesh that is no pod. Else, also where it says nothing, it is outside. */
    readonly location?: string;
    /** Numbers where the other end listens; all over TCP. Absent: any. */
    readonly ports?: readonly number[];
    /** It stands for pods and WorkloadEntries of its namespace that it selects. */
    readonly selectsWorkloads?: true;
  };
}
