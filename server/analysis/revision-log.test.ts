import { expect, test } from 'vitest';
import { clusterOf, policy } from '#lib/policy/testing/cluster-of.ts';
import { CHANGES_NAMED, createRevisionLog, ENTRIES_KEPT } from './revision-log.ts';

const POD = { labels: { app: 'web' }, ip: '10.0.0.1' };
const objectsOf = (pods: readonly string[], yaml = '') =>
  clusterOf({ pods: Object.fromEntries(pods.map((name) => [`one/${name}`, POD])), yaml }).objects;

test('each revision tells what came, changed and went, policies first and by which tool', () => {
  const log = createRevisionLog();
  const first = objectsOf(['a', 'b']);
  const { a, b } = { a: first.pods.get('one/a'), b: first.pods.get('one/b') };
  if (a === undefined || b === undefined) throw new Error('no pods');
  log.note(1, '2026-01-01T00:00:00Z', first, []);
  const changed = { ...b, metadata: { ...b.metadata, managedFields: [{ manager: 'kubectl-edit' }] } };
  const rules = objectsOf([], policy('podSelector: {}')).networkPolicies;
  log.note(2, '2026-01-01T00:00:05Z', { ...first, networkPolicies: rules, pods: new Map([['one/b', changed]]) }, [
    'waivers',
  ]);
  expect(log.entries()[0]).toEqual({
    seq: 2,
    builtAt: '2026-01-01T00:00:05Z',
    total: 3,
    others: ['waivers'],
    changes: [
      { verb: 'added', kind: 'NetworkPolicy', namespace: 'one', name: 'policy' },
      { verb: 'changed', kind: 'Pod', namespace: 'one', name: 'b', manager: 'kubectl-edit' },
      { verb: 'removed', kind: 'Pod', namespace: 'one', name: 'a' },
    ],
  });
  expect(log.entries()[1]).toMatchObject({ seq: 1, changes: [], total: 0 });
});

test('a person’s name is not told as a manager', () => {
  const log = createRevisionLog();
  const objects = objectsOf(['a']);
  const pod = objects.pods.get('one/a');
  if (pod === undefined) throw new Error('no pod');
  log.note(1, '', objects, []);
  const changed = { ...pod, metadata: { ...pod.metadata, managedFields: [{ manager: 'erika' }] } };
  log.note(2, '', { ...objects, pods: new Map([['one/a', changed]]) }, []);
  expect(JSON.stringify(log.entries())).not.toContain('erika');
});

test('a large change is counted and not named whole, and old revisions are forgotten', () => {
  const log = createRevisionLog();
  log.note(0, '', objectsOf([]), []);
  log.note(1, '', objectsOf(Array.from({ length: 40 }, (_, at) => `p-${at}`)), []);
  expect(log.entries()[0]).toMatchObject({ total: 40 });
  expect(log.entries()[0]?.changes.length).toBe(CHANGES_NAMED);
  for (let seq = 2; seq < ENTRIES_KEPT + 9; seq++) log.note(seq, '', objectsOf([]), []);
  expect(log.entries().length).toBe(ENTRIES_KEPT);
});
