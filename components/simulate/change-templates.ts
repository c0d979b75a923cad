import type { Scene, SceneNode } from '#lib/graph/types.ts';

/** A policy that changes something from its first letter on: it isolates every pod of a namespace for ingress. Quoted, as `123` and `on` are names, too. */
export const newPolicy = (namespace: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: new-policy
  namespace: ${JSON.stringify(namespace)}
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress: []
`;

/** Of a picture the namespace that a new policy is written for: one that runs pods of its own, and not the platform's. */
export function firstNamespace(scene: Pick<Scene, 'nodes'> | undefined): string {
  const spaces = scene?.nodes.filter(({ namespace, type }) => namespace !== undefined && HOLDS.has(type)) ?? [];
  return (spaces.find(({ platform }) => platform !== true) ?? spaces[0])?.namespace ?? 'default';
}

const HOLDS: ReadonlySet<SceneNode['type']> = new Set(['namespace', 'tile']);

/** A workload that nobody has made yet. Values come from a form: they are quoted, as JSON is YAML. */
export function newWorkload(
  namespace: string,
  name: string,
  labels: Readonly<Record<string, string | null>>,
  replicas: number,
): string {
  const wanted = Object.entries(labels).flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
  const written = wanted.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ');
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${JSON.stringify(name)}
  namespace: ${JSON.stringify(namespace)}
spec:
  replicas: ${replicas}
  selector:
    matchLabels: {${written}}
  template:
    metadata:
      labels: {${written}}
    spec:
      containers:
      - name: app
        image: example.com/app
`;
}
