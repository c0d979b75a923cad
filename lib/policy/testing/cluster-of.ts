import { parse } from 'yaml';
import { buildClusterObjects } from '#lib/kube/build-cluster-objects.ts';
import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import type { KeptObject, Labels } from '#lib/kube/objects.ts';
import { projectObject } from '#lib/kube/project.ts';
import { compileModel } from '../compile-model.ts';
import type { PolicyModel, SingleEnd } from '../model.ts';
import { hasPort } from '../port-set.ts';
import { parseProfile } from '../profile.ts';
import type { Verdict } from '../types.ts';
import { familyOf } from './literal-address.ts';

/** A pod in a test's cluster. Without `ip` it has no address; without `node` it runs nowhere yet. */
export interface TestPod {
  readonly labels?: Readonly<Record<string, string>>;
  readonly ip?: string | readonly string[];
  readonly node?: string;
  readonly hostNetwork?: boolean;
  readonly phase?: string;
  readonly terminating?: boolean;
  /** "http=TCP/8080" or "TCP/8080" */
  readonly ports?: readonly string[];
  readonly initPorts?: readonly string[];
}

export interface TestNode {
  readonly addresses: readonly string[];
  readonly podCIDRs?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

export interface TestCluster {
  /** Namespace → labels. A namespace that is only mentioned has no Namespace object. */
  readonly namespaces?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** `ns/name` → pod. */
  readonly pods?: Readonly<Record<string, TestPod>>;
  /** Node → addresses and labels. */
  readonly nodes?: Readonly<Record<string, TestNode>>;
  /** Any manifests, as people write them: YAML documents. */
  readonly yaml?: string;
  /** `KEY=VALUE` of the semantics profile; `profile=NAME` chooses the preset. */
  readonly set?: readonly string[];
  readonly kinds?: readonly KindCompleteness[];
}

/** Compiles a small cluster through the same projection that files and the live source use. */
export function clusterOf(cluster: TestCluster): PolicyModel {
  const raw = [
    ...Object.entries(cluster.namespaces ?? {}).map(([name, labels]) => rawNamespace(name, labels)),
    ...Object.entries(cluster.nodes ?? {}).map(([name, node]) => rawNode(name, node)),
    ...Object.entries(cluster.pods ?? {}).map(([key, pod]) => rawPod(key, pod)),
    ...documents(cluster.yaml ?? ''),
  ];
  const kept = raw.flatMap((object): KeptObject[] => {
    const { kept: one } = projectObject(object);
    return one === undefined ? [] : [one];
  });
  const settings = cluster.set ?? [];
  const preset = settings.find((setting) => setting.startsWith('profile='))?.slice('profile='.length) ?? 'upstream';
  const profile = parseProfile(
    preset,
    settings.filter((setting) => !setting.startsWith('profile=')),
  );
  return compileModel(buildClusterObjects(kept, { kinds: cluster.kinds ?? [], unread: [], notes: [] }), profile);
}

/** `allow`, `deny` or `depends` for one connection: ends as `ns/pod`, `ns/Kind/name`, `ns/?a=b`, `node:n`, an address, `internet`. */
export function verdict(model: PolicyModel, from: string, to: string, port = 'TCP/80'): Verdict {
  const relation = model.relation(endOf(model, from), endOf(model, to));
  const [protocol = 'TCP', number = '80'] = port.split('/');
  if (protocol !== 'TCP' && protocol !== 'UDP' && protocol !== 'SCTP') throw new Error(`no protocol: ${port}`);
  if (hasPort(relation.must, protocol, Number(number))) return 'allow';
  return hasPort(relation.may, protocol, Number(number)) ? 'depends' : 'deny';
}

/** Why it depends, sorted. */
export function reasons(model: PolicyModel, from: string, to: string): readonly string[] {
  return [...model.relation(endOf(model, from), endOf(model, to)).reasons].sort();
}

export function endOf(model: PolicyModel, end: string): SingleEnd {
  if (end === 'internet') return { type: 'internet' };
  if (end.startsWith('node:')) return { type: 'node', name: end.slice('node:'.length) };
  if (end.includes('/?')) {
    const [namespace = '', labels = ''] = end.split('/?');
    const pairs = labels === '' ? [] : labels.split(',').map((pair) => pair.split('=') as [string, string]);
    return { type: 'hypothetical', namespace, labels: Object.fromEntries(pairs) as Labels };
  }
  if (!end.includes('/')) return { type: 'address', family: familyOf(end), first: end, last: end };
  const id = model.classOf(end);
  if (id === undefined) throw new Error(`nobody is called ${end}`);
  return model.objects.pods.has(end) ? { type: 'class', class: id, pod: end } : { type: 'class', class: id };
}

function documents(yaml: string): unknown[] {
  return yaml.split(/^---$/m).flatMap((text) => (text.trim() === '' ? [] : [parse(text, { version: '1.1' })]));
}

const rawNamespace = (name: string, labels: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});

const rawNode = (name: string, node: TestNode) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: node.labels ?? {} },
  spec: node.podCIDRs === undefined ? {} : { podCIDRs: node.podCIDRs },
  status: { addresses: node.addresses.map((address) => ({ type: 'InternalIP', address })) },
});

function rawPod(key: string, pod: TestPod) {
  const [namespace, name] = key.split('/');
  const addresses = pod.ip === undefined ? [] : typeof pod.ip === 'string' ? [pod.ip] : pod.ip;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels: pod.labels ?? {},
      ...(pod.terminating === true ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
    },
    spec: {
      ...(pod.node === undefined ? {} : { nodeName: pod.node }),
      ...(pod.hostNetwork === true ? { hostNetwork: true } : {}),
      containers: [{ name: 'main', ports: (pod.ports ?? []).map(rawPort) }],
      initContainers: [{ name: 'init', ports: (pod.initPorts ?? []).map(rawPort) }],
    },
    status: {
      phase: pod.phase ?? (addresses.length === 0 ? 'Pending' : 'Running'),
      ...(addresses.length === 0 ? {} : { podIP: addresses[0], podIPs: addresses.map((ip) => ({ ip })) }),
    },
  };
}

function rawPort(text: string) {
  const [name, rest] = text.includes('=') ? text.split('=') : [undefined, text];
  const [protocol, number] = (rest ?? '').split('/');
  return { ...(name === undefined ? {} : { name }), protocol, containerPort: Number(number) };
}

/** A NetworkPolicy in `one` (or `namespace`) with the given `spec` as YAML: what most rows are about. */
export function policy(spec: string, options: { readonly name?: string; readonly namespace?: string } = {}): string {
  const indented = spec
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
  return `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${options.name ?? 'policy'}, namespace: ${options.namespace ?? 'one'}}
spec:
${indented}
`;
}
