import { expect, test } from 'vitest';
import { projectObject } from './project.ts';

const meta = { metadata: { name: 'x', namespace: 'one' } };

test('row 75: addresses of pods are decimal, as Kubernetes reads them, and a note says so', () => {
  const status = { podIP: '010.0.0.1', podIPs: [{ ip: '010.0.0.1' }, { ip: 'fd00::00001' }], hostIP: '10.0.0.2' };
  const ports = [{ containerPort: 80, hostPort: 80, hostIP: '0127.0.0.1' }];
  const spec = { containers: [{ name: 'c', ports }] };
  const { kept, notes, problems } = projectObject({ apiVersion: 'v1', kind: 'Pod', ...meta, spec, status });
  expect(problems).toEqual([]);
  expect(kept).toMatchObject({
    spec: { containers: [{ ports: [{ hostIP: '127.0.0.1' }] }] },
    status: { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }], hostIP: '10.0.0.2' },
  });
  expect(notes.map(({ code, object }) => `${code} ${object}`)).toEqual(Array(4).fill('leading-zero Pod one/x'));
  expect(notes[1]?.message).toBe(
    'Pod one/x: status.podIP is "010.0.0.1"; read as 10.0.0.1, as Kubernetes does. Network plugins may read a number that begins with 0 otherwise, or not at all.',
  );
  expect(projectObject(kept)).toMatchObject({ kept, notes: [] });
});

test('row 75: so are those of Services, EndpointSlices, Nodes, load balancers and Gateways', () => {
  const service = projectObject({
    ...{ apiVersion: 'v1', kind: 'Service', ...meta },
    spec: { clusterIP: '010.96.0.1', clusterIPs: ['010.96.0.1', 'None'], externalIPs: ['203.000.113.1'] },
    status: { loadBalancer: { ingress: [{ ip: '203.000.113.2' }, { hostname: 'lb.example' }] } },
  });
  expect(service.kept).toMatchObject({
    spec: { clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1', 'None'], externalIPs: ['203.0.113.1'] },
    status: { loadBalancer: { ingress: [{ ip: '203.0.113.2' }, { hostname: 'lb.example' }] } },
  });
  const slice = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', ...meta };
  expect(projectObject({ ...slice, endpoints: [{ addresses: ['010.0.0.1'] }] }).kept).toMatchObject({
    endpoints: [{ addresses: ['10.0.0.1'] }],
  });
  const node = projectObject({
    ...{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } },
    spec: { podCIDRs: ['010.244.0.0/024'] },
    status: {
      addresses: [
        { type: 'InternalIP', address: '010.1.0.1' },
        { type: 'Hostname', address: 'n1' },
      ],
    },
  });
  expect(node.kept).toMatchObject({
    spec: { podCIDRs: ['10.244.0.0/24'] },
    status: { addresses: [{ address: '10.1.0.1' }, { address: 'n1' }] },
  });
  const gateway = projectObject({
    ...{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', ...meta },
    spec: { gatewayClassName: 'g', addresses: [{ value: '010.1.0.1' }] },
  });
  expect(gateway.kept).toMatchObject({ spec: { addresses: [{ value: '10.1.0.1' }] } });
});

const ranges = (...loadBalancerSourceRanges: string[]) =>
  projectObject({ apiVersion: 'v1', kind: 'Service', ...meta, spec: { loadBalancerSourceRanges } });

test('row 75: source ranges are read as Kubernetes reads them, spaces around them and all', () => {
  const { kept, notes } = ranges('203.0.113.0/24', '000.0.0.0/0', ' 10.0.0.0/08 ', '10.0.0.5/24');
  expect(kept).toMatchObject({
    spec: { loadBalancerSourceRanges: ['203.0.113.0/24', '0.0.0.0/0', '10.0.0.0/8', '10.0.0.5/24'] },
  });
  expect(notes.map(({ code }) => code)).toEqual(['leading-zero', 'leading-zero']);
});

test('a source range that is no block is kept and told', () => {
  const { kept, notes } = ranges('10.0.0.0/8', 'office');
  expect(kept).toMatchObject({ spec: { loadBalancerSourceRanges: ['10.0.0.0/8', 'office'] } });
  expect(notes).toMatchObject([
    {
      code: 'source-range-unread',
      message:
        'Service one/x: spec.loadBalancerSourceRanges[1] is "office", which is no address block; it may mean any client.',
    },
  ]);
});
