import { expect, test } from 'vitest';
import type { RevisionEntry } from '#lib/api/revision-schemas.ts';
import { buildClusterObjects } from '#lib/kube/build-cluster-objects.ts';
import type { KeptObject } from '#lib/kube/objects.ts';
import { projectObject } from '#lib/kube/project.ts';
import type { Analysis } from './analysis.ts';
import { policyChanges } from './policy-changes.ts';

const AT = (time: string) => Date.parse(`2026-11-05T${time}:00Z`);
const WINDOW = { from: AT('08:00'), to: AT('12:00') };
const policy = (name: string, created: string, changed: string) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: {
    ...{ name, namespace: 'shop', creationTimestamp: `2026-11-05T${created}:00Z` },
    managedFields: [{ manager: 'kubectl-client-side-apply', time: `2026-11-05T${changed}:00Z` }],
  },
  spec: { podSelector: {} },
});
const analysisOf = (policies: readonly object[], entries: readonly RevisionEntry[]) => {
  const kept = policies.flatMap((one): KeptObject[] => {
    const { kept } = projectObject(one);
    return kept === undefined ? [] : [kept];
  });
  const objects = buildClusterObjects(kept, { kinds: [], unread: [], notes: [] });
  return { model: { objects }, history: { entries: () => entries } } as unknown as Analysis;
};
const entry = (time: string, changes: RevisionEntry['changes']): RevisionEntry => ({
  ...{ seq: 1, builtAt: `2026-11-05T${time}:00Z`, changes, total: changes.length, others: [] },
});
const told = (analysis: Analysis) =>
  policyChanges(analysis, WINDOW).map(({ at, verb, name, told }) => [
    new Date(at).toISOString().slice(11, 16),
    verb,
    name,
    told,
  ]);

test('of the time before this run each policy says itself when it was made and changed', () => {
  const analysis = analysisOf([policy('db', '09:00', '10:00'), policy('old', '01:00', '02:00')], [entry('11:00', [])]);
  expect(told(analysis)).toEqual([
    ['09:00', 'added', 'db', 'object'],
    ['10:00', 'changed', 'db', 'object'],
  ]);
});

test('what this run saw comes from its revisions, and is not told twice', () => {
  const change = { verb: 'changed', kind: 'NetworkPolicy', namespace: 'shop', name: 'db' } as const;
  const other = { verb: 'added', kind: 'Pod', namespace: 'shop', name: 'web' } as const;
  const analysis = analysisOf([policy('db', '07:00', '11:30')], [entry('11:31', [change, other]), entry('11:00', [])]);
  expect(told(analysis)).toEqual([['11:31', 'changed', 'db', 'revision']]);
});

test('a policy that was made and never changed is told once', () => {
  expect(told(analysisOf([policy('db', '09:00', '09:00')], [entry('11:00', [])]))).toEqual([
    ['09:00', 'added', 'db', 'object'],
  ]);
});
