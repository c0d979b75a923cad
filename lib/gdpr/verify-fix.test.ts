import { describe, expect, it } from 'vitest';
import { EMPTY_DATA_MAP } from './data-map/types.ts';
import { createContext, effectOfFix, type RunChecksOptions, runChecks } from './run-checks.ts';
import { cluster, namespace, policy, workload } from './testing/manifests.ts';
import { flow, observed } from './testing/observed.ts';
import { gapsOf, modelOf } from './testing/report-of.ts';
import type { FixEffect, Gap } from './types.ts';
import { verifyFix } from './verify-fix.ts';

const SHOP = [
  namespace('shop'),
  namespace('web'),
  workload('shop/app', { port: 8080 }),
  workload('shop/db', { dataClass: 'personal', port: 5432 }),
  workload('web/site', { port: 80 }),
];
const DNS = [
  namespace('kube-system'),
  workload('kube-system/coredns', { labels: { 'k8s-app': 'kube-dns' }, port: 53 }),
];
const CLOSED_DB = policy('shop/db', '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}');

function effect(yaml: string, fix: string, options: RunChecksOptions = {}): FixEffect | undefined {
  return verifyFix(createContext(modelOf(yaml), options), fix, '');
}

describe('effect of a fix', () => {
  it('counts the pairs of workloads that it closes', () => {
    expect(effect(cluster(...SHOP), CLOSED_DB)).toMatchObject({ closes: 2, opens: 0 });
  });

  it('counts what it opens', () => {
    const open = policy('shop/db', '{podSelector: {matchLabels: {app: nobody}}, policyTypes: [Ingress]}');
    expect(effect(cluster(...SHOP, CLOSED_DB), open)).toMatchObject({ closes: 0, opens: 2 });
  });

  it('names the gaps of all checks that it closes and opens', () => {
    const closed = effect(cluster(...SHOP), CLOSED_DB)?.gaps.closed.map(({ check }) => check);
    expect(closed).toContain('ISO-001');
    const open = policy('shop/db', '{podSelector: {matchLabels: {app: nobody}}, policyTypes: [Ingress]}');
    const opened = effect(cluster(...SHOP, CLOSED_DB), open);
    expect(opened?.gaps.opened.map(({ check }) => check)).toContain('ISO-001');
    expect(opened?.warnings.join()).toContain('Adds');
  });

  it('says that it does not close the gap that it is for', () => {
    const [gap] = gapsOf(cluster(...SHOP), 'ISO-001').filter(({ subject }) => subject.name === 'db');
    const context = createContext(modelOf(cluster(...SHOP)), {});
    expect(verifyFix(context, CLOSED_DB, gap?.fingerprint ?? '')).toMatchObject({ closesGap: true });
    const other = policy('web/site', '{podSelector: {matchLabels: {app: site}}, policyTypes: [Ingress]}');
    const useless = verifyFix(context, other, gap?.fingerprint ?? '');
    expect(useless?.closesGap).toBe(false);
    expect(useless?.warnings[0]).toContain('does not close the gap');
  });

  it('says that names would no longer resolve', () => {
    const isolate = policy('shop/db', '{podSelector: {matchLabels: {app: db}}, policyTypes: [Egress]}');
    expect(effect(cluster(...SHOP, ...DNS), isolate)?.warnings).toContain(
      'Cuts DNS: shop/Deployment/db could no longer resolve names.',
    );
  });

  it('says that a way in from outside would end', () => {
    const door =
      'apiVersion: v1\nkind: Service\nmetadata: {name: site, namespace: web}\nspec: {type: LoadBalancer, selector: {app: site}, ports: [{port: 80, targetPort: 80}]}';
    const close = policy('web/site', '{podSelector: {matchLabels: {app: site}}, policyTypes: [Ingress]}');
    expect(effect(cluster(...SHOP, door), close)?.warnings.join()).toContain(
      'Cuts a way in: LoadBalancer web/site leads to web/Deployment/site',
    );
  });

  it('says that a declared flow would end, and not one on another port', () => {
    const flow = { from: 'shop/Deployment/app', to: 'shop/Deployment/db', line: 7 };
    const withPort = (port: number) => ({
      dataMap: { ...EMPTY_DATA_MAP, flows: [{ ...flow, ports: [{ protocol: 'TCP' as const, port }] }] },
    });
    const narrow = policy(
      'shop/db',
      '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: app}}}], ports: [{port: 5432}]}]}',
    );
    expect(effect(cluster(...SHOP), CLOSED_DB, withPort(5432))?.warnings.join()).toContain('DataMap, line 7');
    expect(effect(cluster(...SHOP), narrow, withPort(5432))?.warnings.join()).not.toContain('DataMap');
  });

  it('says that a declared flow to a recipient outside would end', () => {
    const dataMap = {
      ...EMPTY_DATA_MAP,
      recipients: [{ id: 'payment', fqdns: [], cidrs: ['203.0.113.0/24'], line: 3 }],
      flows: [{ from: 'shop/Deployment/app', to: 'recipient:payment', ports: [], line: 9 }],
    };
    const inside = policy(
      'shop/app',
      '{podSelector: {matchLabels: {app: app}}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}]}]}',
    );
    expect(effect(cluster(...SHOP), inside, { dataMap })?.warnings.join()).toContain('recipient:payment');
  });

  it('says that a declared flow to a recipient of which only names are declared may end', () => {
    const dataMap = {
      ...EMPTY_DATA_MAP,
      recipients: [{ id: 'payment', fqdns: ['api.example.com'], cidrs: [], line: 3 }],
      flows: [{ from: 'shop/Deployment/app', to: 'recipient:payment', ports: [], line: 9 }],
    };
    const inside = policy(
      'shop/app',
      '{podSelector: {matchLabels: {app: app}}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}]}]}',
    );
    expect(effect(cluster(...SHOP), inside, { dataMap })?.warnings.join()).toContain('May cut a declared flow');
  });

  it('overwrites no policy that has the name it would give', () => {
    const other = policy('shop/db-clients', '{podSelector: {matchLabels: {app: app}}, policyTypes: [Ingress]}');
    const [gap] = gapsOf(cluster(...SHOP, other), 'ISO-001').filter(({ subject }) => subject.name === 'db');
    expect(gap?.fix.yaml).toContain('name: db-clients-2');
  });

  it('stands with the fix of a gap, and is computed for one gap in a cluster of any size', () => {
    const many = Array.from({ length: 130 }, (_, index) => workload(`web/w${index}`, { port: 80 }));
    const of = (yaml: string) => {
      const report = runChecks(modelOf(yaml));
      const gap = report.gaps.find(({ check, subject }) => check === 'ISO-001' && subject.name === 'db');
      return { report, gap: gap as Gap };
    };
    expect(of(cluster(...SHOP)).gap.fix.effect?.closesGap).toBe(true);
    const large = of(cluster(...SHOP, ...many));
    expect(large.gap.fix.effect).toBeUndefined();
    expect(effectOfFix(large.report, large.gap)?.closesGap).toBe(true);
  });

  it('is absent where there is nothing to apply', () => {
    expect(effect(cluster(...SHOP), '')).toBeUndefined();
    expect(effect(cluster(...SHOP), 'kind: Other')).toBeUndefined();
  });
});

describe('a fix that patches an object', () => {
  it('takes a Service out of reach of the outside', () => {
    const door =
      'apiVersion: v1\nkind: Service\nmetadata: {name: site, namespace: web}\nspec: {type: LoadBalancer, selector: {app: site}, ports: [{port: 80, targetPort: 80}]}';
    const patch = 'apiVersion: v1\nkind: Service\nmetadata: {name: site, namespace: web}\nspec: {type: ClusterIP}';
    expect(effect(cluster(...SHOP, door), patch)?.warnings.join()).toContain('Cuts a way in');
  });

  it('gives a workload its class', () => {
    const patch =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app, namespace: shop, labels: {ringfence.dev/data-class: none}}';
    expect(effect(cluster(...SHOP), patch)?.gaps.closed.map(({ title }) => title)).toContain(
      'app is reachable from any pod',
    );
  });

  it('cannot be applied to what is not there', () => {
    const patch = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: nobody, namespace: shop}';
    expect(effect(cluster(...SHOP), patch)).toBeUndefined();
  });

  it('names the observed flows that it would break, and says how many there are', () => {
    const facts = { observed: observed([flow('shop/app', 'shop/db', 5432), flow('web/site', 'shop/app', 8080)]) };
    const breaking = effect(cluster(...SHOP), CLOSED_DB, facts);
    expect(breaking).toMatchObject({
      flows: { observed: 2, breaks: 1, mayBreak: 0, flows: [{ from: 'shop/Deployment/app', port: 5432 }] },
    });
    expect(breaking?.sentence).toContain('Breaks 1 of 2 observed flows.');
    expect(breaking?.warnings.join()).toContain(
      'The observed flow that it breaks: shop/Deployment/app → shop/Deployment/db on TCP',
    );
    const keeping = policy(
      'shop/db',
      '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}], ports: [{port: 5432}]}]}',
    );
    expect(effect(cluster(...SHOP), keeping, facts)?.sentence).toContain('Breaks 0 of 2 observed flows.');
  });

  it('says that nothing is known of flows without a source of observed traffic', () => {
    const without = effect(cluster(...SHOP), CLOSED_DB);
    expect(without).not.toHaveProperty('flows');
    expect(without?.warnings.join()).toContain('not known: no source of observed traffic');
  });
});
