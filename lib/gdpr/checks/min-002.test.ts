import { describe, expect, it } from 'vitest';
import { cluster, namespace, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, resultOf } from '../testing/report-of.ts';
import { min002Examples } from './examples/min-002.ts';

const API = '{podSelector: {matchLabels: {app: api}}}';
const API_OBJECT = workload('crm/api', { dataClass: 'none', port: 8080 });
const many = (ports: number) =>
  workload('crm/db', {
    dataClass: 'personal',
    pod: {
      containers: [{ name: 'c', ports: Array.from({ length: ports }, (_, at) => ({ containerPort: 5000 + at })) }],
    },
  });
const into = (ports: string, from = API, metadata = '') =>
  policy(
    'crm/clients',
    `{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: [${from}]${ports}}]}`,
    metadata,
  );
const of = (db: string, ...objects: readonly string[]) =>
  gapsOf(cluster(namespace('crm'), API_OBJECT, db, ...objects), 'MIN-002');
const DB = workload('crm/db', { dataClass: 'personal', port: 5432 });

describe('MIN-002: ports broader than the service', () => {
  it('fails for a rule to personal data without ports', () => {
    const [gap, ...more] = gapsOf(min002Examples.failing, 'MIN-002');
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      ...{ result: 'FAIL', severity: 'medium', derivation: 'medium = base of MIN-002' },
      title: 'clients opens more ports than db serves',
      subject: { namespace: 'crm', kind: 'NetworkPolicy', name: 'clients' },
      witness: [{ from: 'crm/Deployment/api', to: 'crm/Deployment/db', verdict: 'allow' }],
      peers: ['crm/Deployment/db'],
    });
    expect(gap?.summary).toBe(
      'The only rule lets its peers connect to db on any port; db declares, probes or serves TCP 5432.',
    );
  });

  it('has a fix that closes it and keeps the port that is served', () => {
    const { fix } = gapsOf(min002Examples.failing, 'MIN-002')[0] ?? {};
    expect(fix?.yaml).toContain('port: 5432');
    expect(fix?.effect).toMatchObject({ closesGap: true, closes: 0, opens: 0 });
    expect(gapsOf(min002Examples.failing.replace(into(''), fix?.yaml ?? ''), 'MIN-002')).toEqual([]);
  });

  it('passes for exact ports, and for a range of at most ten', () => {
    expect(countsOf(min002Examples.passing, 'MIN-002')).toMatchObject({ PASS: 1, FAIL: 0 });
    expect(of(DB, into(', ports: [{port: 5432, endPort: 5441}]'))).toEqual([]);
    expect(of(DB, into(', ports: [{port: 5432, endPort: 5442}]'))).toHaveLength(1);
    expect(of(DB, into(', ports: [{protocol: TCP}]'))).toHaveLength(1);
  });

  it('passes where the target serves more than five ports', () => {
    expect(of(many(5), into(''))).toHaveLength(1);
    expect(of(many(6), into(''))).toEqual([]);
  });

  it('is low where the class is not known, and leaves out a declared none', () => {
    const unknown = of(workload('crm/db', { port: 5432 }), into(''))[0];
    expect(unknown).toMatchObject({ severity: 'low' });
    const none = cluster(namespace('crm'), API_OBJECT, workload('crm/db', { dataClass: 'none', port: 1 }), into(''));
    expect(countsOf(none, 'MIN-002')).toMatchObject({ FAIL: 0, NOT_APPLICABLE: 1 });
  });

  it('takes one level off where personal data is only inferred (§2.2)', () => {
    const keycloak = workload('crm/db', { image: 'quay.io/keycloak/keycloak:26', port: 5432 });
    expect(of(keycloak, into(''))[0]).toMatchObject({
      severity: 'low',
      derivation: 'low = base medium of MIN-002; one level less, as the class is inferred',
    });
  });

  it('fails for egress that means the workload, and not for what leads elsewhere too', () => {
    const out = (to: string) =>
      policy('crm/out', `{podSelector: {matchLabels: {app: api}}, policyTypes: [Egress], egress: [${to}]}`);
    const gap = of(DB, out('{to: [{podSelector: {matchLabels: {app: db}}}]}'))[0];
    expect(gap).toMatchObject({ subject: { name: 'out' }, witness: [{ to: 'crm/Deployment/db' }] });
    expect(gap?.fix.yaml).toContain('port: 5432');
    expect(of(DB, out('{}'))).toEqual([]);
    expect(of(DB, out('{to: [{podSelector: {}}, {ipBlock: {cidr: 198.51.100.0/24}}]}'))).toEqual([]);
  });

  it('is not evaluated where the target tells no port, and says which', () => {
    const silent = cluster(namespace('crm'), API_OBJECT, workload('crm/db', { dataClass: 'personal' }), into(''));
    expect(resultOf(silent, 'MIN-002')).toMatchObject({
      counts: { FAIL: 0, PASS: 0, NOT_EVALUATED: 1 },
      notEvaluated: ['spec.ingress[0] of crm/clients: which ports crm/Deployment/db serves is not known.'],
    });
  });

  it('proposes no ports where another target of the rule tells none: it would cut that one off', () => {
    const both = policy('crm/clients', `{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [${API}]}]}`);
    const gap = of(DB, workload('crm/cache', { dataClass: 'personal' }), both)[0];
    expect(gap?.fix).toMatchObject({ yaml: '' });
    expect(gap?.fix.note).toContain('crm/Deployment/cache');
  });

  it('says where nobody gets through today', () => {
    const closed = policy('crm/shut', '{podSelector: {matchLabels: {app: api}}, policyTypes: [Egress]}');
    const gap = of(DB, into(''), closed)[0];
    expect(gap).toMatchObject({ result: 'FAIL', witness: [] });
    expect(gap?.summary).toContain('Today nobody gets through');
  });

  it('has the same fingerprint after a port more is served', () => {
    const [one] = of(DB, into(''));
    const [two] = of(many(2), into(''));
    expect(two?.fingerprint).toBe(one?.fingerprint);
  });

  it('does not evaluate a policy that could not be read', () => {
    expect(countsOf(cluster(namespace('crm'), DB, policy('crm/x', '{podSelector: 7}')), 'MIN-002')).toMatchObject({
      NOT_EVALUATED: 1,
    });
  });
});
