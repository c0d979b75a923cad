interface Options {
  readonly name?: string;
  readonly tier?: 'Admin' | 'Baseline';
  readonly priority?: number;
}

/** A ClusterNetworkPolicy with the given rest of its spec as YAML: subject and rules. */
export function clusterPolicy(spec: string, { name = 'policy', tier = 'Admin', priority = 10 }: Options = {}): string {
  return `---
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: ${name}}
spec:
  tier: ${tier}
  priority: ${priority}
${indented(spec)}
`;
}

/** An AdminNetworkPolicy, likewise. */
export function adminPolicy(spec: string, { name = 'policy', priority = 10 }: Omit<Options, 'tier'> = {}): string {
  return `---
apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: {name: ${name}}
spec:
  priority: ${priority}
${indented(spec)}
`;
}

/** The BaselineAdminNetworkPolicy, likewise: there is one at most, and it is called `default`. */
export function baselinePolicy(spec: string, { name = 'default' }: Pick<Options, 'name'> = {}): string {
  return `---
apiVersion: policy.networking.k8s.io/v1alpha1
kind: BaselineAdminNetworkPolicy
metadata: {name: ${name}}
spec:
${indented(spec)}
`;
}

function indented(spec: string): string {
  return spec
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
