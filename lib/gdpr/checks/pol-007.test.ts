import { describe, expect, it } from 'vitest';
import { cluster, namespace, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf } from '../testing/report-of.ts';
import { pol007Examples } from './examples/pol-007.ts';

const PEERS = '{namespaceSelector: {matchLabels: {team: sales}}}, {podSelector: {matchLabels: {role: client}}}';
const admits = (metadata = '') =>
  policy(
    'crm/clients',
    `{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: [${PEERS}]}]}`,
    metadata,
  );
const worker = workload('billing/worker', { dataClass: 'none', labels: { role: 'client' } });
const DB = (dataClass: string) => workload('crm/db', { dataClass, port: 5432 });
const SALES = [namespace('crm'), namespace('billing', { team: 'sales' }), worker];

describe('POL-007: OR where AND was meant', () => {
  it('fails where the alternatives mean three times as many pods as both selectors together', () => {
    const [gap, ...more] = gapsOf(pol007Examples.failing, 'POL-007');
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      ...{ result: 'FAIL', severity: 'medium', title: 'clients says "or" where "and" was probably meant' },
      witness: [{ from: 'billing/Deployment/mailer', to: 'crm/Deployment/db' }],
      peers: ['billing/Deployment/mailer', 'crm/Deployment/web'],
    });
    expect(gap?.summary).toContain('it admits 3 pods. As one peer with both selectors it would be 1.');
  });

  it('passes for one peer with both selectors, which is also its fix', () => {
    expect(countsOf(pol007Examples.passing, 'POL-007')).toMatchObject({ PASS: 1, FAIL: 0 });
    const fix = gapsOf(pol007Examples.failing, 'POL-007')[0]?.fix.yaml ?? '';
    expect(fix).toContain('team: sales');
    expect(gapsOf(pol007Examples.failing.replace(admits(), fix), 'POL-007')).toEqual([]);
  });

  it('passes below three times as many, and where both together mean nobody', () => {
    expect(gapsOf(cluster(...SALES, DB('personal'), admits()), 'POL-007')).toEqual([]);
    const nobody = [namespace('crm'), namespace('billing', { team: 'sales' }), workload('billing/mailer')];
    expect(gapsOf(cluster(...nobody, DB('personal'), admits()), 'POL-007')).toEqual([]);
  });

  it('is low where the extra peers reach no personal data', () => {
    const gap = gapsOf(
      pol007Examples.failing.replace('"ringfence.dev/data-class":"personal"', '"ringfence.dev/data-class":"none"'),
      'POL-007',
    )[0];
    expect(gap).toMatchObject({ result: 'FAIL', severity: 'low', witness: [] });
  });

  it('is lifted where they reach special categories', () => {
    const special = pol007Examples.failing.replace('"personal"', '"special"');
    expect(gapsOf(special, 'POL-007')[0]).toMatchObject({ severity: 'high' });
  });

  it('passes where alternatives are meant and the policy says so', () => {
    const meant = pol007Examples.failing.replace(admits(), admits(', annotations: {ringfence.dev/intent: any-of}'));
    expect(gapsOf(meant, 'POL-007')).toEqual([]);
  });

  it('does not evaluate a list whose namespaces are not known, nor a policy that could not be read', () => {
    const unread = cluster(namespace('crm'), worker, DB('personal'), admits(), policy('crm/x', '{podSelector: 7}'));
    expect(countsOf(unread, 'POL-007')).toMatchObject({ FAIL: 0, NOT_EVALUATED: 2 });
  });
});
