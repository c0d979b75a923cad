import { describe, expect, it } from 'vitest';
import { EMPTY_DATA_MAP } from '../data-map/types.ts';
import { runChecks } from '../run-checks.ts';
import { cluster, namespace, node, podWith, policy, replicasOn, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, modelOf, reportOf, resultOf } from '../testing/report-of.ts';
import { iso003Examples } from './examples/iso-003.ts';

const only = (yaml: string, options = {}) => gapsOf(yaml, 'ISO-003', options);
const flow = (from: string, port: number, kind?: 'shared-service') => ({
  ...{ line: 1, from, to: 'billing/Deployment/invoices-db', ports: [{ protocol: 'TCP' as const, port }] },
  ...(kind === undefined ? {} : { kind }),
});
function withFlows(yaml: string, flows: ReturnType<typeof flow>[]) {
  const { gaps } = runChecks(modelOf(yaml), { dataMap: { ...EMPTY_DATA_MAP, flows } });
  return gaps.filter(({ check }) => check === 'ISO-003');
}
const controlled = (name: string, controller: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, annotations: {ringfence.dev/controller: ${controller}}}`;

describe('ISO-003: a connection across purposes or controllers without a declared flow', () => {
  it('fails at exposure 2 with both purposes, their sources and the rule', () => {
    const [gap, ...more] = only(iso003Examples.failing);
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      result: 'FAIL',
      severity: 'medium',
      derivation: 'medium = personal (declared) × other namespace (exposure 2)',
      title: 'Workloads for marketing.advertising can connect to invoices-db without a declared flow',
      peers: ['campaigns/Deployment/mailer'],
    });
    expect(gap?.summary).toContain(
      'The purpose of invoices-db is essential.service.payment_processing by annotation ringfence.dev/data-purposes on Namespace billing; at the other end it is marketing.advertising by annotation ringfence.dev/data-purposes on Namespace campaigns.',
    );
    expect(gap?.witness[0]?.because[1]).toMatchObject({ policy: { name: 'invoices-db' }, path: 'spec.ingress[0]' });
  });

  it('passes where only its own namespace is admitted', () => {
    expect(only(iso003Examples.passing)).toEqual([]);
    expect(countsOf(iso003Examples.passing, 'ISO-003')).toMatchObject({ PASS: 1, NOT_APPLICABLE: 2 });
  });

  it('closes with its fix', () => {
    const [gap] = only(iso003Examples.failing);
    const withoutRule = iso003Examples.failing.split('\n---\n').slice(0, -1);
    expect(only(cluster(...withoutRule, gap?.fix.yaml ?? ''))).toEqual([]);
  });

  it('is exposure 3 where the controller is another one', () => {
    const yaml = cluster(
      controlled('billing', 'acme'),
      controlled('tenant', 'globex'),
      workload('billing/invoices-db', { dataClass: 'personal' }),
      workload('tenant/app', { dataClass: 'none' }),
    );
    expect(only(yaml)).toMatchObject([
      {
        severity: 'high',
        derivation: 'high = personal (declared) × other controller (counted as exposure 3)',
        title: 'Controller globex can connect to invoices-db without a declared flow',
      },
    ]);
  });

  it('passes where a flow is declared for the port, and not for another port', () => {
    expect(withFlows(iso003Examples.failing, [flow('campaigns/Deployment/mailer', 5432)])).toEqual([]);
    expect(withFlows(iso003Examples.failing, [flow('campaigns/Deployment/mailer', 9187)])).toHaveLength(1);
  });

  it('known false positive: a shared service is declared once for all', () => {
    expect(withFlows(iso003Examples.failing, [flow('*/*/*', 5432, 'shared-service')])).toEqual([]);
  });

  it('offers no policy that would cut a declared flow of the same namespace', () => {
    const crm = workload('campaigns/crm', { dataClass: 'none' });
    const [gap] = withFlows(cluster(iso003Examples.failing, crm), [flow('campaigns/Deployment/crm', 5432)]);
    expect(gap).toMatchObject({ peers: ['campaigns/Deployment/mailer'], fix: { yaml: '' } });
  });

  it('is UNKNOWN where a rule cannot be read', () => {
    const unread = iso003Examples.failing.replace('from: [{namespaceSelector: {}}]', 'from: 7');
    expect(only(unread)).toMatchObject([
      { result: 'UNKNOWN', unknownBecause: ['A policy or a rule could not be understood.'] },
    ]);
  });

  it('does not evaluate where nobody declares a purpose or a controller', () => {
    const yaml = cluster(
      namespace('a'),
      workload('a/db', { dataClass: 'personal' }),
      policy('a/p', '{podSelector: {}}'),
    );
    const check = reportOf(yaml).checks.find(({ id }) => id === 'ISO-003');
    expect(check?.notEvaluated[0]).toContain('No purpose and no controller is declared');
    const some = cluster(iso003Examples.passing, namespace('b'), workload('b/db', { dataClass: 'personal' }));
    expect(reportOf(some).checks.find(({ id }) => id === 'ISO-003')?.notEvaluated).toEqual([
      'Neither purpose nor controller of b/Deployment/db is declared.',
    ]);
  });

  it('does not pass what workloads without purposes may connect to from elsewhere, but for a declared flow', () => {
    const yaml = iso003Examples.failing
      .split('\n---\n')
      .map((object) =>
        object.includes('campaigns') && object.includes('Namespace') ? namespace('campaigns') : object,
      );
    const check = resultOf(cluster(...yaml), 'ISO-003');
    expect(check?.counts).toMatchObject({ PASS: 0, FAIL: 0, NOT_EVALUATED: 1 });
    expect(check?.notEvaluated[0]).toContain(
      '1 workload in other namespaces may connect to it without a declared flow',
    );
    const flows = [flow('campaigns/Deployment/mailer', 5432)];
    expect(resultOf(cluster(...yaml), 'ISO-003', { dataMap: { flows } })?.counts).toMatchObject({ PASS: 1 });
  });

  it('fails for the pod of the host network that shares the node of one replica, and names none that is like it elsewhere', () => {
    const store = replicasOn(['n1', 'n2'], 'crm/db', 'personal');
    const [onNode, elsewhere] = ['n2', 'n3'].map((nodeName) =>
      podWith(`sys/agent-${nodeName}`, { nodeName, hostNetwork: true }),
    ) as [string, string];
    const deny = policy('crm/deny', '{podSelector: {}, ingress: [], policyTypes: [Ingress, Egress]}');
    const nodes = ['n1', 'n2', 'n3'].map((name) => node(name));
    const found = (...agents: string[]) =>
      only(cluster(controlled('crm', 'acme'), controlled('sys', 'other'), ...nodes, ...store, ...agents, deny), {
        profile: 'calico',
      }).filter(({ subject, witness }) => subject.name === 'db' && witness[0]?.to === 'crm/StatefulSet/db');
    expect(found(onNode, elsewhere)).toMatchObject([{ result: 'FAIL', peers: ['sys/Pod/agent-n2'] }]);
    expect(found(elsewhere)).toEqual([]);
  });

  it('takes a flow as declared only where it covers what the pair on one node may exchange', () => {
    const store = replicasOn(['n1', 'n2'], 'crm/db', 'personal');
    const agent = podWith('sys/agent', { nodeName: 'n2', hostNetwork: true });
    const deny = policy('crm/deny', '{podSelector: {}, ingress: [], policyTypes: [Ingress, Egress]}');
    const nodes = ['n1', 'n2'].map((name) => node(name));
    const yaml = cluster(controlled('crm', 'acme'), controlled('sys', 'other'), ...nodes, ...store, agent, deny);
    const found = (port: number) => {
      const ports = [{ protocol: 'TCP' as const, port }];
      const flows = [{ line: 1, from: 'sys/Pod/agent', to: 'crm/StatefulSet/db', ports }];
      return only(yaml, { profile: 'calico', dataMap: { flows } }).filter(({ subject }) => subject.name === 'db');
    };
    expect(found(9187)).toMatchObject([{ result: 'FAIL', peers: ['sys/Pod/agent'] }]);
    expect(found(5432)).toEqual([]);
  });
});
