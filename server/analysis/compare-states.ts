import { createHash } from 'node:crypto';
import type { KeptGap } from '#lib/api/snapshot-facts.ts';
import type { ChangeCause, PolicyState, SnapshotComparison } from '#lib/api/snapshot-schemas.ts';
import { type ClassOfWorkload, changedClasses } from '#lib/gdpr/compare-classes.ts';
import { isInScope } from '#lib/gdpr/data-class.ts';
import { compareDataMaps, type DataMapChange } from '#lib/gdpr/data-map/compare-data-maps.ts';
import { parseDataMap } from '#lib/gdpr/data-map/parse-data-map.ts';
import { diffGaps } from '#lib/gdpr/diff-gaps.ts';
import { gapDiffJson } from '#lib/gdpr/gap-diff-json.ts';
import { isVolatileLabel } from '#lib/gdpr/identity-labels.ts';
import type { Classification, GapReport } from '#lib/gdpr/types.ts';
import { changedKeys } from '#lib/policy/changed-keys.ts';
import { diffJson } from '#lib/policy/diff/diff-json.ts';
import { diffModels } from '#lib/policy/diff/diff-models.ts';
import type { PolicyInForce, PolicyModel } from '#lib/policy/model.ts';
import { policyKey, policyObject } from '#lib/policy/policy-object.ts';
import { STORE } from '#lib/text/en/store.ts';
import { canonicalJson } from '#server/report/evidence/canonical-json.ts';

/** One snapshot as it is compared: its inputs compiled again, and its results as they were told. */
export interface ComparedState {
  readonly model: PolicyModel;
  readonly gaps: readonly KeptGap[];
  readonly classification: readonly ClassOfWorkload[];
  readonly dataMap: string | undefined;
  /** Namespaces that it tells of; undefined: all. */
  readonly scope: readonly string[] | undefined;
  readonly ruleSet: string;
}

/**
 * What the second says against the first. Connections are those that the engine of today finds in both inputs; gaps are
 * those that each told. Where either is partial, only namespaces that both tell of are compared.
 */
export function compareStates(
  before: ComparedState,
  after: ComparedState,
): Omit<SnapshotComparison, 'before' | 'after'> {
  const scope = commonScope(before.scope, after.scope);
  const namespaces = scope === undefined ? undefined : new Set(scope);
  const inScope = (namespace: string): boolean =>
    namespaces === undefined || namespace === '' || namespaces.has(namespace);
  const told = ({ gaps }: ComparedState) => gaps.filter(({ subject }) => inScope(subject.namespace));
  const gaps = gapDiffJson(diffGaps(reportOf(told(before)), reportOf(told(after))));
  const diff = diffJson(diffModels(before.model, after.model, { namespaces }));
  const classes = changedClasses(before.classification, after.classification)
    .filter(({ workload }) => inScope(namespaceOf(workload)))
    .map(({ workload, before, after }) => ({ workload, before: toldClass(before), after: toldClass(after) }));
  const policies = changedPolicies(before.model, after.model).filter(({ namespace }) => inScope(namespace));
  const declared = declaredChanges(before, after);
  const dataMap = (declared ?? []).filter((change) => isOfScope(change, inScope));
  const { opened, closed, 'possibly-opened': possiblyOpened, 'ruled-out': ruledOut } = diff.counts;
  const all = (count: { readonly connections: number; readonly outside: number }) => count.connections + count.outside;
  const subjects = new Set([
    ...diff.changes.map(({ subject }) => subject),
    ...[...diff.added, ...diff.removed].map(({ id }) => id),
    ...[...gaps.opened, ...gaps.closed, ...gaps.changed].map(({ subject }) => keyOf(subject)),
  ]);
  return {
    ...(scope === undefined ? {} : { scope }),
    notes: [...notesOf(before, after, scope), ...(declared === undefined ? [STORE.compare.dataMapUnreadable] : [])],
    counts: {
      gapsOpened: gaps.opened.length,
      gapsClosed: gaps.closed.length,
      gapsChanged: gaps.changed.length,
      connectionsOpened: all(opened) + all(possiblyOpened),
      connectionsClosed: all(closed) + all(ruledOut),
      portsChanged: all(diff.counts['ports-changed']),
      classes: classes.length,
      policies: policies.length,
      dataMap: dataMap.length,
    },
    gaps,
    diff,
    classes,
    policies,
    dataMap,
    causes: causesOf([...subjects].sort(), before, after, { policies, classes }),
    personal: personalIn(before, after),
  };
}

/** Undefined where this version cannot read one of the two. */
function declaredChanges(before: ComparedState, after: ComparedState): readonly DataMapChange[] | undefined {
  if (before.dataMap === after.dataMap) return [];
  const read = ({ dataMap }: ComparedState) => (dataMap === undefined ? undefined : parseDataMap(dataMap));
  const [was, is] = [read(before), read(after)];
  if ([was, is].some((parsed) => parsed !== undefined && parsed.problems.length > 0)) return undefined;
  return compareDataMaps(was?.dataMap, is?.dataMap);
}

/** An entry for several namespaces is about those in the scope too. */
function isAbout(name: string, inScope: (namespace: string) => boolean): boolean {
  const namespace = namespaceOf(name);
  return namespace.includes('*') || inScope(namespace);
}

/** What an entry of the DataMap is about is in the scope, or in no namespace at all. */
function isOfScope({ part, name, fields }: DataMapChange, inScope: (namespace: string) => boolean): boolean {
  switch (part) {
    case 'workload':
    case 'egress-gateway':
      return isAbout(name, inScope);
    case 'flow': {
      const ends = name.split(' → ').filter((end) => end.includes('/'));
      return ends.length === 0 || ends.some((end) => isAbout(end, inScope));
    }
    case 'environment':
      return fields.some(({ before = '', after = '' }) =>
        `${before}, ${after}`.split(', ').some((each) => each !== '' && inScope(each)),
      );
    default:
      return true;
  }
}

/** `diffGaps` and `gapDiffJson` look at what a kept gap has. */
function reportOf(gaps: readonly KeptGap[]): GapReport {
  return { gaps } as unknown as GapReport;
}

function commonScope(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return a.filter((namespace) => b.includes(namespace));
}

function notesOf(before: ComparedState, after: ComparedState, scope: readonly string[] | undefined): readonly string[] {
  const otherProfile = canonicalJson(before.model.profile) !== canonicalJson(after.model.profile);
  return [
    ...(before.ruleSet === after.ruleSet ? [] : [STORE.compare.otherRules]),
    ...(otherProfile ? [STORE.compare.otherProfile] : []),
    ...(scope === undefined ? [] : [STORE.compare.partial(scope.length)]),
  ];
}

const toldClass = ({ dataClass, basis, source }: Classification) => ({ dataClass, basis, source });

type ChangedPolicy = SnapshotComparison['policies'][number];

function changedPolicies(before: PolicyModel, after: PolicyModel): readonly ChangedPolicy[] {
  const [old, current] = [statesOf(before), statesOf(after)];
  const refs = new Map([...before.policies, ...after.policies].map(({ policy }) => [policyKey(policy), policy]));
  return changedKeys(hashesOf(old), hashesOf(current)).flatMap(({ key, change }) => {
    const { kind, namespace, name } = refs.get(key) ?? {};
    if (kind === undefined || namespace === undefined || name === undefined) return [];
    return [{ kind, namespace, name, change, before: old.get(key), after: current.get(key) }];
  });
}

function statesOf(model: PolicyModel): ReadonlyMap<string, PolicyState> {
  return new Map(model.policies.map((each) => [policyKey(each.policy), stateOf(model, each)]));
}

const hashesOf = (states: ReadonlyMap<string, PolicyState>) =>
  new Map([...states].map(([key, { hash }]) => [key, hash]));

function stateOf(model: PolicyModel, { policy }: PolicyInForce): PolicyState {
  const object = policyObject(model.objects, policy);
  const last = object?.metadata.managedFields?.at(-1);
  return {
    yaml: model.policyText(policy)?.text ?? '',
    hash: createHash('sha256')
      .update(canonicalJson(object?.spec ?? null))
      .digest('hex'),
    ...(last === undefined ? {} : { manager: last.manager, time: last.time }),
  };
}

/** What of each workload is another object now: only that, and never that it is the reason. */
function causesOf(
  workloads: readonly string[],
  before: ComparedState,
  after: ComparedState,
  { policies, classes }: Pick<SnapshotComparison, 'policies' | 'classes'>,
): SnapshotComparison['causes'] {
  const selecting = [before, after].map(({ model }) => selectedBy(model));
  const labels = [before, after].map(({ model }) => labelsOf(model));
  const known = [before, after].map(({ model }) => new Set(model.workloads));
  const declared = new Set(before.dataMap === after.dataMap ? [] : classes.map(({ workload }) => workload));
  return workloads.flatMap((workload) => {
    const [was, is] = known.map((names) => names.has(workload));
    const causes: ChangeCause[] = [];
    if (was !== is) causes.push({ type: 'workload', change: is === true ? 'added' : 'removed' });
    for (const { kind, namespace, name, change } of policies) {
      const key = policyKey({ kind, namespace, name });
      if (selecting.some((of) => of.get(key)?.has(workload)))
        causes.push({ type: 'policy', kind, namespace, name, change });
    }
    if (was === is && labels[0]?.get(workload) !== labels[1]?.get(workload))
      causes.push({ type: 'labels', change: 'changed' });
    if (declared.has(workload)) causes.push({ type: 'data-map', change: 'changed' });
    return causes.length === 0 ? [] : [{ workload, causes }];
  });
}

/** The workloads that each policy selects. */
function selectedBy(model: PolicyModel): ReadonlyMap<string, ReadonlySet<string>> {
  const workloadsOfClass = new Map<number, string[]>();
  for (const workload of model.workloads) {
    for (const id of model.classesOfWorkload(workload).keys()) {
      const found = workloadsOfClass.get(id);
      if (found === undefined) workloadsOfClass.set(id, [workload]);
      else found.push(workload);
    }
  }
  return new Map(
    model.policies.map(({ policy, subjects }) => [
      policyKey(policy),
      new Set([...subjects].flatMap((id) => workloadsOfClass.get(id) ?? [])),
    ]),
  );
}

/** By workload, the label sets of its pods as one text, without what every rollout changes. */
function labelsOf({ objects, workloadOfPod }: PolicyModel): ReadonlyMap<string, string> {
  const sets = new Map<string, Set<string>>();
  for (const [key, { metadata }] of objects.pods) {
    const labels = Object.entries(metadata.labels ?? {}).filter(([label]) => !isVolatileLabel(label));
    const workload = workloadOfPod(key);
    const found = sets.get(workload) ?? new Set();
    sets.set(workload, found.add(JSON.stringify(labels.sort(([a], [b]) => (a < b ? -1 : 1)))));
  }
  return new Map([...sets].map(([workload, texts]) => [workload, [...texts].sort().join('\n')]));
}

function personalIn(...states: readonly ComparedState[]): readonly string[] {
  const found = states.flatMap(({ classification }) =>
    classification.filter(isInScope).map(({ workload }) => workload),
  );
  return [...new Set(found)].sort();
}

function keyOf({ namespace, kind, name }: KeptGap['subject']): string {
  return `${namespace}/${kind}/${name}`;
}

function namespaceOf(workload: string): string {
  return workload.slice(0, workload.indexOf('/'));
}
