import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { Analysis } from './analysis.ts';

/** A time in which the same policies were in force, with the last revision of it. */
export interface PolicyEpoch {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly analysis: Analysis;
}

/** Beside the one that is in force: each may hold the model of a revision that nothing else holds. */
const EARLIER_KEPT = 3;
/** What of the objects decides which policies are in force: a revision shares what did not change. */
const PARTS = ['networkPolicies', 'clusterPolicies', 'unevaluated', 'namespaces'] as const;

/** Which policies were in force when, so that a flow is judged by those of its own time. */
export interface PolicyEpochs {
  note(builtAt: number, analysis: Analysis, objects: ClusterObjects): void;
  /** Up to that of a revision, the oldest first. */
  until(seq: number): readonly PolicyEpoch[];
}

export function createPolicyEpochs(): PolicyEpochs {
  let epochs: readonly (PolicyEpoch & { readonly firstSeq: number })[] = [];
  let before: ClusterObjects | undefined;
  return {
    note(builtAt, analysis, objects) {
      const last = epochs.at(-1);
      const isSame = before !== undefined && PARTS.every((part) => before?.[part] === objects[part]);
      before = objects;
      const { seq } = analysis.revision;
      epochs =
        last !== undefined && isSame
          ? [...epochs.slice(0, -1), { ...last, analysis }]
          : [...epochs, { since: builtAt, firstSeq: seq, analysis }].slice(-EARLIER_KEPT - 1);
    },
    until: (seq) => epochs.filter(({ firstSeq }) => firstSeq <= seq),
  };
}
