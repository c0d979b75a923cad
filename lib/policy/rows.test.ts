import { expect, test } from 'vitest';
import { parseAddress } from './address.ts';
import { compileModel } from './compile-model.ts';
import type { PolicyModel, Relation, RelationRow, SingleEnd } from './model.ts';
import { NO_PORTS } from './port-set.ts';
import { randomCluster } from './testing/random-cluster.ts';

const SEEDS = Array.from({ length: 150 }, (_, i) => i + 1);

function membersOf(model: PolicyModel): readonly SingleEnd[] {
  return model.classes.flatMap(({ id, pods, podlessWorkloads, count }) => [
    ...pods.map((pod): SingleEnd => ({ type: 'class', class: id, pod })),
    ...Array.from({ length: podlessWorkloads.length === 0 ? 0 : count - pods.length }, (): SingleEnd => {
      return { type: 'class', class: id };
    }),
  ]);
}

function endsOf(model: PolicyModel): readonly SingleEnd[] {
  const pods = model.classes.flatMap(({ id, pods: keys }) =>
    keys.map((pod): SingleEnd => ({ type: 'class', class: id, pod })),
  );
  const nodes = [...model.objects.nodes.keys()].map((name): SingleEnd => ({ type: 'node', name }));
  const hypothetical: SingleEnd = { type: 'hypothetical', namespace: 'one', labels: { app: 'a' } };
  const outside: SingleEnd = { type: 'address', family: 'IPv4', first: '8.8.8.8', last: '8.8.8.8' };
  return [...pods, ...nodes, hypothetical, outside, { type: 'internet' }, { type: 'internet', family: 'IPv6' }];
}

/** Relation → class → number, pod by pod. */
function counted(entries: Iterable<readonly [Relation, number, number]>): Map<Relation, Map<number, number>> {
  const found = new Map<Relation, Map<number, number>>();
  for (const [relation, id, count] of entries) {
    const row = found.get(relation) ?? new Map<number, number>();
    row.set(id, (row.get(id) ?? 0) + count);
    found.set(relation, row);
  }
  return found;
}

function rowEntries(rows: readonly RelationRow[]): (readonly [Relation, number, number])[] {
  return rows.flatMap((row) =>
    [...row.classes].filter(([, n]) => n > 0).map(([id, n]) => [row.relation, id, n] as const),
  );
}

test('rows are what asking for each pod alone says, each pod counted once', () => {
  for (const seed of SEEDS) {
    const { objects, profile } = randomCluster(seed);
    const model = compileModel(objects, profile);
    const members = membersOf(model);
    for (const end of endsOf(model)) {
      const others = members.filter((other) => !isThatPod(other, end));
      const into = others.map((other) => [model.relation(other, end), classOf(other), 1] as const);
      const outOf = others.map((other) => [model.relation(end, other), classOf(other), 1] as const);
      const allowed = (list: typeof into) => counted(list.filter(([relation]) => relation.may !== NO_PORTS));
      const where = `seed ${seed}, ${JSON.stringify(end)}`;
      expect(counted(rowEntries(model.rowsInto(end))), `into, ${where}`).toEqual(allowed(into));
      expect(counted(rowEntries(model.rowsOutOf(end))), `out of, ${where}`).toEqual(allowed(outOf));
    }
  }
});

test('pairs of two classes are their pods asked two by two', () => {
  for (const seed of SEEDS.slice(0, 60)) {
    const { objects, profile } = randomCluster(seed);
    const model = compileModel(objects, profile);
    for (const from of model.classes) {
      for (const to of model.classes) {
        if (from.podlessWorkloads.length > 0 || to.podlessWorkloads.length > 0) continue;
        const asked = from.pods.flatMap((a) =>
          to.pods
            .filter((b) => a !== b)
            .map((b) => [model.relation(podEnd(from.id, a), podEnd(to.id, b)), 0, 1] as const),
        );
        const pairs = model.pairs(from.id, to.id).filter((row) => row.pairs > 0);
        expect(counted(pairs.map((row) => [row.relation, 0, row.pairs] as const))).toEqual(counted(asked));
      }
    }
  }
});

test('external rows are what asking for one address of each says, and cover the space once', () => {
  for (const seed of SEEDS) {
    const { objects, profile } = randomCluster(seed);
    const model = compileModel(objects, profile);
    for (const face of model.classes) {
      const end: SingleEnd = { type: 'class', class: face.id };
      const rows = model.externalRows(end, 'egress');
      for (const { relation, family, ranges } of rows) {
        for (const address of ranges.flat()) {
          const outside: SingleEnd = { type: 'address', family, first: address, last: address };
          expect(model.relation(end, outside), `seed ${seed}, ${face.id} to ${address}`).toBe(relation);
        }
      }
      for (const family of new Set(rows.map((row) => row.family))) {
        const ranges = rows.filter((row) => row.family === family).flatMap((row) => row.ranges);
        expect(addressCount(ranges)).toBe(1n << (family === 'IPv4' ? 32n : 128n));
      }
    }
  }
});

test('the numbers of classes do not depend on the order of the input', () => {
  const { objects, profile } = randomCluster(7);
  const reversed = {
    ...objects,
    pods: new Map([...objects.pods].reverse()),
    workloads: new Map([...objects.workloads].reverse()),
    networkPolicies: new Map([...objects.networkPolicies].reverse()),
  };
  expect(compileModel(reversed, profile).classes).toEqual(compileModel(objects, profile).classes);
});

function addressCount(ranges: readonly (readonly [string, string])[]): bigint {
  return ranges.reduce((sum, [first, last]) => sum + value(last) - value(first) + 1n, 0n);
}

function value(text: string): bigint {
  return parseAddress(text)?.value ?? 0n;
}

function podEnd(id: number, pod: string): SingleEnd {
  return { type: 'class', class: id, pod };
}

function classOf(end: SingleEnd): number {
  return end.type === 'class' ? end.class : -1;
}

function isThatPod(other: SingleEnd, end: SingleEnd): boolean {
  return other.type === 'class' && end.type === 'class' && end.pod !== undefined && other.pod === end.pod;
}
