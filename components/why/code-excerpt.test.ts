import { expect, test } from 'vitest';
import type { PolicyText } from '#lib/policy/types.ts';
import { codeExcerpt } from './code-excerpt.ts';

const POLICY: PolicyText = {
  policy: { kind: 'NetworkPolicy', namespace: 'shop', name: 'orders-egress' },
  source: 'file',
  file: 'shop.yaml',
  firstLine: 11,
  text: [
    'apiVersion: networking.k8s.io/v1',
    'kind: NetworkPolicy',
    'spec:',
    '  egress:',
    '    - ports:',
    '        - port: 53',
    '        - port: 54',
    '    - to:',
    '        - podSelector: {}',
    '  policyTypes: [Egress]',
    '',
  ].join('\n'),
  paths: {},
};

test('lit lines keep their real numbers, the rest is folded', () => {
  expect(codeExcerpt(POLICY, [{ from: 18, to: 19 }])).toEqual([
    { type: 'fold', from: 11, to: 13 },
    { type: 'line', number: 14, text: '  egress:', lit: false },
    { type: 'fold', from: 15, to: 17 },
    { type: 'line', number: 18, text: '    - to:', lit: true },
    { type: 'line', number: 19, text: '        - podSelector: {}', lit: true },
    { type: 'line', number: 20, text: '  policyTypes: [Egress]', lit: false },
  ]);
});

test('a single line is shown, not folded', () => {
  const excerpt = codeExcerpt(POLICY, [{ from: 15, to: 17 }]);
  expect(excerpt[0]).toEqual({ type: 'fold', from: 11, to: 13 });
  expect(excerpt.at(-1)).toEqual({ type: 'fold', from: 18, to: 20 });
  expect(excerpt.filter((line) => line.type === 'line' && line.lit)).toHaveLength(3);
});

test('a range outside the text lights nothing', () => {
  expect(codeExcerpt(POLICY, [{ from: 90, to: 95 }]).some((line) => line.type === 'line' && line.lit)).toBe(false);
});
