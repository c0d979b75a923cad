import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { clusterOf } from './testing/cluster-of.ts';

const POLICIES = 14;
const RULES = 100;
const QUESTIONS = 6_000;
const MB = 2 ** 20;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('questions about pods that do not exist do not fill the memory, whichever policies select them', () => {
  const rules = Array.from({ length: RULES }, (_, index) => `{ports: [{port: ${index + 1}}]}`).join();
  const manifests = Array.from(
    { length: POLICIES },
    (_, index) =>
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p${index}, namespace: a}\nspec: {podSelector: {matchLabels: {l${index}: x}}, ingress: [${rules}]}`,
  );
  const model = clusterOf({ pods: { 'a/web': {} }, yaml: manifests.join('\n---\n') });
  // Each number is another set of labels, and with it another set of policies.
  const ask = (number: number): void => {
    const labels: Record<string, string> = {};
    for (let bit = 0; bit < POLICIES; bit++) if (number & (1 << bit)) labels[`l${bit}`] = 'x';
    const end = { type: 'hypothetical', namespace: 'a', labels } as const;
    expect(model.gate(end, 'ingress').isolated).toBe(number === 0 ? 'no' : 'yes');
  };
  for (let number = 0; number < 100; number++) ask(number);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let number = 100; number < QUESTIONS; number++) ask(number);
  collectGarbage();
  expect((process.memoryUsage().heapUsed - before) / MB).toBeLessThan(15);
});
