/** What the API answers of policies. */

import type { Severity } from '#lib/gdpr/types.ts';
import type { LastChange } from '#lib/kube/objects.ts';
import type { PolicyRef, PolicyText } from '#lib/policy/types.ts';
import type { Revision } from './cluster-types.ts';
import type { Isolation } from './pod-types.ts';

export interface PolicyListItem {
  readonly policy: PolicyRef;
  /** Of cluster-wide policies; without a priority where the kind has none. */
  readonly tier?: 'Admin' | 'Baseline';
  readonly priority?: number;
  readonly directions: readonly ('ingress' | 'egress')[];
  readonly selects: { readonly pods: number; readonly workloads: number };
  readonly rules: { readonly ingress: number; readonly egress: number };
  /** One sentence on the effect: "Isolates 3 pods for ingress; admits shop on TCP 8443." */
  readonly sentence: string;
  /** For certain: a rule that could not be read opens to nobody. */
  readonly opensToAny: boolean;
  readonly gaps?: { readonly worst: Severity; readonly count: number };
  readonly changed?: LastChange;
  readonly unread: boolean;
}

export interface PolicyList {
  readonly revision: Revision;
  readonly items: readonly PolicyListItem[];
  readonly unevaluated: readonly {
    readonly kind: string;
    readonly apiVersion: string;
    readonly namespace?: string;
    readonly name: string;
  }[];
  /**
   * Policies of kinds that are evaluated of which nothing could be read: which pods they isolate and what they open is
   * undecided. `file` and `line` where the policy stands in a file; `problems` with the field of each.
   */
  readonly unread: readonly {
    readonly policy: PolicyRef;
    readonly file?: string;
    readonly line?: number;
    readonly problems: readonly string[];
  }[];
  readonly isolation: readonly {
    readonly namespace: string;
    readonly pods: number;
    readonly ingress: number;
    readonly egress: number;
    /** Pods of which that is not decided. */
    readonly undecided: { readonly ingress: number; readonly egress: number };
    /** Its policies could not be read: there may be more than are listed. */
    readonly notRead?: true;
    readonly phantom: Isolation;
  }[];
}

export interface PolicyView extends PolicyListItem {
  readonly revision: Revision;
  readonly text: PolicyText;
  readonly selected: readonly { readonly workload: string; readonly pods: number; readonly example: string }[];
  readonly ruleViews: readonly {
    readonly direction: 'ingress' | 'egress';
    /** Of cluster-wide policies; a NetworkPolicy only allows. */
    readonly action?: 'allow' | 'deny' | 'pass' | 'unknown';
    readonly index: number;
    readonly path: string;
    readonly lines?: { readonly from: number; readonly to: number };
    readonly sentence: string;
    /** What is wrong with a rule that could not be read: it may mean anyone on any port, and means nobody for certain. */
    readonly unread?: string;
    readonly ports: string;
    /** Workloads, ranges, `internet`, `any` that the rule names. */
    readonly opens: readonly { readonly id: string; readonly pods: number }[];
    /** Set where the rule matches nothing today. */
    readonly dead?: string;
    /** Set where nothing changes without the rule: "Changes nothing today: web-in rule 1 says the same." */
    readonly unneeded?: string;
    /** Set where the rule opens ports by number that no pod behind it declares: an indication. */
    readonly undeclared?: string;
  }[];
  readonly gapIds: readonly string[];
}
