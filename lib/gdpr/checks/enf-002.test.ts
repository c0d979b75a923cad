import { describe, expect, it } from 'vitest';
import { cluster, namespace, podOn, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf } from '../testing/report-of.ts';
import { enf002Examples } from './examples/enf-002.ts';

const HOST = { hostNetwork: true };
const DB = workload('crm/db', { dataClass: 'personal', port: 5432 });
const agent = (image: string) => workload('ops/agent', { kind: 'DaemonSet', dataClass: 'none', image, pod: HOST });

describe('ENF-002: host-network workload touches personal data', () => {
  it('fails high for personal data on the host network', () => {
    const [gap] = gapsOf(enf002Examples.failing, 'ENF-002');
    expect(gap).toMatchObject({ result: 'FAIL', severity: 'high', title: 'db runs on the host network' });
    expect(gap?.summary).toContain('db has spec.template.spec.hostNetwork: true');
  });

  it('does not apply to what has a network of its own', () => {
    expect(countsOf(enf002Examples.passing, 'ENF-002')).toMatchObject({ FAIL: 0, NOT_APPLICABLE: 1 });
  });

  it('fails medium for one that can connect to personal data, with the way as witness', () => {
    const [gap] = gapsOf(cluster(namespace('crm'), namespace('ops'), DB, agent('acme/agent:1')), 'ENF-002');
    expect(gap).toMatchObject({
      severity: 'medium',
      witness: [{ from: 'ops/DaemonSet/agent', to: 'crm/Deployment/db' }],
      peers: ['crm/Deployment/db'],
    });
  });

  it('fails for one that can connect to it on any port: what it listens on it need not declare', () => {
    const other = policy('crm/other', '{podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: 9187}]}]}');
    const [gap] = gapsOf(cluster(namespace('crm'), namespace('ops'), DB, other, agent('acme/agent:1')), 'ENF-002');
    expect(gap).toMatchObject({ severity: 'medium', witness: [{ ports: { TCP: [[9187, 9187]] } }] });
  });

  it('fails medium for one on the node of a pod with personal data, even where policies keep it out', () => {
    const closed = policy('crm/deny', '{podSelector: {}, policyTypes: [Ingress]}');
    const onNode = [
      podOn('n1', 'ops/agent-1', 'agent', HOST),
      podOn('n1', 'crm/db-1', 'store').replace('"labels":{', '"labels":{"ringfence.dev/data-class":"personal",'),
    ];
    const [gap] = gapsOf(cluster(namespace('crm'), namespace('ops'), closed, agent('a'), ...onNode), 'ENF-002');
    expect(gap).toMatchObject({ severity: 'medium' });
    expect(gap?.summary).toContain('On node n1 it stands beside crm/DaemonSet/store');
  });

  it.each(['quay.io/prometheus/node-exporter:v1.8', 'registry.k8s.io/kube-proxy:v1.34', 'calico/node:v3.30'])(
    'is info for the curated agent %s',
    (image) => {
      const [gap] = gapsOf(cluster(namespace('crm'), namespace('ops'), DB, agent(image)), 'ENF-002');
      expect(gap).toMatchObject({ severity: 'info' });
      expect(gap?.summary).toContain('It belongs there: ');
    },
  );

  it('judges by the unknown column where its own class is unknown', () => {
    expect(gapsOf(workload('ops/agent', { pod: HOST }), 'ENF-002')[0]).toMatchObject({ severity: 'medium' });
  });

  it('passes where nothing near it may hold personal data', () => {
    const web = workload('crm/web', { dataClass: 'none' });
    expect(countsOf(cluster(web, agent('acme/agent:1')), 'ENF-002')).toMatchObject({ PASS: 1, FAIL: 0 });
  });
});
