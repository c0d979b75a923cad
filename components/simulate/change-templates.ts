/** A policy that changes something from its first letter on: it isolates every pod of a namespace for ingress. */
export const NEW_POLICY = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: new-policy
  namespace: default
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress: []
`;

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
