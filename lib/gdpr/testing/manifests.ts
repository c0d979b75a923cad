/** Short manifests for the tests of the checks: each function is one object, `cluster` joins them. */

export function cluster(...objects: readonly string[]): string {
  return objects.join('\n---\n');
}

export function namespace(name: string, labels: Readonly<Record<string, string>> = {}): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: ${JSON.stringify(labels)}}`;
}

export interface WorkloadOptions {
  readonly kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'CronJob';
  readonly labels?: Readonly<Record<string, string>>;
  readonly dataClass?: string;
  readonly image?: string;
  readonly port?: number;
  readonly pod?: Readonly<Record<string, unknown>>;
  readonly replicas?: number;
}

/** `ns/name` with the label `app: name`. */
export function workload(id: string, options: WorkloadOptions = {}): string {
  const [ns = '', name = ''] = id.split('/');
  const { kind = 'Deployment', dataClass, image = 'acme/app:1', port, pod = {}, replicas } = options;
  const labels = options.labels ?? { app: name };
  const template = {
    metadata: { labels },
    spec: {
      containers: [{ name: 'main', image, ...(port === undefined ? {} : { ports: [{ containerPort: port }] }) }],
      ...pod,
    },
  };
  const spec =
    kind === 'CronJob'
      ? { jobTemplate: { spec: { template } } }
      : { template, ...(replicas === undefined ? {} : { replicas }) };
  const metadata = {
    name,
    namespace: ns,
    ...(dataClass === undefined ? {} : { labels: { 'ringfence.dev/data-class': dataClass } }),
  };
  return JSON.stringify({ apiVersion: kind === 'CronJob' ? 'batch/v1' : 'apps/v1', kind, metadata, spec });
}

/** A NetworkPolicy `ns/name` with a spec in YAML flow form. */
export function policy(id: string, spec: string, metadata = ''): string {
  const [ns = '', name = ''] = id.split('/');
  return `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}, namespace: ${ns}${metadata}}\nspec: ${spec}`;
}

export const DENY_ALL = '{podSelector: {}, policyTypes: [Ingress, Egress]}';

/** A node, with annotations that network plugins write. */
export function node(
  name: string,
  annotations: Readonly<Record<string, string>> = {},
  labels: Readonly<Record<string, string>> = {},
  spec: { readonly podCIDRs?: readonly string[] } = {},
  addresses: readonly string[] = [],
): string {
  const status = { addresses: addresses.map((address) => ({ type: 'InternalIP', address })) };
  return JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name, annotations, labels }, spec, status });
}

/** A pod `ns/name` on a node that belongs to a DaemonSet named `owner`. */
export function podOn(
  nodeName: string,
  id: string,
  owner: string,
  spec: Readonly<Record<string, unknown>> = {},
): string {
  const [ns = '', name = ''] = id.split('/');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...{ name, namespace: ns, labels: { app: owner } },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: owner, controller: true }],
    },
    spec: { nodeName, containers: [{ name: 'main', image: 'acme/app:1' }], ...spec },
    status: { phase: 'Running' },
  });
}

/** A pod `ns/name` that serves 5432, with whatever else of its spec and metadata. */
export function podWith(id: string, spec: object, metadata: object = {}): string {
  const [namespace, name] = id.split('/');
  const containers = [{ name: 'main', image: 'acme/app:1', ports: [{ containerPort: 5432 }] }];
  const meta = { name, namespace, ...metadata };
  return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: meta, spec: { containers, ...spec } });
}

/** The pods of a StatefulSet `ns/name`, one on each of some nodes. */
export function replicasOn(nodes: readonly string[], id: string, dataClass: string): readonly string[] {
  const [, name] = id.split('/');
  const replica = {
    labels: { 'ringfence.dev/data-class': dataClass },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name, uid: 'u', controller: true }],
  };
  return nodes.map((nodeName, index) => podWith(`${id}-${index}`, { nodeName }, replica));
}
