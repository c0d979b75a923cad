import type { ChangeCause, SnapshotComparison } from '#lib/api/snapshot-schemas.ts';
import type { DataMapChange } from '#lib/gdpr/data-map/compare-data-maps.ts';
import type { BriefGap } from '#lib/gdpr/gap-diff-json.ts';
import { SEVERITIES } from '#lib/gdpr/types.ts';
import type { ChangeJson, OneSidedJson } from '#lib/policy/diff/diff-json.ts';
import { connectionsOf } from '#lib/text/en/compare-page.ts';

export const CHANGE_TABS = ['all', 'gaps', 'connections', 'classes', 'policies'] as const;
export type ChangeTab = (typeof CHANGE_TABS)[number];
export const CHANGE_GROUPINGS = ['cause', 'workload'] as const;
export type ChangeGrouping = (typeof CHANGE_GROUPINGS)[number];

interface OfWorkload {
  /** Unique within a comparison, and stable between two visits. */
  readonly key: string;
  /** `ns/Kind/name`; empty for what belongs to the cluster. */
  readonly workload: string;
}
export type ChangeRow = OfWorkload &
  (
    | { readonly type: 'gap'; readonly change: 'new' | 'closed'; readonly gap: BriefGap }
    | {
        readonly type: 'gap';
        readonly change: 'changed';
        readonly gap: BriefGap;
        readonly before: Pick<BriefGap, 'result' | 'severity'>;
      }
    | { readonly type: 'connection'; readonly connection: ChangeJson }
    | { readonly type: 'workload'; readonly change: 'added' | 'removed'; readonly one: OneSidedJson }
    | { readonly type: 'class'; readonly changed: SnapshotComparison['classes'][number] }
    | { readonly type: 'policy'; readonly policy: SnapshotComparison['policies'][number] }
    | { readonly type: 'data-map'; readonly entry: DataMapChange }
  );

export interface ChangeRowGroup {
  readonly key: string;
  /** By cause: what is another object now, nothing where nothing of the workload itself is. By workload: its key. */
  readonly causes: readonly ChangeCause[];
  readonly workload?: string;
  readonly rows: readonly ChangeRow[];
}

/** Everything that is not the same, one row each, gaps first. */
export function changeRows({ gaps, diff, classes, policies, dataMap }: SnapshotComparison): readonly ChangeRow[] {
  const ofGap = (gap: BriefGap) => ({ key: `gap ${gap.id}`, workload: keyOf(gap.subject), gap, type: 'gap' as const });
  const told: readonly ChangeRow[] = [
    ...gaps.opened.map((gap) => ({ ...ofGap(gap), change: 'new' as const })),
    ...gaps.changed.map(({ before, ...gap }) => ({ ...ofGap(gap), change: 'changed' as const, before })),
    ...gaps.closed.map((gap) => ({ ...ofGap(gap), change: 'closed' as const })),
  ];
  const oneSided = (change: 'added' | 'removed') => (one: OneSidedJson) => {
    return { type: 'workload' as const, key: `${change} ${one.id}`, workload: one.id, change, one };
  };
  return [
    ...told.toSorted((a, b) => rankOf(a) - rankOf(b)),
    ...diff.added.map(oneSided('added')),
    ...diff.removed.map(oneSided('removed')),
    ...diff.changes.map((connection, index) => ({
      type: 'connection' as const,
      // One subject may have several groups of the same kind, on other ports.
      key: `connection ${connection.subject} ${connection.direction} ${connection.change} ${index}`,
      workload: connection.subject,
      connection,
    })),
    ...classes.map((changed) => ({
      type: 'class' as const,
      key: `class ${changed.workload}`,
      workload: changed.workload,
      changed,
    })),
    ...dataMap.map((entry) => ({
      type: 'data-map' as const,
      key: `data-map ${entry.part} ${entry.name}`,
      workload: '',
      entry,
    })),
    ...policies.map((policy) => ({
      type: 'policy' as const,
      key: `policy ${policy.kind} ${policy.namespace}/${policy.name}`,
      workload: '',
      policy,
    })),
  ];
}

/** Whether a row is about personal data: its workload handles some, one of its peers does, or its policy made such a change. */
export function personalRows(
  rows: readonly ChangeRow[],
  { personal, causes }: Pick<SnapshotComparison, 'personal' | 'causes'>,
): readonly ChangeRow[] {
  const known = new Set(personal);
  const touching = new Set(
    causes.filter(({ workload }) => known.has(workload)).flatMap(({ causes: all }) => all.map(causeKey)),
  );
  return rows.filter((row) => {
    // What a check looks at may hold personal data, also where its subject is a namespace, a policy or a recipient.
    if (row.type === 'gap' || known.has(row.workload)) return true;
    if (row.type === 'connection') return row.connection.peers.some(({ id }) => known.has(id));
    if (row.type === 'workload') return row.one.connections.some(({ peers }) => peers.some(({ id }) => known.has(id)));
    // What people declare of their data is about personal data.
    if (row.type === 'data-map') return true;
    return row.type === 'policy' && touching.has(causeKey({ type: 'policy', ...row.policy }));
  });
}

export function isInTab(row: ChangeRow, tab: ChangeTab): boolean {
  switch (tab) {
    case 'all':
      return true;
    case 'gaps':
      return row.type === 'gap';
    case 'connections':
      return row.type === 'connection' || row.type === 'workload';
    case 'classes':
      return row.type === 'class' || row.type === 'data-map';
    case 'policies':
      return row.type === 'policy';
  }
}

/** How many of a kind the rows stand for: a row about connections stands for one with each peer. */
export function countInTab(rows: readonly ChangeRow[], tab: ChangeTab): number {
  const own = rows.filter((row) => isInTab(row, tab));
  if (tab !== 'connections') return own.length;
  return own.reduce((sum, row) => sum + connectionsIn(row), 0);
}

function connectionsIn(row: ChangeRow): number {
  if (row.type === 'connection') return connectionsOf([row.connection]);
  return row.type === 'workload' ? connectionsOf(row.one.connections) : 0;
}

/**
 * Rows under what is another object now, or under their workload. Rows that have the same causes are together; a policy
 * that heads a group is not repeated in it. Where nothing of a workload itself changed, its rows come last.
 */
export function groupChanges(
  rows: readonly ChangeRow[],
  grouping: ChangeGrouping,
  { causes }: Pick<SnapshotComparison, 'causes'>,
): readonly ChangeRowGroup[] {
  if (grouping === 'workload') {
    const byWorkload = Map.groupBy(rows, ({ workload }) => workload);
    return [...byWorkload]
      .toSorted(([a], [b]) => Number(a === '') - Number(b === ''))
      .map(([workload, own]) => ({ key: workload, causes: [], workload, rows: own }));
  }
  const causesOf = new Map(causes.map((each) => [each.workload, each.causes]));
  const own = (row: ChangeRow): readonly ChangeCause[] =>
    row.type === 'policy'
      ? [policyCause(row.policy)]
      : row.type === 'data-map'
        ? [DATA_MAP_CHANGED]
        : (causesOf.get(row.workload) ?? []);
  const groups = Map.groupBy(rows, (row) => own(row).map(causeKey).join('\n'));
  const heads = new Set(rows.filter(({ type }) => type !== 'policy').flatMap((row) => own(row).map(causeKey)));
  return [...groups]
    .map(([key, members]) => ({
      key,
      causes: members[0] === undefined ? [] : own(members[0]),
      rows: members.filter((row) => row.type !== 'policy' || !heads.has(causeKey(policyCause(row.policy)))),
    }))
    .filter(({ rows: left }) => left.length > 0)
    .toSorted((a, b) => groupRank(a) - groupRank(b));
}

const DATA_MAP_CHANGED: ChangeCause = { type: 'data-map', change: 'changed' };

function policyCause({ kind, namespace, name, change }: SnapshotComparison['policies'][number]): ChangeCause {
  return { type: 'policy', kind, namespace, name, change };
}

/** One text for one cause. */
export function causeKey({ type, kind = '', namespace = '', name = '', change }: ChangeCause): string {
  return [type, kind, namespace, name, change].join(' ');
}

/** Severity first, then whether it is new. */
function rankOf(row: ChangeRow): number {
  if (row.type !== 'gap') return SEVERITIES.length * 2;
  return SEVERITIES.indexOf(row.gap.severity) * 2 + (row.change === 'new' ? 0 : 1);
}

function groupRank({ causes, rows }: ChangeRowGroup): number {
  const worst = Math.min(...rows.map(rankOf));
  return causes.length === 0 ? worst + SEVERITIES.length * 3 : worst;
}

function keyOf({ namespace, kind, name }: BriefGap['subject']): string {
  return `${namespace}/${kind}/${name}`;
}
