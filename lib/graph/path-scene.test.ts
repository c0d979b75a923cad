import { expect, it } from 'vitest';
import type { WitnessHop } from '#lib/gdpr/types.ts';
import { pathScene } from './path-scene.ts';

const PORTS = { TCP: [[443, 443]], UDP: [], SCTP: [] } as const;
const hop = (from: string, to: string, verdict: WitnessHop['verdict'] = 'allow'): WitnessHop => ({
  from,
  to,
  verdict,
  ports: PORTS,
  because: [],
});
const sceneOf = (...witness: readonly WitnessHop[]) =>
  pathScene({ id: 'EXP-002-1', severity: 'critical', witness }, () => ({}));

it('draws a chain from left to right, each workload in its namespace', () => {
  const { nodes, edges } = sceneOf(hop('internet', 'a/Deployment/web'), hop('a/Deployment/web', 'b/StatefulSet/db'));
  const at = (id: string) => nodes.find((node) => node.id === id);
  expect([at('internet')?.type, at('a/Deployment/web')?.label, at('b/StatefulSet/db')?.namespace]).toEqual([
    'internet',
    'web',
    'b',
  ]);
  expect((at('internet')?.x ?? 0) < (at('a/Deployment/web')?.x ?? 0)).toBe(true);
  expect((at('a/Deployment/web')?.x ?? 0) < (at('b/StatefulSet/db')?.x ?? 0)).toBe(true);
  expect(new Set(['internet', 'a/Deployment/web', 'b/StatefulSet/db'].map((id) => at(id)?.y)).size).toBe(1);
  expect(edges.map(({ label, state }) => [label, state])).toEqual([
    ['443', 'gap'],
    ['443', 'gap'],
  ]);
});

it('begins a row where hops do not hang together, and no box lies on another', () => {
  const { nodes } = sceneOf(
    hop('a/?', 'a/Deployment/x'),
    hop('b/?', 'b/Deployment/y'),
    hop('b/?', 'c/Deployment/z', 'depends'),
  );
  const places = nodes.filter(({ type }) => type !== 'namespace').map(({ x, y }) => `${x} ${y}`);
  expect(new Set(places).size).toBe(places.length);
});

it('says of a pod that anybody may create that it has no labels', () => {
  const { nodes } = sceneOf(hop('a/?', 'b/Deployment/y'));
  expect(nodes.find(({ id }) => id === 'a/?')).toMatchObject({ type: 'any-pod', detail: 'without labels' });
});
