import { isGapOn } from '#lib/gdpr/connection-gaps.ts';
import { type Gap, type GapReport, SEVERITIES, type Severity } from '#lib/gdpr/types.ts';

/** The badge of a pod, workload, policy or namespace: its worst open gap, and how many. */
export interface GapBadge {
  readonly worst: Severity;
  readonly count: number;
}

/**
 * Which gaps belong to what. FAIL and UNKNOWN both count in a badge: an undecided gap is not a closed one. A waived one is
 * accepted, and listed with the others.
 */
export interface GapIndex {
  /** `ns/Kind/name` of the subject. */
  badge(subject: string): GapBadge | undefined;
  ids(subject: string): readonly string[];
  byId(id: string): Gap | undefined;
  /** Gaps that a connection between these workloads (or other ends, as the contract writes them) is part of. */
  onConnection(from: string, to: string): readonly string[];
}

export function indexGaps(report: GapReport): GapIndex {
  const bySubject = Map.groupBy(report.gaps, ({ subject }) => `${subject.namespace}/${subject.kind}/${subject.name}`);
  const byId = new Map(report.gaps.map((gap) => [gap.id, gap]));
  return {
    badge(subject) {
      const gaps = (bySubject.get(subject) ?? []).filter(({ result }) => result !== 'WAIVED');
      if (gaps.length === 0) return undefined;
      const worst = SEVERITIES.find((severity) => gaps.some((gap) => gap.severity === severity)) ?? 'info';
      return { worst, count: gaps.length };
    },
    ids: (subject) => bySubject.get(subject)?.map(({ id }) => id) ?? [],
    byId: (id) => byId.get(id),
    onConnection(from, to) {
      const own = [...(bySubject.get(from) ?? []), ...(bySubject.get(to) ?? [])];
      return [...new Set(own.filter((gap) => isGapOn(gap, from, to)).map(({ id }) => id))];
    },
  };
}
