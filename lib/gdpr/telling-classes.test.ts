import { expect, it } from 'vitest';
import { compileModel } from '#lib/policy/compile-model.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { classEnd } from './ends.ts';
import { createContext } from './run-checks.ts';
import { tellingClasses } from './telling-classes.ts';
import { connectionOf } from './workload-connection.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** The first pair of classes that may connect, asked one by one. */
function firstPair(model: PolicyModel, from: WorkloadFacts, to: WorkloadFacts, side: 'must' | 'may') {
  for (const source of from.classes) {
    for (const target of to.classes) {
      if (model.relation(classEnd(source), classEnd(target))[side] !== NO_PORTS) return [source, target];
    }
  }
  return undefined;
}

it.each(['upstream', 'calico', 'cilium'])(
  'finds with an agent on many nodes the first pair of classes, under %s',
  (name) => {
    let skipped = 0;
    let closed = 0;
    for (const seed of [1, 2, 3]) {
      const objects = generateCluster({ pods: 700, policies: 120, namespaces: 8, seed });
      const model = compileModel(objects, parseProfile(name, ['podToOwnNode=evaluate']));
      const workloads = [...createContext(model, {}).workloads.values()];
      const agents = workloads.filter(({ hostNetwork }) => hostNetwork);
      for (const agent of agents) {
        for (const other of workloads) {
          if (other === agent) continue;
          if (tellingClasses(model, agent, other).length < agent.classes.length) skipped++;
          for (const [from, to] of [
            [agent, other],
            [other, agent],
          ] as const) {
            for (const side of ['must', 'may'] as const) {
              const first = firstPair(model, from, to, side);
              const found = connectionOf(model, from, to, side);
              const ends = [found?.from, found?.to].map((end) => (end?.type === 'class' ? end.class : undefined));
              if (first !== undefined) expect(ends, `${seed}: ${from.key} → ${to.key}, ${side}`).toEqual(first);
              else closed++;
            }
          }
        }
      }
    }
    expect(skipped).toBeGreaterThan(100);
    expect(closed).toBeGreaterThan(100);
  },
);
