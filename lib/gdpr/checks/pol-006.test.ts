import { describe, expect, it } from 'vitest';
import { cluster, namespace, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, resultOf } from '../testing/report-of.ts';
import { pol006Examples } from './examples/pol-006.ts';

const CRM = [
  namespace('crm'),
  workload('crm/db', { dataClass: 'personal', port: 5432 }),
  workload('crm/api', { dataClass: 'none', port: 8080 }),
];
const named = (id: string, name: string, port: number) =>
  workload(id, { pod: { containers: [{ name: 'c', image: 'x', ports: [{ name, containerPort: port }] }] } });
const into = (rule: string, metadata = '') =>
  policy(
    'crm/clients',
    `{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [${rule}]}`,
    metadata,
  );
const out = (rule: string) =>
  policy('crm/out', `{podSelector: {matchLabels: {app: db}}, policyTypes: [Egress], egress: [${rule}]}`);
const of = (...objects: readonly string[]) => gapsOf(cluster(...CRM, ...objects), 'POL-006');
const CLIENT = '{podSelector: {matchLabels: {app: api}}}';

describe('POL-006: dead peer or dead port', () => {
  it('fails for a peer that matches no pod, medium as the only rule of personal data, with the nearest labels', () => {
    const [gap, ...more] = gapsOf(pol006Examples.failing, 'POL-006');
    expect(more).toEqual([]);
    expect(gap).toMatchObject({ result: 'FAIL', severity: 'medium', title: 'A peer of clients matches nothing' });
    expect(gap?.summary).toContain('spec.ingress[0].from[0] means app=apii in crm');
    expect(gap?.summary).toContain('The nearest is app=api (crm/Deployment/api).');
    expect(gapsOf(pol006Examples.failing.replace('app: apii', 'app: api'), 'POL-006')).toEqual([]);
    expect(gap?.fix.yaml).toContain('app: api\n');
  });

  it('takes one level off where personal data is only inferred (§2.2)', () => {
    const inferred = workload('crm/db', { image: 'quay.io/keycloak/keycloak:26', port: 5432 });
    const dead = into('{from: [{podSelector: {matchLabels: {app: gone}}}]}');
    expect(gapsOf(cluster(namespace('crm'), inferred, dead), 'POL-006')[0]).toMatchObject({
      severity: 'low',
      derivation: 'low = base medium of POL-006; one level less, as the class is inferred',
    });
  });

  it('passes for a peer that matches, be it scaled to zero', () => {
    expect(countsOf(pol006Examples.passing, 'POL-006')).toMatchObject({ PASS: 1, FAIL: 0 });
    const idle = workload('crm/idle', { replicas: 0 });
    expect(of(idle, into('{from: [{podSelector: {matchLabels: {app: idle}}}]}'))).toEqual([]);
  });

  it('is low where another rule lets clients in, and for a dead peer among living ones', () => {
    const dead = '{podSelector: {matchLabels: {app: gone}}}';
    expect(of(into(`{from: [${dead}]}, {from: [${CLIENT}]}`))[0]).toMatchObject({ severity: 'low' });
    expect(of(into(`{from: [${dead}, ${CLIENT}]}`))[0]).toMatchObject({ severity: 'low' });
  });

  it('names the nearest namespace', () => {
    const peer = '{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: biling}}}';
    const [gap] = of(namespace('billing'), workload('billing/worker'), into(`{from: [${peer}]}`));
    expect(gap?.summary).toContain('there is no such namespace. The nearest is kubernetes.io/metadata.name=billing');
  });

  it('fails for a named port that no selected pod declares, and for one that means different numbers', () => {
    const [dead] = of(named('crm/x', 'http', 80), into(`{from: [${CLIENT}], ports: [{port: pg}]}`));
    expect(dead).toMatchObject({ title: 'Port pg in clients is served by nobody' });
    const both = cluster(namespace('crm'), named('crm/a', 'web', 80), named('crm/b', 'web', 8080));
    const all = policy('crm/all', `{podSelector: {}, ingress: [{ports: [{port: web}]}]}`);
    expect(gapsOf(cluster(both, all), 'POL-006')[0]?.summary).toContain('80 or 8080, depending on the pod');
  });

  it('resolves a named port of egress at the destination', () => {
    const rule = `{to: [{podSelector: {matchLabels: {app: x}}}], ports: [{port: http}]}`;
    expect(of(named('crm/x', 'http', 80), out(rule))).toEqual([]);
    expect(of(named('crm/x', 'htpp', 80), out(rule))[0]?.summary).toContain('The nearest is htpp');
  });

  it('fails for a number that no selected workload serves, unless one tells no port at all', () => {
    expect(of(into(`{from: [${CLIENT}], ports: [{port: 3306}]}`))[0]).toMatchObject({
      title: 'Port TCP 3306 in clients is served by nobody',
    });
    const silent = cluster(namespace('crm'), workload('crm/db'), into('{ports: [{port: 3306}]}'));
    expect(gapsOf(silent, 'POL-006')).toEqual([]);
  });

  it('fails for an endPort below its port', () => {
    const [gap] = of(into(`{from: [${CLIENT}], ports: [{port: 90, endPort: 80}]}`));
    expect(gap).toMatchObject({ result: 'FAIL', title: 'A range of ports in clients cannot be' });
  });

  it('fails for a peer without any field', () => {
    expect(of(into('{from: [{}]}'))[0]?.summary).toContain('spec.ingress[0].from[0] names neither pods');
  });

  it('is UNKNOWN where pods or the labels of namespaces are not known', () => {
    const peer = '{namespaceSelector: {matchLabels: {team: a}}}';
    const unread = cluster(...CRM, workload('other/x', { dataClass: 'none' }), into(`{from: [${peer}]}`));
    expect(gapsOf(unread, 'POL-006')[0]).toMatchObject({ result: 'UNKNOWN' });
  });

  it('does not evaluate a peer that means the resolver which is assumed, as a fix for egress writes it', () => {
    const cni = [namespace('kube-system'), workload('kube-system/agent', { dataClass: 'none' })];
    const open = cluster(...CRM, ...cni);
    const [gap] = gapsOf(open, 'EGR-001');
    expect(gap?.fix.yaml).toContain('k8s-app: kube-dns');
    expect(gap?.fix.effect?.gaps.opened.filter(({ check }) => check === 'POL-006')).toEqual([]);
    const { counts, notEvaluated } = resultOf(cluster(open, gap?.fix.yaml ?? ''), 'POL-006') ?? {};
    expect(counts).toMatchObject({ FAIL: 0, PASS: 0, NOT_EVALUATED: 1 });
    expect(notEvaluated?.[0]).toContain('means the resolver that is assumed');
    const other = gap?.fix.yaml.replace('kube-dns', 'kube-dms') ?? '';
    expect(gapsOf(cluster(open, other), 'POL-006')).toHaveLength(1);
  });

  it('does not evaluate a peer in kube-system where the input does not hold it', () => {
    const dns = out('{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]}');
    expect(countsOf(cluster(...CRM, dns), 'POL-006')).toMatchObject({ FAIL: 0, PASS: 0, NOT_EVALUATED: 1 });
  });

  it('passes where the workload is still to come and the policy says so', () => {
    const soon = ', annotations: {ringfence.dev/expected-from: "team sales"}';
    expect(of(into('{from: [{podSelector: {matchLabels: {app: soon}}}]}', soon))).toEqual([]);
  });
});
