import type { Basis, DataClass, Severity } from '#lib/gdpr/types.ts';
import type { DependsReason, PortsJson } from '#lib/policy/types.ts';
import type { FencePost } from '../types.ts';

export const MATRIX_ORDERS = ['zone', 'gaps', 'similarity'] as const;
/**
 * `zone`: as the map has its bands, then by name. `gaps`: the worst first. `similarity`: who may do alike stands
 * together, so that blocks show.
 */
export type MatrixOrder = (typeof MATRIX_ORDERS)[number];
export type MatrixLevel = 'namespaces' | 'workloads';

/** One line of the matrix, as source in its row and as destination in its column. */
export interface MatrixEntry {
  /** The id of its box on the map. */
  readonly id: string;
  readonly type: 'tile' | 'workload' | 'any-pod' | 'internet' | 'address';
  readonly label: string;
  readonly namespace?: string;
  readonly kind?: string;
  /** What stands beside the lines that belong together: a zone, or a namespace. */
  readonly band: string;
  readonly pods: number;
  readonly dataClass?: DataClass;
  readonly basis?: Basis;
  /** Shares of isolated pods; absent for ends that have no gates. */
  readonly fence?: { readonly ingress: FencePost; readonly egress: FencePost };
  readonly gaps?: { readonly worst: Severity; readonly count: number };
  readonly platform?: true;
  /** It may start connections to addresses that are routable; what depends counts. */
  readonly reachesInternet?: true;
}

/**
 * What stands in a cell besides its gaps. `none`: there is no pair, as of one pod with itself. `unsaid`: the line stands
 * for no end that could be asked, so that it says something only where a gap does.
 */
export type MatrixRelation =
  | {
      readonly type: 'relation';
      /** Every pair, for certain; some pair, for certain; some pair, perhaps. Disjoint, as `list` has them. */
      readonly allow: PortsJson;
      readonly some?: PortsJson;
      readonly depends: PortsJson;
      readonly reasons: readonly DependsReason[];
    }
  | { readonly type: 'denied' | 'none' | 'unsaid' };

/** The worst open gap of a cell and how many there are. */
export interface MatrixGap {
  readonly severity: Severity;
  readonly count: number;
  /** Their checks, sorted. */
  readonly checks: readonly string[];
}

/** Sums over all pairs of two different lines that stand for pods. */
export interface MatrixCounts {
  readonly pairs: number;
  /** Something is allowed for certain. */
  readonly allowed: number;
  readonly depends: number;
  /** Cells with an open gap, the diagonal and the outside too. */
  readonly gaps: number;
}
