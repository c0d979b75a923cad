import { expect, test } from 'vitest';
import { clusterOf } from '#lib/policy/testing/cluster-of.ts';
import { enteredWorkloads } from './entered-workloads.ts';

const service = (spec: string) =>
  `---\napiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: one}\nspec: {selector: {app: web}, ports: [{port: 80}], ${spec}}\n`;
const ingress =
  '---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i, namespace: one}\nspec: {defaultBackend: {service: {name: s, port: {number: 80}}}}\n';
const entered = (yaml: string, address = '192.168.1.1') =>
  [
    ...enteredWorkloads(
      clusterOf({
        nodes: { n1: { addresses: [address] } },
        pods: {
          'one/web': { labels: { app: 'web' }, ip: '10.0.1.1', node: 'n1' },
          'one/agent': { hostNetwork: true, node: 'n1', ip: address, ports: ['TCP/9100'] },
        },
        yaml,
      }),
    ),
  ].sort();

test('a public load balancer leads the internet to the door, an internal one does not', () => {
  expect(entered(service('type: LoadBalancer'))).toEqual(['one/Pod/web']);
  expect(entered(service('type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8]'))).toEqual([]);
});

test('ports of nodes count where the nodes are public', () => {
  expect(entered(service('type: NodePort'))).toEqual([]);
  expect(entered(service('type: NodePort'), '203.0.113.1')).toEqual(['one/Pod/agent', 'one/Pod/web']);
});

test('row 84: what comes through a proxy comes from the proxy', () => {
  expect(entered(service('type: ClusterIP') + ingress)).toEqual([]);
});
