import { expect, test } from 'vitest';
import type { PolicyText } from '#lib/policy/types.ts';
import { specLines } from './spec-lines.ts';

function policy(...lines: readonly string[]): PolicyText {
  return {
    policy: { kind: 'NetworkPolicy', namespace: 'crm', name: 'x' },
    source: 'file',
    firstLine: 10,
    text: lines.join('\n'),
    paths: {},
  };
}

test("the spec's selector is found above those of rules", () => {
  const text = policy(
    'spec:',
    '  ingress:',
    '    - from:',
    '        - podSelector: {}',
    '  podSelector:',
    '    matchLabels:',
    '      role: app',
    '  policyTypes: [Ingress]',
  );
  expect(specLines(text, 'podSelector')).toEqual({ from: 14, to: 16 });
  expect(specLines(text, 'policyTypes')).toEqual({ from: 17, to: 17 });
});

test('a list may stand as far left as its key', () => {
  expect(
    specLines(policy('spec:', '  policyTypes:', '  - Ingress', '  - Egress', '  podSelector: {}'), 'policyTypes'),
  ).toEqual({ from: 11, to: 13 });
});

test('JSON ends at its closing bracket', () => {
  const text = policy(
    '{',
    '  "spec": {',
    '    "podSelector": {',
    '      "matchLabels": {}',
    '    },',
    '    "policyTypes": []',
    '  }',
    '}',
  );
  expect(specLines(text, 'podSelector')).toEqual({ from: 12, to: 14 });
});

test('a field that is not there lights nothing', () => {
  expect(specLines(policy('spec: {}'), 'podSelector')).toBeUndefined();
});
