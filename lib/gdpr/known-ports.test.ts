import { expect, it } from 'vitest';
import { classRelationsOf } from '#lib/policy/class-relations.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { classEnd } from './ends.ts';
import { knownPorts } from './known-ports.ts';

it.each(Object.values(PROFILES))(
  'has the ports that the engine has for each pair of classes, under $name',
  (profile) => {
    const model = compileModel(generateCluster({ pods: 120, policies: 60, namespaces: 5 }), profile);
    const { relations } = classRelationsOf(model);
    let known = 0;
    for (const from of model.classes) {
      for (const to of model.classes) {
        for (const side of ['must', 'may'] as const) {
          const ports = knownPorts(relations, from.id, to.id, side);
          if (ports === undefined) continue;
          known++;
          if (ports !== model.relation(classEnd(from.id), classEnd(to.id))[side])
            expect.fail(`${side} from ${from.id} to ${to.id}`);
        }
      }
    }
    expect(known).toBeGreaterThan(0);
  },
);
