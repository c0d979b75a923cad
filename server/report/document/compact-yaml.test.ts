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
