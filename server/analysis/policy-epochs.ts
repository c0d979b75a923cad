import { changedEnds, dropLongestGone, type EndGone } from '#lib/flows/join/changed-ends.ts';
import { createEndChangeLog, type EndChange, type EndChanges } from '#lib/flows/join/end-changes.ts';
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
/** So many workloads without pods are remembered, for when they have some again. */
const GONE_KEPT = 50_000;
/** What of the objects decides which policies are in force: a revision shares what did not change. */
const PARTS = ['networkPolicies', 'clusterPolicies', 'unevaluated'] as const;

/** Which policies were in force when, and when ends became others, so that a flow is judged by what was of its own time. */
export interface PolicyEpochs {
  /** Of a revision that is about to be made. */
  changed(builtAt: number, objects: ClusterObjects): void;
  note(builtAt: number, analysis: Analysis, objects: ClusterObjects): void;
  /** Up to that of a revision, the oldest first. */
  until(seq: number): readonly PolicyEpoch[];
  /** When a revision was made; undefined: just now. */
  asOf(analysis: Analysis): number | undefined;
  /** From when on policies are known, though the first may not be kept; `-Infinity`: nobody watches, and they always held. */
  readonly knownFrom: number;
  readonly ends: EndChanges;
  /** As facts keep it. The same list as long as nothing changes. */
  latest(): readonly EndChange[];
}

/** @param isWatched the objects are a live cluster's: what was before the first of them, nobody knows. */
export function createPolicyEpochs(isWatched = true, goneKept = GONE_KEPT): PolicyEpochs {
  let knownFrom = isWatched ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  let epochs: readonly (PolicyEpoch & { readonly firstSeq: number })[] = [];
  let before: ClusterObjects | undefined;
  let last: ClusterObjects | undefined;
  const log = createEndChangeLog();
  const gone = new Map<string, EndGone>();
  let latest: readonly EndChange[] = [];
  const times = new WeakMap<Analysis, number>();
  return {
    changed(builtAt, objects) {
      const changes = last === undefined ? [] : changedEnds(last, objects, gone, builtAt);
      last = objects;
      const forgotten = dropLongestGone(gone, goneKept);
      if (forgotten !== undefined) log.forget(forgotten);
      if (changes.length === 0 && forgotten === undefined) return;
      log.note(changes, builtAt);
      latest = log.latest();
    },
    note(builtAt, analysis, objects) {
      const newest = epochs.at(-1);
      const isSame = before !== undefined && PARTS.every((part) => before?.[part] === objects[part]);
      before = objects;
      times.set(analysis, builtAt);
      knownFrom = Math.min(knownFrom, builtAt);
      const { seq } = analysis.revision;
      epochs =
        newest !== undefined && isSame
          ? [...epochs.slice(0, -1), { ...newest, analysis }]
          : [...epochs, { since: builtAt, firstSeq: seq, analysis }].slice(-EARLIER_KEPT - 1);
    },
    until: (seq) => epochs.filter(({ firstSeq }) => firstSeq <= seq),
    asOf: (analysis) => times.get(analysis),
    get knownFrom() {
      return knownFrom;
    },
    ends: log,
    latest: () => latest,
  };
}
