import type { AdminClient } from './admin-client.ts';

/** No controllers run beside the test's API server: what they would write, these functions write. */

type Labels = Readonly<Record<string, string>>;

export async function createNamespace(admin: AdminClient, name: string, labels: Labels = {}): Promise<void> {
  await admin.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
}

/** Deletes and finalises it: without its controller a namespace stays Terminating. Objects in it stay in the store. */
export async function deleteNamespace(admin: AdminClient, name: string): Promise<void> {
  await admin.delete(`/api/v1/namespaces/${name}`);
  const current = (await admin.get(`/api/v1/namespaces/${name}`)) as object;
  await admin.put(`/api/v1/namespaces/${name}/finalize`, { ...current, spec: { finalizers: [] } });
}

export interface PodToWrite {
  readonly namespace: string;
  readonly name: string;
  readonly labels?: Labels;
  readonly ip?: string;
  readonly node?: string;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly protocol?: string }[];
  /** Name of a ReplicaSet in the same namespace. */
  readonly replicaSet?: { readonly name: string; readonly uid: string };
}

/** A running pod: the API drops a status at creation, so it is written afterwards. */
export async function createPod(admin: AdminClient, pod: PodToWrite): Promise<void> {
  const path = `/api/v1/namespaces/${pod.namespace}/pods`;
  const owner = pod.replicaSet;
  await admin.create(path, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      labels: pod.labels ?? {},
      ...(owner === undefined
        ? {}
        : { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', controller: true, ...owner }] }),
    },
    spec: {
      ...(pod.node === undefined ? {} : { nodeName: pod.node }),
      containers: [{ name: 'main', image: 'registry.example/app:1', ports: pod.ports ?? [] }],
    },
  });
  if (pod.ip === undefined) return;
  await admin.patch(`${path}/${pod.name}/status`, {
    status: { phase: 'Running', podIP: pod.ip, podIPs: [{ ip: pod.ip }], hostIP: '192.0.2.10' },
  });
}

export async function createReplicaSet(
  admin: AdminClient,
  { namespace, name, labels, replicas = 1 }: { namespace: string; name: string; labels: Labels; replicas?: number },
): Promise<{ readonly name: string; readonly uid: string }> {
  const created = (await admin.create(`/apis/apps/v1/namespaces/${namespace}/replicasets`, {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'registry.example/app:1' }] } },
    },
  })) as { readonly metadata: { readonly uid: string } };
  return { name, uid: created.metadata.uid };
}

export async function createPolicy(admin: AdminClient, namespace: string, name: string, spec: object): Promise<void> {
  await admin.create(`/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name },
    spec,
  });
}

export interface RuleToGrant {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs?: readonly string[];
}

/** Binds the rules to the user: in one namespace, or everywhere. */
export async function grant(
  admin: AdminClient,
  user: string,
  rules: readonly RuleToGrant[],
  namespace?: string,
): Promise<void> {
  const group = 'rbac.authorization.k8s.io';
  const cluster = namespace === undefined;
  const base = cluster ? `/apis/${group}/v1` : `/apis/${group}/v1/namespaces/${namespace}`;
  const kind = cluster ? 'ClusterRole' : 'Role';
  const metadata = { name: `read-${user}` };
  await admin.create(`${base}/${kind.toLowerCase()}s`, {
    apiVersion: `${group}/v1`,
    kind,
    metadata,
    rules: rules.map((rule) => ({ verbs: ['get', 'list', 'watch'], ...rule })),
  });
  await admin.create(`${base}/${kind.toLowerCase()}bindings`, {
    apiVersion: `${group}/v1`,
    kind: `${kind}Binding`,
    metadata,
    roleRef: { apiGroup: group, kind, name: metadata.name },
    subjects: [{ apiGroup: group, kind: 'User', name: user }],
  });
}

/** A policy kind of others, as its project's definition serves it; any spec is taken. */
export async function createPolicyDefinition(
  admin: AdminClient,
  {
    group,
    version,
    alsoServed = [],
    kind,
    plural,
    namespaced,
  }: {
    group: string;
    version: string;
    /** Further versions, none of which is stored. */
    alsoServed?: readonly string[];
    kind: string;
    plural: string;
    namespaced: boolean;
  },
): Promise<void> {
  await admin.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      // The API server wants the approval of those who own names below k8s.io.
      annotations: group.endsWith('k8s.io') ? { 'api-approved.kubernetes.io': 'unapproved, for tests' } : {},
    },
    spec: {
      group,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [version, ...alsoServed].map((name) => ({
        name,
        served: true,
        storage: name === version,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      })),
    },
  });
}
