import { describe, expect, it } from 'vitest';
import { cluster, DENY_ALL, namespace, node, podWith, policy, replicasOn, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, reportOf, resultOf } from '../testing/report-of.ts';
import { iso005Examples } from './examples/iso-005.ts';

const PROD = { 'ringfence.dev/environment': 'prod' };
const DEV = { 'ringfence.dev/environment': 'dev' };
const DB = workload('crm/crm-db', { dataClass: 'personal', port: 5432 });
const RUNNER = workload('crm-next/runner', { dataClass: 'none' });
const only = (yaml: string, options = {}) => gapsOf(yaml, 'ISO-005', options);

describe('ISO-005: production personal data reachable from another environment', () => {
  it('fails at exposure 3 with the rule, the peers and where both environments stand', () => {
    const [gap, ...more] = only(iso005Examples.failing);
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      result: 'FAIL',
      severity: 'high',
      derivation: 'high = personal (declared) × other environment (counted as exposure 3)',
      title: 'crm-db (prod) is reachable from dev',
      peers: ['crm-next/Deployment/test-runner'],
    });
    expect(gap?.summary).toBe(
      '1 workload of dev (crm-next/Deployment/test-runner) can connect to crm-db, for example on TCP 5432. crm-db is prod by label ringfence.dev/environment on Namespace crm; the other end is dev by label ringfence.dev/environment on Namespace crm-next.',
    );
    expect(gap?.witness[0]?.because[1]).toMatchObject({ policy: { name: 'crm-db' }, path: 'spec.ingress[0]' });
  });

  it('passes where the clients are named', () => {
    expect(only(iso005Examples.passing)).toEqual([]);
    expect(countsOf(iso005Examples.passing, 'ISO-005')).toMatchObject({ PASS: 1, NOT_APPLICABLE: 2 });
  });

  it('closes with its fix, which leaves out the namespaces of the other environment only', () => {
    const [gap] = only(iso005Examples.failing);
    expect(gap?.fix.yaml).toContain('operator: NotIn');
    const withoutRule = iso005Examples.failing.split('\n---\n').slice(0, -1);
    expect(only(cluster(...withoutRule, gap?.fix.yaml ?? ''))).toEqual([]);
  });

  it('says both directions each as one gap, whatever the number of peers', () => {
    const open = cluster(
      namespace('crm', PROD),
      namespace('crm-next', DEV),
      DB,
      RUNNER,
      RUNNER.replaceAll('runner', 'other'),
    );
    const gaps = only(open);
    expect(gaps.map(({ title }) => title).sort()).toEqual([
      'crm-db (prod) can connect to dev',
      'crm-db (prod) is reachable from dev',
    ]);
    expect(gaps[0]?.peers).toEqual(['crm-next/Deployment/other', 'crm-next/Deployment/runner']);
    for (const { title, fix } of gaps) {
      expect(only(cluster(open, fix.yaml)).map((gap) => gap.title)).not.toContain(title);
    }
  });

  it('has nothing to say between test and dev, nor inside production', () => {
    const test = namespace('crm', { 'ringfence.dev/environment': 'test' });
    expect(only(cluster(test, namespace('crm-next', DEV), DB, RUNNER))).toEqual([]);
    expect(only(cluster(namespace('crm', PROD), namespace('crm-next', PROD), DB, RUNNER))).toEqual([]);
  });

  it('reads an environment from a namespace name as inferred, and says so', () => {
    const db = workload('pay-prod/db', { dataClass: 'special', port: 5432 });
    const gaps = only(
      cluster(namespace('pay-prod'), namespace('pay-dev'), db, workload('pay-dev/tool', { dataClass: 'none' })),
    );
    expect(gaps[0]).toMatchObject({ severity: 'critical' });
    expect(gaps[0]?.summary).toContain('prod by name pay-prod (Namespace)');
  });

  it('is UNKNOWN where the policies of the namespace cannot be read', () => {
    const kinds = [
      {
        resource: 'networkpolicies.networking.k8s.io',
        kind: 'NetworkPolicy',
        count: 0,
        state: 'partial',
        deniedNamespaces: ['crm'],
      },
    ] as const;
    const yaml = cluster(namespace('crm', PROD), namespace('crm-next', DEV), DB, RUNNER);
    expect(only(yaml, { completeness: { kinds } })).toMatchObject([
      { result: 'UNKNOWN', unknownBecause: ['Policies of a namespace cannot be read.'] },
      { result: 'UNKNOWN' },
    ]);
  });

  it('known false positive: a promotion job that is admitted by name is still told, to be granted for a time', () => {
    const job = policy(
      'crm/promotion',
      '{podSelector: {matchLabels: {app: crm-db}}, policyTypes: [Ingress, Egress], ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: crm-next}}, podSelector: {matchLabels: {app: runner}}}]}]}',
    );
    const [gap] = only(cluster(namespace('crm', PROD), namespace('crm-next', DEV), DB, RUNNER, job));
    expect(gap?.peers).toEqual(['crm-next/Deployment/runner']);
    expect(gap?.fix.note).toContain('a grant that expires');
  });

  it('does not evaluate what has no environment', () => {
    const none = reportOf(cluster(namespace('crm'), DB)).checks.find(({ id }) => id === 'ISO-005');
    expect(none?.notEvaluated[0]).toContain('The environment of no workload is known');
    const some = cluster(namespace('crm'), namespace('crm-next', DEV), DB, RUNNER, policy('crm/deny', DENY_ALL));
    expect(reportOf(some).checks.find(({ id }) => id === 'ISO-005')?.notEvaluated).toEqual([
      'The environment of crm/Deployment/crm-db is not known.',
    ]);
  });

  it('does not pass what unlabelled workloads may connect with: their environment may be any', () => {
    const unlabelled = [namespace('tools'), workload('tools/ci', { dataClass: 'none' })];
    const check = (...objects: string[]) => resultOf(cluster(namespace('crm', PROD), DB, ...objects), 'ISO-005');
    const open = check(...unlabelled);
    expect(open?.counts).toMatchObject({ PASS: 0, FAIL: 0, UNKNOWN: 0, NOT_EVALUATED: 1 });
    expect(open?.notEvaluated).toEqual([
      'Whether crm/Deployment/crm-db (prod) is kept apart from other environments: 1 workload may connect with it, and its environment is not known.',
    ]);
    expect(check(...unlabelled, policy('crm/deny', DENY_ALL))?.counts).toMatchObject({ PASS: 1, NOT_EVALUATED: 0 });
    // A resolver answers every environment.
    const dns = workload('kube-system/coredns', { dataClass: 'none', labels: { 'k8s-app': 'kube-dns' } });
    expect(check(namespace('kube-system'), dns)?.counts).toMatchObject({ PASS: 1, NOT_EVALUATED: 0 });
  });

  it('fails for the pod of the host network that shares the node of one replica, and names none that is like it elsewhere', () => {
    const store = replicasOn(['n1', 'n2'], 'crm/db', 'personal');
    const [onNode, elsewhere] = ['n2', 'n3'].map((nodeName) =>
      podWith(`sys/agent-${nodeName}`, { nodeName, hostNetwork: true }),
    ) as [string, string];
    const deny = policy('crm/deny', '{podSelector: {}, ingress: [], policyTypes: [Ingress, Egress]}');
    const nodes = ['n1', 'n2', 'n3'].map((name) => node(name));
    const found = (...agents: string[]) =>
      only(cluster(namespace('crm', PROD), namespace('sys', DEV), ...nodes, ...store, ...agents, deny), {
        profile: 'calico',
      }).filter(({ subject, witness }) => subject.name === 'db' && witness[0]?.to === 'crm/StatefulSet/db');
    expect(found(onNode, elsewhere)).toMatchObject([{ result: 'FAIL', peers: ['sys/Pod/agent-n2'] }]);
    expect(found(elsewhere)).toEqual([]);
  });
});
