import { expect, test } from 'vitest';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { NetworkPolicy } from '#lib/kube/objects.ts';
import { compileModel } from '../compile-model.ts';
import { NO_PORTS } from '../port-set.ts';
import { compareDiff } from '../testing/literal-diff.ts';
import { randomStates } from '../testing/random-change.ts';
import { randomCluster } from '../testing/random-cluster.ts';
import { diffModels } from './diff-models.ts';
import { portTransitions, relationKey } from './transition.ts';
import type { ModelDiff } from './types.ts';

// What must hold between diffs of related states, whatever the right answers are.

const SEEDS = Array.from({ length: 150 }, (_, index) => index + 1);
const isEmpty = (diff: ModelDiff) =>
  [diff.changes, diff.added, diff.removed, diff.scaled, diff.isolation, diff.dns].every((list) => list.length === 0);

test('a state is no different from itself, also when it is read again', () => {
  for (const seed of SEEDS) {
    const { objects, profile } = randomCluster(seed, ['Deployment', 'DaemonSet']);
    const model = compileModel(objects, profile);
    expect(isEmpty(diffModels(model, model)), `seed ${seed}`).toBe(true);
    const again = compileModel(structuredClone(objects), profile);
    expect(isEmpty(diffModels(model, again)), `seed ${seed}, read again`).toBe(true);
  }
});

test('the way back is the way there, mirrored', () => {
  const mirrored = {
    opened: 'closed',
    closed: 'opened',
    'possibly-opened': 'ruled-out',
    'ruled-out': 'possibly-opened',
  };
  for (const seed of SEEDS) {
    const states = randomStates(seed);
    const before = compileModel(states.before, states.profile);
    const after = compileModel(states.after, states.profile);
    const lines = ({ changes }: ModelDiff, turn: boolean) =>
      changes
        .flatMap((group) => {
          const change =
            turn && group.change in mirrored ? mirrored[group.change as keyof typeof mirrored] : group.change;
          const [a, b] = turn ? [group.after, group.before] : [group.before, group.after];
          const ports = `${relationKey(a)}>${relationKey(b)}`;
          return group.peers.map((peer) =>
            [change, group.subject, group.direction, ports, peer.id, peer.pairs].join(' '),
          );
        })
        .sort();
    const there = diffModels(before, after);
    const back = diffModels(after, before);
    expect(lines(back, true), `seed ${seed}`).toEqual(lines(there, false));
    expect(back.added.map(({ id }) => id)).toEqual(there.removed.map(({ id }) => id));
  }
});

test('another allow rule in a direction that a policy isolates closes nothing (row 12)', () => {
  let opened = 0;
  for (const seed of SEEDS) {
    const { objects, profile } = randomCluster(seed);
    const more = withPolicies(objects, (spec) => ({
      ...spec,
      ingress: [...(spec.ingress ?? []), { ports: [{ port: 4711 }] }],
    }));
    for (const { before, after } of diffModels(compileModel(objects, profile), compileModel(more, profile)).changes) {
      const { closed, ruledOut, becameUncertain } = portTransitions(before, after);
      expect([closed, ruledOut, becameUncertain], `seed ${seed}`).toEqual([NO_PORTS, NO_PORTS, NO_PORTS]);
      opened++;
    }
  }
  expect(opened).toBeGreaterThan(50);
});

type Spec = NonNullable<ReturnType<ClusterObjects['networkPolicies']['get']>>['spec'];

/** Every policy that isolates for ingress, changed. */
function withPolicies(objects: ClusterObjects, change: (spec: Spec) => Spec): ClusterObjects {
  const networkPolicies = new Map(
    [...objects.networkPolicies].map(([key, { unread: _, ...each }]) => {
      const { policyTypes = [] } = each.spec;
      const isolates = policyTypes.length === 0 || policyTypes.includes('Ingress');
      return [key, isolates ? { ...each, spec: change(each.spec) } : each];
    }),
  );
  const unread = new Map([...objects.networkPolicies].filter(([, each]) => each.unread !== undefined));
  return { ...objects, networkPolicies: new Map([...networkPolicies, ...unread]) };
}

test('a policy that selects nothing may come and go', () => {
  for (const seed of SEEDS) {
    const { objects, profile } = randomCluster(seed);
    const idle: NetworkPolicy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'idle', namespace: 'one' },
      spec: { podSelector: { matchLabels: { nobody: 'has this' } }, policyTypes: ['Ingress', 'Egress'] },
    };
    const networkPolicies = new Map([...objects.networkPolicies, ['one/idle', idle] as const]);
    const diff = diffModels(compileModel({ ...objects, networkPolicies }, profile), compileModel(objects, profile));
    expect(isEmpty(diff), `seed ${seed}`).toBe(true);
  }
});

test('the diff says what comparing every pair of pods says, on 400 random states', () => {
  const results = Array.from({ length: 400 }, (_, seed) => compareDiff(seed + 1));
  expect(results.flatMap(({ differences }) => differences).slice(0, 5)).toEqual([]);
  expect(results.reduce((sum, { pairs }) => sum + pairs, 0)).toBeGreaterThan(10_000);
  expect(results.reduce((sum, { changed }) => sum + changed, 0)).toBeGreaterThan(2_000);
});
