import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildClusterObjects } from '#lib/kube/build-cluster-objects.ts';
import type { NetworkPolicy } from '#lib/kube/objects.ts';
import { PolicyTexts } from './policy-text.ts';

const ref = { kind: 'NetworkPolicy', namespace: 'shop', name: 'n' };

function textOf(spec: NetworkPolicy['spec'], more: Partial<NetworkPolicy> = {}) {
  const metadata = { name: 'n', namespace: 'shop' };
  const policy: NetworkPolicy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec, ...more };
  const text = new PolicyTexts(buildClusterObjects([policy])).get(ref);
  if (text === undefined) throw new Error('no text');
  return text;
}

const value = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('yes', '1', '', ' ', 'a\nb', '# no', '- x', '{', "'"),
);
const peer = fc.record({
  podSelector: fc.record({ matchLabels: fc.dictionary(fc.constantFrom('app', 'a b'), value) }),
});
const rule = fc.record({
  from: fc.array(peer, { maxLength: 3 }),
  ports: fc.constantFrom([{ port: 80 }], [{ port: 'web' }]),
});
const spec = fc.record(
  {
    podSelector: fc.constant({}),
    policyTypes: fc.constant(['Ingress'] as const),
    ingress: fc.array(rule, { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

test('the rendering reads back as the policy, and each path as its rule', () => {
  fc.assert(
    fc.property(spec, (given) => {
      const { text, paths } = textOf(given);
      expect(parse(text).spec).toEqual(JSON.parse(JSON.stringify(given)));
      const lines = text.split('\n');
      for (const [index, each] of (given.ingress ?? []).entries()) {
        const { from, to } = paths[`spec.ingress[${index}]`] ?? { from: 0, to: 0 };
        expect(parse(lines.slice(from - 1, to).join('\n'))).toEqual([JSON.parse(JSON.stringify(each))]);
      }
    }),
  );
});

test('managedFields are left out, labels stay', () => {
  const metadata = { name: 'n', namespace: 'shop', labels: { team: 'a' }, managedFields: [{ manager: 'kubectl' }] };
  const { text } = textOf({ podSelector: {} }, { metadata });
  expect(text).toContain('team: a');
  expect(text).not.toContain('kubectl');
});

test('a file text that cannot be read again gives way to the rendering', () => {
  const origin = { file: 'x.yaml', document: 1, line: 1, text: '- no policy' };
  expect(textOf({ podSelector: {} }, { origin }).source).toBe('rendering');
});
