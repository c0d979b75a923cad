import { describe, expect, it } from 'vitest';
import { EMPTY_DATA_MAP } from '../data-map/types.ts';
import { createContext } from '../run-checks.ts';
import { cluster, namespace, node, policy } from '../testing/manifests.ts';
import { flow, observed } from '../testing/observed.ts';
import { recipient } from '../testing/recipients.ts';
import { modelOf } from '../testing/report-of.ts';
import { running } from '../testing/running.ts';
import { narrowingOf, unusedByWorkload } from './narrowing.ts';

const CRM = [
  namespace('crm'),
  namespace('shop'),
  node('n1', {}, {}, {}, ['192.168.7.1']),
  running('crm/db', 'n1', { dataClass: 'personal' }),
  running('crm/api', 'n1'),
  running('crm/old', 'n1'),
  running('shop/web', 'n1'),
];
const OPEN = policy(
  'crm/open',
  '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {}}]}]}',
);
const USED = flow('crm/api', 'crm/db', 5432);

function narrowing(
  objects: readonly string[],
  edges: Parameters<typeof observed>[0],
  shape: Parameters<typeof observed>[1] = { days: 30 },
  recipients: readonly ReturnType<typeof recipient>[] = [],
) {
  const context = createContext(modelOf(cluster(...CRM, ...objects)), {
    observed: observed(edges, shape),
    dataMap: { ...EMPTY_DATA_MAP, recipients },
  });
  const workload = context.workloads.get('crm/Deployment/db');
  if (context.observed === undefined || workload === undefined) throw new Error('not there');
  return narrowingOf(context, context.observed, workload);
}

describe('a narrowing policy', () => {
  it('keeps every observed flow, and says how much less is allowed', () => {
    const { yaml, kept, effect, warnings } = narrowing([OPEN], [USED]);
    expect(kept).toBe(1);
    expect(yaml).toContain('name: db-observed');
    expect(yaml).toContain('port: 5432');
    expect(effect).toMatchObject({ opens: 0, flows: { observed: 1, breaks: 0, mayBreak: 0 } });
    expect(effect?.closes).toBeGreaterThan(0);
    expect(effect?.sentence).toContain('Breaks 0 of 1 observed flow.');
    expect(warnings).toEqual([]);
  });

  it('takes the workload out of policies that admit more and select others too', () => {
    const { yaml } = narrowing([OPEN], [USED]);
    expect(yaml).toMatch(/name: open[\s\S]*operator: NotIn[\s\S]*- db/);
  });

  it('empties policies for the workload alone, and says that they can go', () => {
    const own = policy(
      'crm/db-in',
      '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]}',
    );
    const { yaml, warnings, effect } = narrowing([own], [USED]);
    expect(yaml).toMatch(/name: db-in[\s\S]*ingress: \[\]/);
    expect(warnings).toContain('crm/db-in admits nobody any more in this direction and can go.');
    expect(effect?.flows?.breaks).toBe(0);
  });

  it('always keeps name resolution', () => {
    expect(narrowing([], [USED]).yaml).toContain('port: 53');
  });

  it('keeps addresses outside as they are, with a warning', () => {
    const { yaml, warnings } = narrowing([], [flow('crm/db', 'ip:198.51.100.7/32', 443)]);
    expect(yaml).toContain('198.51.100.7/32');
    expect(warnings.join()).toContain('198.51.100.7 is kept by its address');
  });

  it('keeps a name outside by the addresses of its declared recipient, else by what is open today', () => {
    const named = [flow('crm/db', 'name:api.mailer.example', 443)];
    const open = narrowing([], named);
    expect(open.yaml).toContain('0.0.0.0/0');
    expect(open.effect?.flows).toMatchObject({ breaks: 0, mayBreak: 0 });
    const declared = [recipient('mail', { fqdns: ['api.mailer.example'], cidrs: ['203.0.113.0/24'] })];
    expect(narrowing([], named, { days: 30 }, declared).yaml).toContain('203.0.113.0/24');
    const some = policy(
      'crm/out',
      '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 203.0.113.0/25}}], ports: [{port: 443}]}]}',
    );
    const limited = narrowing([some], named);
    expect(limited.yaml).toContain('203.0.113.0/25');
    expect(limited.yaml).not.toContain('0.0.0.0/0');
  });

  it('keeps other namespaces by name and labels, and probes of nodes by their addresses', () => {
    const { yaml } = narrowing([OPEN], [flow('shop/web', 'crm/db', 5432), flow('host:n1', 'crm/db', 5432)]);
    expect(yaml).toMatch(/kubernetes.io\/metadata.name: shop[\s\S]*app: web/);
    expect(yaml).toContain('192.168.7.1/32');
  });

  it('leaves out what nobody knows who began, unknown ends, and what is denied today, and says so', () => {
    const shut = policy('crm/shut', '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}');
    const { kept, warnings } = narrowing(
      [shut],
      [USED, flow('crm/old', 'crm/db', 5432, { directionUnknown: true }), flow('unknown', 'crm/db', 5432)],
    );
    expect(kept).toBe(0);
    expect(warnings.join(' ')).toContain('nobody knows who began');
    expect(warnings.join(' ')).toContain('an end that nobody knew');
    expect(warnings.join(' ')).toContain('nothing allows today');
  });

  it('says that less than two weeks were observed', () => {
    expect(narrowing([], [USED], { days: 1 }).warnings[0]).toContain('1 day was observed');
  });
});

describe('unused permissions by workload', () => {
  it('counts them at the server, with those of which not enough was seen', () => {
    const admits = policy(
      'crm/db-in',
      '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: api}}}, {podSelector: {matchLabels: {app: old}}}]}]}',
    );
    const of = (days: number) => {
      const context = createContext(modelOf(cluster(...CRM, admits)), { observed: observed([USED], { days }) });
      return context.observed === undefined ? [] : unusedByWorkload(context, context.observed);
    };
    const db = { workload: 'crm/Deployment/db', perhaps: 0, rare: 0 };
    expect(of(90)[0]).toEqual({ ...db, unused: 1, notEnough: 0 });
    expect(of(30)[0]).toEqual({ ...db, unused: 0, notEnough: 1 });
  });
});
