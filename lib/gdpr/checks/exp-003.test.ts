import { describe, expect, it } from 'vitest';
import { EMPTY_DATA_MAP } from '../data-map/types.ts';
import { runChecks } from '../run-checks.ts';
import { cluster, namespace, node, podWith, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, modelOf, reportOf } from '../testing/report-of.ts';
import { exp003Examples } from './examples/exp-003.ts';

const only = (yaml: string, options = {}) => gapsOf(yaml, 'EXP-003', options);
const WEB = 'shop/Deployment/web';
const DB = 'health/Deployment/records-db';
const store = (name: string, dataClass: string) =>
  workload(`health/${name}`, { dataClass, port: 5432, image: 'postgres:17' });
/** The failing example with other stores in place of the health records. */
const withStores = (...stores: readonly string[]) =>
  exp003Examples.failing.replace(store('records-db', 'special'), cluster(...stores));
const personal = (count: number) => Array.from({ length: count }, (_, i) => store(`db-${i}`, 'personal'));

describe('EXP-003: blast radius above budget', () => {
  it('fails for one store of special categories in another application, with the way there', () => {
    const [gap, ...more] = only(exp003Examples.failing);
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      result: 'FAIL',
      severity: 'critical',
      derivation: 'critical = special category (declared) × any pod (exposure 3)',
      title: 'web reaches 1 data store of other applications',
      peers: [DB],
    });
    expect(gap?.witness.map(({ from, to }) => [from, to])).toEqual([[WEB, DB]]);
    expect(gap?.summary).toContain('it does not show that data was accessed');
    expect(gap?.summary).toContain(`Shortest ways: ${WEB} → ${DB}.`);
  });

  it('passes where its egress is an allow list', () => {
    expect(only(exp003Examples.passing)).toEqual([]);
    expect(countsOf(exp003Examples.passing, 'EXP-003')).toMatchObject({ PASS: 1, NOT_APPLICABLE: 2 });
  });

  it('closes with its fix, but for what the resolver, which stays reachable, reaches itself', () => {
    const [gap] = only(exp003Examples.failing);
    const fixed = cluster(exp003Examples.failing, gap?.fix.yaml ?? '');
    expect(only(fixed)[0]?.witness.map(({ to }) => to)).toEqual(['kube-system/Deployment/coredns', DB]);
    expect(only(cluster(fixed, policy('kube-system/no-egress', '{podSelector: {}, policyTypes: [Egress]}')))).toEqual(
      [],
    );
  });

  it('lets three stores of personal data pass, and not four', () => {
    expect(only(withStores(...personal(3)))).toEqual([]);
    expect(only(withStores(...personal(4)))).toMatchObject([{ severity: 'high', peers: { length: 4 } }]);
  });

  it('counts no store of its own application', () => {
    const own = exp003Examples.failing.replaceAll('health', 'shop');
    expect(only(own)).toEqual([]);
  });

  it('known false positive: an aggregation gateway has a budget of its own', () => {
    const dataMap = { ...EMPTY_DATA_MAP, workloads: [{ line: 1, match: { name: 'web' }, blastBudget: 1 }] };
    const { gaps } = runChecks(modelOf(exp003Examples.failing), { dataMap });
    expect(gaps.filter(({ check }) => check === 'EXP-003')).toEqual([]);
  });

  it('is UNKNOWN where nobody can tell from where the entry is reached', () => {
    expect(only(exp003Examples.failing.replace('LoadBalancer', 'NodePort'))).toMatchObject([
      { result: 'UNKNOWN', unknownBecause: [expect.stringContaining('From where')] },
    ]);
  });

  it('tells that way, and not one from the private network that is none from the internet', () => {
    const hostPort = exp003Examples.failing.replace('"containerPort":8080', '"containerPort":8080,"hostPort":8080');
    const inside = hostPort.replace(
      'namespace: shop}\nspec: {type: LoadBalancer',
      "namespace: shop, annotations: {service.beta.kubernetes.io/aws-load-balancer-internal: 'true'}}\nspec: {type: LoadBalancer",
    );
    const [gap] = only(inside);
    expect(gap).toMatchObject({ result: 'UNKNOWN', unknownBecause: [expect.stringContaining('From where')] });
    expect(gap?.summary).not.toContain('from the private network');
  });

  it('says that there may be more entries where Services may not be read', () => {
    const kinds = [{ resource: 'services', kind: 'Service', count: 0, state: 'forbidden' }] as const;
    const check = reportOf(exp003Examples.failing, { completeness: { kinds } }).checks.find(
      ({ id }) => id === 'EXP-003',
    );
    expect(check?.notEvaluated).toEqual([
      'Service may not be read: there may be more ways in from outside than these.',
    ]);
  });

  describe('through pods of the host network that are alike', () => {
    const nodes = ['n1', 'n2', 'n3'].map((name, index) => node(name, {}, {}, {}, [`192.168.0.${index + 1}`]));
    const agent = (name: string, nodeName: string) =>
      podWith(`sys/${name}`, { nodeName, hostNetwork: true, containers: [{ name: 'c' }] });
    const db = podWith(
      'health/db',
      { nodeName: 'n2' },
      { labels: { app: 'db', 'ringfence.dev/data-class': 'special', 'ringfence.dev/data-at-rest': 'true' } },
    );
    const web = podWith('shop/web', { nodeName: 'n1' }, { labels: { app: 'web' } });
    const entry =
      'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: LoadBalancer, externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 443, targetPort: 5432}]}\nstatus: {loadBalancer: {ingress: [{ip: 203.0.113.9}]}}';
    const deny = policy('health/deny', '{podSelector: {matchLabels: {app: db}}, ingress: []}');
    const found = (...agents: string[]) =>
      only(
        cluster(namespace('health'), namespace('shop'), namespace('sys'), ...nodes, db, web, entry, deny, ...agents),
        {
          set: ['hostNetworkPods=asNodes'],
        },
      );

    it('fails through the one that shares the node of the store, and names it', () => {
      const [gap] = found(agent('agent-a', 'n1'), agent('agent-b', 'n2'), agent('agent-c', 'n3'));
      expect(gap).toMatchObject({ result: 'FAIL', peers: ['health/Pod/db'] });
      expect(gap?.witness.map(({ to }) => to)).toEqual(['sys/Pod/agent-b', 'health/Pod/db']);
      expect(gap?.summary).toContain('Shortest ways: shop/Pod/web → sys/Pod/agent-b → health/Pod/db.');
    });

    it('passes where none does', () => {
      expect(found(agent('agent-a', 'n1'), agent('agent-b', 'n3'))).toEqual([]);
    });
  });
});
