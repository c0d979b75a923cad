/** What the API answers of clusters. Here and in its neighbours, `…-schemas.ts` mirrors `…-types.ts` for validation and OpenAPI. */

import type { Completeness } from '#lib/kube/cluster-objects.ts';
import type { Profile } from '#lib/policy/types.ts';
import type { SnapshotJob } from './snapshot-schemas.ts';

/** `seq` grows per cluster; `content` is the SHA-256 (hex) of the canonical projected input, profile and data map. */
export interface Revision {
  readonly seq: number;
  readonly content: string;
}

export interface SourceStatus {
  readonly type: 'live' | 'file' | 'demo';
  /** "Live API", "3 files", "Demo data". */
  readonly label: string;
  /** `reading`: first listing; `lost`: the last state is shown with its age. */
  readonly state: 'reading' | 'current' | 'lost' | 'failed';
  /** When the source was last known to be current (ISO 8601). */
  readonly asOf?: string;
  /** Seconds to the next try while lost. */
  readonly retryInSeconds?: number;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly detail?: string;
    readonly action?: string;
  };
  /** "pods 4,500 / 10,558" while listing. */
  readonly progress?: readonly { readonly kind: string; readonly done: number; readonly total?: number }[];
}

export interface ClusterListItem {
  /** The URL's name of the cluster. */
  readonly id: string;
  readonly name: string;
  readonly source: SourceStatus;
  readonly revision?: Revision;
}

export interface ClusterList {
  readonly clusters: readonly ClusterListItem[];
  /** Contexts of the kubeconfig present at start: the only ones that Connect offers. */
  readonly contexts: readonly string[];
  /** Nothing was chosen at start and no kubeconfig was there: the demo stands in, and the page says so. */
  readonly firstRun: boolean;
  readonly version: string;
}

export interface ClusterSummary extends ClusterListItem {
  readonly revision: Revision;
  readonly taken: string;
  readonly profile: Profile;
  /** The three numbers. `atLeast` where pods may not be read. */
  readonly numbers: {
    readonly pods: number;
    readonly namespaces: number;
    /** Pods that accept connections from any pod (a phantom pod of another namespace) on some port. */
    readonly openToAnyPod: number;
    readonly openToAnyPodDepends: number;
    /** Absent while they are not known: none would be a claim. */
    readonly gaps?: number;
    readonly atLeast: boolean;
  };
  /** The checks of this revision still run. `GET …/gaps` answers when they are done. */
  readonly gapsPending?: true;
  readonly counts: {
    readonly policies: number;
    readonly workloads: number;
    readonly services: number;
    readonly nodes: number;
  };
  readonly completeness: Completeness;
  /** "No policy selects any pod: all 40 pods can reach each other on any port.", limited rights, unread objects, … */
  readonly banners: readonly Banner[];
  /** "Cilium on 3 of 3 nodes, not tested" or "Enforcement unknown". */
  readonly enforcement: string;
  /** RBAC rules (YAML) that are missing, where something is forbidden. */
  readonly missingRbac?: string;
}

export interface Banner {
  readonly tone: 'note' | 'warning' | 'error';
  readonly code: string;
  readonly text: string;
}

/** Server-sent on /api/events for every cluster; the page then asks for what it shows. */
export interface ClusterEvent {
  readonly cluster: string;
  readonly source: SourceStatus;
  readonly revision?: Revision;
  /** Where one is being taken, or has just ended. */
  readonly job?: SnapshotJob;
  /** Grows when new flows of the cluster are kept; told where it has just grown. */
  readonly traffic?: number;
}
