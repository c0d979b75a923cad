import { expect, test } from 'vitest';
import { clusterOf, policy } from '#lib/policy/testing/cluster-of.ts';
import { outerNodes } from './outer-nodes.ts';
import type { SceneEdge } from './types.ts';

test('a block is said to be named by a rule only where a rule names just that', () => {
  const model = clusterOf({
    namespaces: { one: {} },
    yaml: policy(
      'podSelector: {}\ningress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.2.0.0/16]}}, {ipBlock: {cidr: "FD00:0::/16"}}, {ipBlock: {cidr: 192.0.2.1/32}}]}]',
    ),
  });
  const edges = ['10.0.0.0/8', '10.1.0.0', '10.2.0.0/16', 'fd00::/16', '192.0.2.1'].map(
    (block) => ({ from: 'box', to: `addr:${block}` }) as SceneEdge,
  );
  const sentences = new Map(outerNodes(model, edges, [], 0, new Map()).map(({ label, sentence }) => [label, sentence]));
  expect(sentences.get('10.0.0.0/8')).toBe('The address block 10.0.0.0/8, named by a rule.');
  expect(sentences.get('192.0.2.1')).toBe('The address block 192.0.2.1, named by a rule.');
  expect(sentences.get('10.2.0.0/16'), 'an except').toContain('named by a rule');
  expect(sentences.get('fd00::/16'), 'another spelling').toContain('named by a rule');
  expect(sentences.get('10.1.0.0')).toContain('No rule names just them');
});
