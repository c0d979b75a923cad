import type { PolicyRef } from '../types.ts';

export type Wanted = 'open' | 'block';

/** What one change of a policy does for the connection. */
export interface CandidateStep {
  readonly policy: PolicyRef;
  /** The policy is written anew; else it is one that is there. */
  readonly isNew: boolean;
  /** "Adds a rule to payments-api-ingress that admits shop/Deployment/orders on TCP 8443." */
  readonly sentence: string;
}

/** What a candidate changes beside the connection that was asked for. Connections between two workloads, counted once. */
export interface CandidateEffect {
  /** Connections among the ends that were asked for. */
  readonly asked: number;
  readonly opens: number;
  readonly closes: number;
  /** Of the others: connections between a workload and what is outside, in both directions. */
  readonly outside: number;
  /** Gates that come to isolate. */
  readonly isolates: number;
  /** Workloads that can no longer resolve names, or may not. */
  readonly dns: number;
}

export interface Candidate {
  /** Manifests of NetworkPolicies, whole, as `kubectl apply` takes them. */
  readonly yaml: string;
  readonly steps: readonly CandidateStep[];
  readonly effect: CandidateEffect;
  readonly effectSentence: string;
  /** Connections that change beside the asked one, the first of them, in words. */
  readonly others: readonly string[];
}

/** The smallest change of NetworkPolicies that the engine confirms, or why there is none. */
export interface CandidateAnswer {
  readonly wants: Wanted;
  readonly sentence: string;
  readonly candidate?: Candidate | undefined;
}
