import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { compileModel } from '#lib/policy/compile-model.ts';
import { answerProbe } from '#lib/policy/probe.ts';
import { randomCluster } from '#lib/policy/testing/random-cluster.ts';
import { writeExpectations } from './list-expectations.ts';

test('what is frozen is met by the same state, what depends too, on 60 random clusters', async () => {
  const frozen = { allow: 0, deny: 0, depends: 0 };
  for (let seed = 1; seed <= 60; seed++) {
    const { objects, profile } = randomCluster(seed, ['Deployment', 'DaemonSet']);
    const model = compileModel(objects, profile);
    let yaml = '';
    const write = (text: string): undefined => {
      yaml += text;
    };
    const output = { write, end: async () => {}, isTerminal: false };
    await writeExpectations(output, model, undefined);
    const { expectations } = parse(yaml) as { expectations: { expect: keyof typeof frozen }[] | null };
    for (const question of expectations ?? []) {
      expect(answerProbe(model, question), `seed ${seed}: ${JSON.stringify(question)}`).toMatchObject({ pass: true });
      frozen[question.expect]++;
    }
  }
  for (const count of Object.values(frozen)) expect(count).toBeGreaterThan(100);
});
