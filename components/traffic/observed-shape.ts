import type { CoverageRow, FlowEdge, FlowWindow } from '#lib/flows/flow-row.ts';
import type { ContradictionReason, TrafficDecision, TrafficState } from '#lib/flows/observed.ts';
import type { Basis, DataClass, Severity } from '#lib/gdpr/types.ts';

/** One end of a flow with what is known of it. */
export interface ObservedEnd {
  readonly id: string;
  readonly label: string;
  readonly namespace?: string;
  readonly kind?: string;
  readonly dataClass?: DataClass;
  readonly basis?: Basis;
  /** Outside: the declared recipient. */
  readonly recipient?: { readonly name: string; readonly country?: string; readonly role?: string };
}

export interface ObservedEdge {
  readonly key: string;
  readonly from: ObservedEnd;
  readonly to: ObservedEnd;
  readonly port: number | null;
  readonly protocol: number;
  readonly state: TrafficState;
  readonly seen?: FlowEdge;
  readonly decisions: readonly TrafficDecision[];
  readonly reasons: readonly { readonly reason: ContradictionReason; readonly likely: boolean; readonly sentence: string }[];
  readonly covered?: { readonly from: number; readonly to: number };
  readonly gaps: readonly string[];
  readonly severity?: Severity;
}

export interface ObservedView {
  readonly revision: { readonly seq: number };
  readonly window: FlowWindow;
  readonly counts: Readonly<Record<TrafficState, number>>;
  readonly permitted: number;
  readonly edges: readonly ObservedEdge[];
  readonly total: number;
  readonly coverage: readonly CoverageRow[];
  readonly note?: string;
}
