import type { Scene, SceneEdge, SceneNode } from '#lib/graph/types.ts';

const NO_PORTS = { TCP: [], UDP: [], SCTP: [] } as const;

function box(id: string, x: number, y: number, more: Partial<SceneNode> = {}): SceneNode {
  const name = id.split('/').at(-1) ?? id;
  return { id, type: 'workload', x, y, width: 130, height: 26, label: name, name, sentence: `${name}.`, ...more };
}
function edge(from: string, to: string, more: Partial<SceneEdge> = {}): SceneEdge {
  return {
    id: `${from}→${to}`,
    from,
    to,
    state: 'allowed',
    gaps: [],
    allow: { ...NO_PORTS, TCP: [[8080, 8080]] },
    depends: NO_PORTS,
    reasons: [],
    label: '8080',
    count: 1,
    sentence: `${from} may connect to ${to}.`,
    ...more,
  };
}

/** Two namespaces, an invented shop and its customers: small enough to reason about in a test. */
export const SHOP_SCENE: Scene = {
  level: 'workloads',
  restLevel: 'workloads',
  width: 600,
  height: 300,
  omitted: [],
  nodes: [
    box('ns:shop', 0, 0, { type: 'namespace', width: 300, height: 120, namespace: 'shop', label: 'shop' }),
    box('shop/Deployment/web', 12, 28, { parent: 'ns:shop', namespace: 'shop', kind: 'Deployment', dataClass: 'none' }),
    box('shop/Deployment/cart', 160, 28, {
      parent: 'ns:shop',
      namespace: 'shop',
      kind: 'Deployment',
      dataClass: 'unknown',
    }),
    box('ns:crm', 320, 0, { type: 'namespace', width: 280, height: 120, namespace: 'crm', label: 'crm' }),
    box('crm/StatefulSet/crm-db', 332, 28, {
      parent: 'ns:crm',
      namespace: 'crm',
      kind: 'StatefulSet',
      dataClass: 'personal',
      basis: 'declared',
      gaps: { worst: 'high', count: 1 },
    }),
    box('any-pod', 200, 200, { type: 'any-pod', width: 140, height: 30, label: 'Any pod', detail: '3 pods' }),
  ],
  edges: [
    edge('shop/Deployment/web', 'shop/Deployment/cart'),
    edge('shop/Deployment/cart', 'crm/StatefulSet/crm-db', {
      state: 'depends',
      allow: NO_PORTS,
      depends: { ...NO_PORTS, TCP: [[5432, 5432]] },
    }),
    edge('any-pod', 'crm/StatefulSet/crm-db', {
      state: 'gap',
      severity: 'high',
      gaps: ['ISO-001-0badcafe'],
      label: 'any port',
      allow: { TCP: [[1, 65535]], UDP: [[1, 65535]], SCTP: [[1, 65535]] },
    }),
  ],
};
