import { describe, expect, it } from 'vitest';
import { compileModel } from '#lib/policy/compile-model.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { mayBeCovered } from './covered-rules.ts';
import { createContext } from './run-checks.ts';

describe('the pre-filter of POL-008', () => {
  it.each([1, 2, 3, 4])('never rules out a rule that has no effect (seed %i)', (seed) => {
    const size = { pods: 200, policies: 80, namespaces: 5, seed, clusterWide: seed % 2 === 0 };
    const model = compileModel(generateCluster(size), parseProfile('upstream', []));
    const context = createContext(model, {});
    let without = 0;
    for (const policy of model.policies.filter(({ tier }) => tier === 'NetworkPolicy')) {
      for (const rule of policy.rules) {
        const effect = model.ruleEffect(rule.policy, rule.path)?.type ?? 'effective';
        if (!['redundant', 'means-itself', 'overridden', 'unknown'].includes(effect)) continue;
        without++;
        expect(mayBeCovered(context, policy, rule), `${rule.policy.name} ${rule.path}`).toBe(true);
      }
    }
    expect(without).toBeGreaterThan(0);
  });
});
