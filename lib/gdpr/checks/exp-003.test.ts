import { describe, expect, it } from 'vitest';
import { EMPTY_DATA_MAP } from '../data-map/types.ts';
import { runChecks } from '../run-checks.ts';
import { cluster, policy, workload } from '../testing/manifests.ts';
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

  it('says that there may be more entries where Services may not be read', () => {
    const kinds = [{ resource: 'services', kind: 'Service', count: 0, state: 'forbidden' }] as const;
    const check = reportOf(exp003Examples.failing, { completeness: { kinds } }).checks.find(
      ({ id }) => id === 'EXP-003',
    );
    expect(check?.notEvaluated).toEqual([
      'Service may not be read: there may be more ways in from outside than these.',
    ]);
  });
});
