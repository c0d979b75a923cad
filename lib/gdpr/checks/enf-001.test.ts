import { describe, expect, it } from 'vitest';
import { EMPTY_DATA_MAP } from '../data-map/types.ts';
import { cluster, namespace, node, podOn, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, reportOf } from '../testing/report-of.ts';
import { enf001Examples } from './examples/enf-001.ts';

const CRM = [namespace('crm'), workload('crm/db', { dataClass: 'personal' })];
const CALICO = { 'projectcalico.org/IPv4Address': '10.0.0.1/24' };
const FLANNEL = { 'flannel.alpha.coreos.com/backend-type': 'vxlan' };
const declared = (value: boolean) => ({
  dataMap: { ...EMPTY_DATA_MAP, cni: { enforces: { value, because: 'tested by the platform team' } } },
});

describe('ENF-001: enforcement not established', () => {
  it('fails where only a plugin runs that does not enforce, and personal data is there', () => {
    expect(gapsOf(enf001Examples.failing, 'ENF-001')).toMatchObject([
      {
        ...{ result: 'FAIL', severity: 'critical', title: 'Policies are not enforced' },
        subject: { namespace: '', kind: 'Cluster', name: 'enforcement' },
      },
    ]);
    expect(gapsOf(enf001Examples.failing, 'ENF-001')[0]?.summary).toContain(
      'On n1 and n2 only Flannel (found by Node n1',
    );
  });

  it('passes where an agent that is known to enforce is on every node', () => {
    expect(countsOf(enf001Examples.passing, 'ENF-001')).toMatchObject({ PASS: 1, FAIL: 0, UNKNOWN: 0 });
  });

  it('fails by node: one of two without enforcement is enough', () => {
    const [gap] = gapsOf(cluster(...CRM, node('n1', CALICO), node('n2', FLANNEL)), 'ENF-001');
    expect(gap).toMatchObject({ result: 'FAIL' });
    expect(gap?.summary).toContain('On n2 only Flannel');
  });

  it('is low where nothing may hold personal data', () => {
    const none = cluster(namespace('crm'), workload('crm/web', { dataClass: 'none' }), node('n1', FLANNEL));
    expect(gapsOf(none, 'ENF-001')[0]).toMatchObject({ result: 'FAIL', severity: 'low' });
  });

  it.each([
    ['no plugin is recognised', node('n1'), 'On n1 no network plugin is recognised.'],
    ['the input holds no nodes', '', 'The input holds no nodes and no agents of a network plugin'],
    [
      'a setting that is not read decides',
      podOn('n1', 'kube-system/k-1', 'kindnet', { hostNetwork: true }),
      'whether it enforces depends on a setting or version that is not read',
    ],
  ])('is UNKNOWN where %s', (_, more, said) => {
    const [gap] = gapsOf(cluster(...CRM, ...(more === '' ? [] : [more])), 'ENF-001');
    expect(gap).toMatchObject({ result: 'UNKNOWN', severity: 'critical' });
    expect(gap?.derivation).toMatch(/^up to critical/);
    expect(gap?.summary).toContain(said);
  });

  it('fails for a Windows node without an agent that may enforce there, and passes with one', () => {
    const onWindows = (annotations = {}) =>
      cluster(...CRM, node('n1', CALICO), node('n2', annotations, { 'kubernetes.io/os': 'windows' }));
    const [gap] = gapsOf(onWindows(), 'ENF-001');
    expect(gap).toMatchObject({ result: 'FAIL', severity: 'critical' });
    expect(gap?.summary).toContain('n2 runs Windows');
    expect(countsOf(onWindows(CALICO), 'ENF-001')).toMatchObject({ PASS: 1 });
  });

  it('fails for a virtual node: pods there are behind no plugin', () => {
    const virtual = node('n2', {}, { type: 'virtual-kubelet' });
    expect(gapsOf(cluster(...CRM, node('n1', CALICO), virtual), 'ENF-001')[0]).toMatchObject({ result: 'FAIL' });
  });

  it('passes as declared for a plugin that is not known here, and fails as declared', () => {
    expect(countsOf(cluster(...CRM, node('n1')), 'ENF-001', declared(true))).toMatchObject({ PASS: 1 });
    const [gap] = gapsOf(cluster(...CRM, node('n1', CALICO)), 'ENF-001', declared(false));
    expect(gap?.summary).toContain('does not enforce policies: tested by the platform team');
  });

  it('does not apply without workloads', () => {
    expect(countsOf(namespace('crm'), 'ENF-001')).toMatchObject({ NOT_APPLICABLE: 1 });
  });

  it('makes every other PASS one of intent until it passes itself', () => {
    expect(reportOf(enf001Examples.failing).passes).toBe('intent');
    expect(reportOf(cluster(...CRM)).passes).toBe('intent');
    expect(reportOf(enf001Examples.passing).passes).toBe('enforced');
  });
});
