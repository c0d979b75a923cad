import { type ChangedKey, changedKeys } from '#lib/policy/changed-keys.ts';
import { diffJson } from '#lib/policy/diff/diff-json.ts';
import { diffModels } from '#lib/policy/diff/diff-models.ts';
import type { ChangeGroup, ChangeKind } from '#lib/policy/diff/types.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { policyKey } from '#lib/policy/policy-object.ts';
import type { RelationJson } from '#lib/policy/types.ts';
import { type ClassOfWorkload, changedClasses } from '../compare-classes.ts';
import { isInScope } from '../data-class.ts';
import { compareDataMaps, type DataMapChange } from '../data-map/compare-data-maps.ts';
import type { DataMap } from '../data-map/types.ts';
import { diffGaps } from '../diff-gaps.ts';
import { type BriefGap, type GapDiffJson, gapDiffJson } from '../gap-diff-json.ts';
import type { Classification } from '../types.ts';
import type { InventoryPolicy } from './policy-inventory.ts';

/** One of two snapshots of a cluster, as far as they are compared. */
export interface ComparedState {
  /** RFC 3339 */
  readonly taken: string;
  readonly model: PolicyModel;
  readonly gaps: readonly BriefGap[];
  readonly classification: readonly ClassOfWorkload[];
  readonly policies: readonly InventoryPolicy[];
  /** Undefined: nobody declared anything. */
  readonly dataMap?: DataMap | undefined;
}

/** What is different from the snapshot before (gdpr.md §5.2, section 16). */
export interface Changes {
  /** The snapshot before; `evidence` is its SHA-256, `seq` its place in the chain. */
  readonly since: { readonly taken: string; readonly evidence?: string; readonly seq?: number };
  readonly gaps: GapDiffJson & { readonly unchanged: number };
  /** Connections with an end in P*, in either state. */
  readonly connections: readonly ConnectionChange[];
  /** Workloads that are in one state only; their connections are not among the changes. */
  readonly workloads: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** As `Kind/ns/name`. */
  readonly policies: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly string[];
  };
  readonly classification: readonly ClassChange[];
  /** Entries of the DataMap that were added or removed, or say something else. */
  readonly dataMap: readonly DataMapChange[];
}

export interface ConnectionChange {
  readonly subject: string;
  readonly direction: ChangeGroup['direction'];
  readonly change: ChangeKind;
  readonly before: RelationJson;
  readonly after: RelationJson;
  readonly peers: readonly string[];
}

export interface ClassChange {
  readonly workload: string;
  readonly before: Pick<Classification, 'dataClass' | 'basis'>;
  readonly after: Pick<Classification, 'dataClass' | 'basis'>;
}

/** Both states must be of one cluster: gaps are compared by fingerprint, workloads by name. */
export function changesBetween(
  before: ComparedState,
  after: ComparedState,
  since: Omit<Changes['since'], 'taken'> = {},
): Changes {
  const gaps = gapDiffJson(diffGaps(before, after));
  const known = new Set(before.gaps.map(({ fingerprint }) => fingerprint));
  const kept = after.gaps.filter(({ check, fingerprint }) => check !== 'GOV-003' && known.has(fingerprint));
  const personal = new Set(
    [...before.classification, ...after.classification].filter(isInScope).map(({ workload }) => workload),
  );
  // Every peer is listed: what is left out here would be left out of the evidence.
  const diff = diffJson(diffModels(before.model, after.model, { listed: Number.POSITIVE_INFINITY }));
  return {
    since: { taken: before.taken, ...since },
    gaps: { ...gaps, unchanged: kept.length - gaps.changed.length },
    connections: diff.changes.flatMap(({ subject, direction, change, before, after, peers }): ConnectionChange[] => {
      const ofData = personal.has(subject) ? peers : peers.filter(({ id }) => personal.has(id));
      return ofData.length === 0
        ? []
        : [{ subject, direction, change, before, after, peers: ofData.map(({ id }) => id) }];
    }),
    workloads: { added: diff.added.map(({ id }) => id), removed: diff.removed.map(({ id }) => id) },
    policies: policyChanges(before.policies, after.policies),
    classification: changedClasses(before.classification, after.classification).map(({ workload, before, after }) => ({
      workload,
      before: { dataClass: before.dataClass, basis: before.basis },
      after: { dataClass: after.dataClass, basis: after.basis },
    })),
    dataMap: compareDataMaps(before.dataMap, after.dataMap),
  };
}

function policyChanges(before: readonly InventoryPolicy[], after: readonly InventoryPolicy[]): Changes['policies'] {
  const changes = changedKeys(hashes(before), hashes(after));
  const those = (change: ChangedKey['change']) =>
    changes.filter((each) => each.change === change).map(({ key }) => key);
  return { added: those('added'), removed: those('removed'), changed: those('changed') };
}

function hashes(policies: readonly InventoryPolicy[]): ReadonlyMap<string, string> {
  return new Map(
    policies.map(({ kind, namespace = '', name, specSha256 }) => [policyKey({ kind, namespace, name }), specSha256]),
  );
}
