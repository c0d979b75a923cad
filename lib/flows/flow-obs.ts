/**
 * One observation of a connection as every source of traffic tells it, before ends are resolved and counts are summed.
 * Always client to server: a source that tells of replies turns them round. What a source does not measure is null, never 0.
 */
export interface FlowObs {
  /** Which source told it. */
  readonly source: string;
  /** The node that saw it, as the source names it. */
  readonly node?: string;
  /** Milliseconds since 1970. An event has both alike; a counter has its window. */
  readonly t0: number;
  readonly t1: number;
  /** At which end it was seen. */
  readonly seenAt: FlowSide;
  readonly from: FlowEnd;
  readonly to: FlowEnd;
  /** IANA number: 6, 17, 132, 1, 58; 255 for any other. */
  readonly protocol: number;
  /** Of the client; only to tell duplicates, it is kept nowhere. */
  readonly fromPort?: number;
  /** Of the backend, after the Service's translation, since policies act on it; null where there is none or it is not told. */
  readonly toPort: number | null;
  readonly service?: { readonly namespace: string; readonly name: string; readonly port?: number };
  readonly verdict: FlowVerdict;
  /** Whose policy decided; null where it is not told. */
  readonly decidedAt: 'ingress' | 'egress' | null;
  /** `datapath`: who forwards or drops says so; `reported`: somebody beside it; `inferred`: by us. */
  readonly trust: FlowTrust;
  /** That the source names as having allowed or denied it. */
  readonly policies: readonly FlowPolicy[];
  readonly connections: number | null;
  readonly bytesOut: number | null;
  readonly bytesIn: number | null;
  readonly packetsOut: number | null;
  readonly packetsIn: number | null;
  /** One of so many was looked at; counts are as told, not multiplied. */
  readonly sampling: number;
  readonly encrypted?: boolean;
  /** Nobody can say who began it: it counts nowhere where a decision rests on the direction. */
  readonly directionUnknown?: true;
  /** The source's own identity of the event; undefined: it is told from its fields. */
  readonly id?: string;
}

/** 1: at the client, 2: at the server, 3: at both. */
export type FlowSide = 1 | 2 | 3;

/** `denied` by policy; `would-deny`: audit or staged; `dropped`: for any other reason. */
export const FLOW_VERDICTS = ['allowed', 'denied', 'would-deny', 'dropped', 'error', 'unknown'] as const;
export type FlowVerdict = (typeof FLOW_VERDICTS)[number];

export type FlowTrust = 'datapath' | 'reported' | 'inferred';

/** What a record says of one end, as far as it does. Who it is follows from it and from who held the address then. */
export interface FlowEnd {
  readonly namespace?: string;
  readonly pod?: string;
  readonly workload?: { readonly kind: string; readonly name: string };
  readonly ip?: string;
  /** Of the node or the host's own network. */
  readonly host?: true;
  /** Outside the cluster, as the source says. */
  readonly outside?: true;
  /** Of a pod, as the source says, whoever that is. */
  readonly inside?: true;
  /** Names by which the address was asked for, without the dot at the end. */
  readonly names?: readonly string[];
}

export interface FlowPolicy {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly action: 'allow' | 'deny';
  readonly stage: 'enforced' | 'pending';
}

/** What a source says of itself while it observes: without it nobody may say that something was not used. */
export type FlowCoverage =
  | {
      readonly type: 'connected';
      readonly source: string;
      readonly node?: string;
      /** Milliseconds since 1970: it was observed from `t0` to `t1`. */
      readonly t0: number;
      readonly t1: number;
    }
  | {
      /** Records that were lost, by the source or by us, in `t0` to `t1`. */
      readonly type: 'lost';
      readonly source: string;
      readonly node?: string;
      readonly t0: number;
      readonly t1: number;
      readonly records: number;
      readonly why: string;
    };
