import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildClusterObjects } from '#lib/kube/build-cluster-objects.ts';
import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import { projectObject } from '#lib/kube/project.ts';
import { pluginSentence } from '#lib/text/en/plugin.ts';
import { detectPlugin } from './detect-plugin.ts';

function agent(node: string, labels: string, image = 'registry.example/agent:1', more = 'hostNetwork: true') {
  return `
apiVersion: v1
kind: Pod
metadata: {name: agent-${node}-${Math.abs(image.length)}, namespace: kube-system, labels: {${labels}}, ownerReferences: [{kind: DaemonSet, name: agent, controller: true}]}
spec: {nodeName: ${node}, ${more}, containers: [{name: agent, image: "${image}"}]}
status: {phase: Running}`;
}
const node = (name: string, annotations = '') => `
apiVersion: v1
kind: Node
metadata: {name: ${name}, annotations: {${annotations}}}`;
const detect = (documents: readonly string[], kinds: readonly KindCompleteness[] = []) =>
  detectPlugin(
    buildClusterObjects(
      documents.flatMap((text) => projectObject(parse(text)).kept ?? []),
      { kinds },
    ),
  );
const NODES = [node('n1'), node('n2')];
const onBoth = (labels: string, image?: string) => [...NODES, agent('n1', labels, image), agent('n2', labels, image)];

describe('the network plugin is known', () => {
  test.each([
    ['k8s-app: calico-node', 'Calico', 'calico'],
    ['k8s-app: cilium', 'Cilium', 'cilium'],
    ['app: antrea, component: antrea-agent', 'Antrea', 'antrea'],
    ['app: ovnkube-node', 'OVN-Kubernetes', 'ovn-kubernetes'],
    ['k8s-app: canal', 'Canal', 'calico'],
    ['k8s-app: cilium, name: anetd', 'GKE Dataplane V2', 'cilium'],
  ])('by the label %s of its agents: %s, whose readings are %s', (labels, plugin, profile) => {
    const { plugins, proposed, enforces, mixed } = detect(onBoth(labels));
    expect(plugins).toMatchObject([{ plugin, nodes: 2, profile }]);
    expect({ proposed, enforces, mixed }).toEqual({ proposed: profile, enforces: 'yes', mixed: false });
  });

  test.each([
    ['k8s-app: kube-router', 'kube-router', 'yes'],
    ['k8s-app: azure-npm', 'Azure Network Policy Manager', 'yes'],
    ['app: kindnet', 'kindnet', 'unknown'],
    ['k8s-app: aws-node', 'AWS VPC CNI', 'no'],
    ['app: flannel', 'Flannel', 'no'],
    ['name: weave-net', 'Weave Net without its policy controller', 'no'],
  ])('by the label %s: %s, for which there is no preset; it enforces: %s', (labels, plugin, enforces) => {
    const detection = detect(onBoth(labels));
    expect(detection).toMatchObject({ plugins: [{ plugin, nodes: 2 }], enforces });
    expect(detection.proposed).toBeUndefined();
  });

  test('by the image of its agents, whose tag tells the version, and whose digest is not repeated', () => {
    const { plugins } = detect(onBoth('app: x', 'quay.example/cilium/cilium:v1.19.2@sha256:abc'));
    expect(plugins).toMatchObject([
      {
        ...{ plugin: 'Cilium', version: '1.19', nodes: 2 },
        evidence: [
          { object: 'DaemonSet kube-system/agent', field: 'image', value: 'quay.example/cilium/cilium:v1.19.2' },
        ],
      },
    ]);
  });

  test('two versions during an update tell none', () => {
    const [a, b] = ['cilium/cilium:v1.18.1', 'cilium/cilium:v1.19.0'];
    const { plugins } = detect([...NODES, agent('n1', 'k8s-app: cilium', a), agent('n2', 'k8s-app: cilium', b)]);
    expect(plugins[0]?.version).toBeUndefined();
  });

  test('by what it wrote on the nodes, where its agents may not be read', () => {
    const annotation = 'projectcalico.org/IPv4Address: 10.0.0.1/24';
    const { plugins, proposed } = detect([node('n1', annotation), node('n2', annotation)]);
    expect(plugins).toMatchObject([
      {
        plugin: 'Calico',
        nodes: 2,
        evidence: [{ object: 'Node n1', field: 'annotations.projectcalico.org/IPv4Address' }],
      },
    ]);
    expect(proposed).toBe('calico');
  });

  test('by its agent on one node and its annotation on the other, together', () => {
    const annotation = 'network.cilium.io/ipv4-cilium-host: 10.0.0.1';
    const { plugins } = detect([node('n1', annotation), node('n2', annotation), agent('n1', 'k8s-app: cilium')]);
    expect(plugins).toMatchObject([{ plugin: 'Cilium', nodes: 2 }]);
  });

  test('by its DaemonSet alone, in manifests without nodes', () => {
    const daemonSet =
      'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: calico-node, namespace: kube-system}\nspec: {template: {metadata: {labels: {k8s-app: calico-node}}, spec: {hostNetwork: true, containers: [{name: a, image: "calico/node:v3.30.1"}]}}}';
    expect(detect([daemonSet])).toMatchObject({
      plugins: [{ plugin: 'Calico', version: '3.30', nodes: 0 }],
      proposed: 'calico',
    });
  });

  test('the groups that it brought are a further sign, and none of their own', () => {
    const kinds = [
      {
        resource: 'networkpolicies.crd.projectcalico.org',
        kind: 'crd.projectcalico.org/v1/NetworkPolicy',
        count: 1,
        state: 'read',
      } as const,
    ];
    expect(detect(onBoth('k8s-app: calico-node'), kinds).plugins[0]?.evidence).toContainEqual({
      object: 'API group crd.projectcalico.org',
      field: 'kinds',
      value: 'NetworkPolicy',
    });
    expect(detect(NODES, kinds).plugins).toEqual([]);
  });
});

describe('what is not proposed', () => {
  test('a pod that merely carries the label is no agent', () => {
    expect(detect([...NODES, agent('n1', 'k8s-app: cilium', undefined, 'dnsPolicy: Default')]).plugins).toEqual([]);
  });

  test('a plugin on one node of two proposes nothing, and whether policies are enforced is not known', () => {
    const detection = detect([...NODES, agent('n1', 'k8s-app: cilium')]);
    expect(detection).toMatchObject({ plugins: [{ nodes: 1 }], enforces: 'unknown' });
    expect(detection.proposed).toBeUndefined();
  });

  test('where nodes may not be read, a node that only other pods tell of counts all the same', () => {
    const detection = detect(
      [agent('n1', 'k8s-app: cilium'), agent('n2', 'app: shop', 'shop:1', 'hostNetwork: false')],
      [{ kind: 'Node', resource: 'nodes', state: 'forbidden', count: 0 }],
    );
    expect(detection).toMatchObject({ plugins: [{ plugin: 'Cilium', nodes: 1 }], nodes: 2, enforces: 'unknown' });
    expect(detection.proposed).toBeUndefined();
  });

  test('two that enforce are a mixed cluster, and said so', () => {
    const detection = detect([...NODES, agent('n1', 'k8s-app: cilium'), agent('n2', 'k8s-app: calico-node')]);
    expect(detection).toMatchObject({ mixed: true, enforces: 'unknown' });
    expect(detection.proposed).toBeUndefined();
    expect(pluginSentence(detection)).toBe(
      'Several network plugins: Calico on 1 of 2 nodes, Cilium on 1 of 2 nodes; not tested',
    );
  });

  test('one for addresses and one for policies are no mixture', () => {
    const detection = detect([
      ...onBoth('app: flannel', 'flannel/flannel:v0.26.0'),
      ...onBoth('k8s-app: calico-node').slice(2),
    ]);
    expect(detection).toMatchObject({ mixed: false, proposed: 'calico', enforces: 'yes' });
    expect(detection.plugins.map(({ plugin }) => plugin)).toEqual(['Calico', 'Flannel']);
    expect(pluginSentence(detection)).toBe('Calico on 2 of 2 nodes, not tested');
  });

  test('an annotation that an earlier plugin left behind does not count where another runs', () => {
    const annotation = 'projectcalico.org/IPv4Address: 10.0.0.1/24';
    const { plugins } = detect([node('n1', annotation), agent('n1', 'k8s-app: cilium')]);
    expect(plugins.map(({ plugin }) => plugin)).toEqual(['Cilium']);
  });

  test('an agent with its policy part decides by a setting that is not read', () => {
    const pod = agent('n1', 'k8s-app: aws-node').replace('containers: [', 'containers: [{name: aws-eks-nodeagent}, ');
    expect(detect([node('n1'), pod])).toMatchObject({
      plugins: [{ plugin: 'AWS VPC CNI with its policy agent' }],
      enforces: 'unknown',
    });
  });

  test('only one that does not enforce: policies are intent', () => {
    expect(pluginSentence(detect(onBoth('app: flannel')))).toBe('Flannel only, which does not enforce policies');
  });

  test('labels of strangers are no labels of ours', () => {
    expect(detect([...NODES, agent('n1', 'constructor: x, toString: y')]).plugins).toEqual([]);
  });
});
