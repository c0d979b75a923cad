import { expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { compactYaml } from './compact-yaml.ts';

const POLICY = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: records-db
  namespace: health
spec:
  podSelector:
    matchLabels:
      app: records-db
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: a-namespace-with-quite-a-long-name
          podSelector:
            matchLabels:
              app: records-api
      ports:
        - protocol: TCP
          port: 5432
`;

it('reads back as the same object, in fewer lines', () => {
  const lines = compactYaml(POLICY);
  expect(parse(lines.join('\n'))).toEqual(parse(POLICY));
  expect(lines).toContain('  podSelector: { matchLabels: { app: records-db } }');
  expect(lines.length).toBeLessThan(15);
});

it('keeps documents apart, and comments where they are', () => {
  const two = compactYaml(`${POLICY}---\n# first\nkind: B\nspec:\n  # why\n  a: 1\n`).join('\n');
  expect(parseAllDocuments(two)).toHaveLength(2);
  expect(two).toContain('# why');
});

it('leaves alone what is no YAML', () => {
  expect(compactYaml('a: [\n')).toEqual(['a: [']);
});

it('begins no line that is too long for the paper, as far as its names are not', () => {
  const deep = `a:\n  b:\n    c:\n      matchExpressions:\n        - key: kubernetes.io/metadata.name\n          operator: NotIn\n          values:\n            - ${'x'.repeat(14)}\n`;
  const lines = compactYaml(deep);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(98);
  expect(lines.at(-1)).toMatch(/- \{ key: kubernetes.io\/metadata.name, operator: NotIn, values: \[ x+ \] \}$/);
});
