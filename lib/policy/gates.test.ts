import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { PolicyModel } from './model.ts';
import { clusterOf } from './testing/cluster-of.ts';
import { clusterPolicy } from './testing/cluster-policy-yaml.ts';

const POLICIES = 14;
const RULES = 100;
const QUESTIONS = 12_000;
const MB = 2 ** 20;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('questions about pods that do not exist do not fill the memory, whichever policies select them', () => {
  const rules = Array.from({ length: RULES }, (_, index) => `{ports: [{port: ${index + 1}}]}`).join();
  const networkPolicy = (index: number) =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p${index}, namespace: a}\nspec: {podSelector: {matchLabels: {l${index}: x}}, ingress: [${rules}]}`;
  const clusterWide = (index: number) =>
    clusterPolicy(
      `subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {l${index}: x}}}}\ningress: [{action: Deny, from: [{namespaces: {}}]}]`,
      { name: `p${index}`, priority: index },
    );

  test('NetworkPolicies', () => {
    expect(growthOf(networkPolicy, 'yes')).toBeLessThan(15);
  });

  test('cluster-wide policies', () => {
    expect(growthOf(clusterWide, 'partly')).toBeLessThan(15);
  });
});

/** @returns the megabytes that thousands of questions leave behind. */
function growthOf(manifest: (index: number) => string, isolated: string): number {
  const manifests = Array.from({ length: POLICIES }, (_, index) => manifest(index));
  const model = clusterOf({ namespaces: { a: {} }, pods: { 'a/web': {} }, yaml: manifests.join('\n---\n') });
  for (let number = 0; number < 100; number++) ask(model, number, isolated);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let number = 100; number < QUESTIONS; number++) ask(model, number, isolated);
  collectGarbage();
  const grown = (process.memoryUsage().heapUsed - before) / MB;
  ask(model, 0, isolated); // the model is still there, with all that it keeps
  return grown;
}

/** Each number is another set of labels, and with it another set of policies. */
function ask(model: PolicyModel, number: number, isolated: string): void {
  const labels: Record<string, string> = {};
  for (let bit = 0; bit < POLICIES; bit++) if (number & (1 << bit)) labels[`l${bit}`] = 'x';
  const end = { type: 'hypothetical', namespace: 'a', labels } as const;
  expect(model.gate(end, 'ingress').isolated).toBe(number === 0 ? 'no' : isolated);
  model.relation({ type: 'class', class: 0 }, end);
}
