/** What the API answers of pods: lists, and one pod with its peers. */

import type { Classification, Severity } from '#lib/gdpr/types.ts';
import type { Labels, LastChange } from '#lib/kube/objects.ts';
import type { Entry } from '#lib/policy/entry.ts';
import type { EntryVerdict } from '#lib/policy/entry-verdict.ts';
import type { Isolated, PolicyRef, RelationJson } from '#lib/policy/types.ts';
import type { Revision } from './cluster-types.ts';

export interface PodListItem {
  readonly key: string; // ns/name
  readonly namespace: string;
  readonly name: string;
  readonly workload: string; // ns/Kind/name
  readonly phase: string;
  readonly addresses: readonly string[];
  readonly node?: string;
  readonly hostNetwork: boolean;
  readonly isolation: Isolation;
  readonly classification: Classification;
  readonly gaps?: { readonly worst: Severity; readonly count: number };
  readonly labels: Labels;
}

export interface Isolation {
  readonly ingress: Isolated;
  readonly egress: Isolated;
}

export interface PodList {
  readonly revision: Revision;
  readonly total: number;
  readonly matched: number;
  /** Of those that match, how many do so only because what is undecided may allow what `reaches:` asks for. */
  readonly undecided: number;
  readonly items: readonly PodListItem[];
  readonly nextOffset?: number;
}

/** A way from outside the cluster to a workload: what opens it, and what the policies say of it. */
export interface EntryView extends Omit<Entry, 'workload' | 'classes'>, EntryVerdict {
  /** "Service shop/web (LoadBalancer, spec.type) port 443 → 8443, from the internet". */
  readonly sentence: string;
  /** "Policies let in the internet." */
  readonly policies: string;
  /** The question that shows why. */
  readonly ask: { readonly from: string; readonly to: string; readonly port?: string };
}

/** One pod, or a workload without pods: who can reach it, whom it can reach. */
export interface PodView {
  readonly revision: Revision;
  readonly pod: PodListItem & {
    readonly ports: readonly { readonly protocol: string; readonly port: number; readonly name?: string }[];
    readonly changed?: LastChange;
    readonly finished: boolean;
  };
  /** "25 of 40 pods can reach crm-db-0 on any port. It can reach DNS and 10.20.0.0/24, nothing else." Parts in bold are marked **so**. */
  readonly sentence: string;
  readonly ingress: PodDirection;
  readonly egress: PodDirection;
  readonly policies: readonly SelectingPolicy[];
  /** Policies of its namespace that do not select it, with the reason. */
  readonly otherPolicies: readonly {
    readonly policy: PolicyRef;
    readonly because: string;
    readonly gaps?: { readonly worst: Severity; readonly count: number };
  }[];
  readonly gapIds: readonly string[];
  readonly entries: readonly EntryView[];
  /** Kinds that may not be read: there may be more entries. */
  readonly entriesNotRead: readonly string[];
}

export interface SelectingPolicy {
  readonly policy: PolicyRef;
  readonly directions: readonly ('ingress' | 'egress')[];
  readonly rules: number;
  readonly changed?: LastChange;
}

export interface PodDirection {
  readonly isolated: Isolated;
  /** "No policy selects this pod for ingress, so everything is allowed." */
  readonly sentence: string;
  readonly reachable: { readonly pods: number; readonly of: number; readonly depends: number };
  /** Sorted: external first, then own namespace, then by breadth. */
  readonly groups: readonly PeerGroup[];
  readonly unreachable: { readonly pods: number; readonly workloads: number };
}

export interface PeerGroup {
  readonly type: 'external' | 'namespace';
  readonly name: string;
  readonly note?: string; // same namespace, platform
  readonly pods: number;
  readonly peers: readonly Peer[];
}

export interface Peer {
  readonly type: 'workload' | 'internet' | 'address' | 'node';
  /** As the contract writes ends. */
  readonly id: string;
  readonly name: string;
  readonly kind?: string;
  readonly pods: number;
  readonly of: number;
  /** A pod of it, for "why". */
  readonly example: string;
  readonly relation: RelationJson;
  readonly label: string; // "any", "TCP 5432"
  readonly classification?: Classification;
  readonly gaps?: { readonly worst: Severity; readonly count: number };
  /** The worst open gap that this very connection is part of. */
  readonly gap?: Severity;
}
