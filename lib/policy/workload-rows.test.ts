import { expect, test } from 'vitest';
import { compileModel } from './compile-model.ts';
import { connectionsOf } from './connections.ts';
import { generateCluster } from './generate-cluster.ts';
import { PROFILES } from './profile.ts';
import { connectionsFrom } from './workload-rows.ts';

test('a workload has with others what the expanded list says, and nothing with a stranger', () => {
  for (const seed of [1, 2, 3]) {
    const model = compileModel(generateCluster({ pods: 120, policies: 40, namespaces: 5, seed }), PROFILES.upstream);
    const isWorkload = (end: string) => model.workloads.includes(end);
    const edges = [...connectionsOf(model, { expand: true }).edges];
    const wanted = edges.filter(({ from, to }) => isWorkload(from) && isWorkload(to));
    const found = model.workloads.flatMap((from) => [
      ...connectionsFrom(model, from, [...model.workloads, 'no/Pod/one']),
    ]);
    const key = ({ from, to }: { readonly from: string; readonly to: string }) => `${from} ${to}`;
    expect(wanted.length).toBeGreaterThan(0);
    expect(new Map(found.map((each) => [key(each), each.relation]))).toEqual(
      new Map(wanted.map((each) => [key(each), each.relation])),
    );
    expect([...connectionsFrom(model, 'no/Pod/one', model.workloads)]).toEqual([]);
  }
});
