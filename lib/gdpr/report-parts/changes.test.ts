import { expect, it } from 'vitest';
import { classifyWorkloads } from '../classify.ts';
import { parseDataMap } from '../data-map/parse-data-map.ts';
import { createContext, runChecks } from '../run-checks.ts';
import { cluster, namespace, policy, workload } from '../testing/manifests.ts';
import { modelOf } from '../testing/report-of.ts';
import { type ComparedState, changesBetween } from './changes.ts';
import { policyInventory } from './policy-inventory.ts';

function stateOf(yaml: string): ComparedState {
  const model = modelOf(yaml);
  const { gaps } = runChecks(model);
  return {
    taken: '2026-11-23T09:41:07Z',
    model,
    gaps,
    classification: [...classifyWorkloads(model)].map(([key, classification]) => ({
      workload: key,
      ...classification,
    })),
    policies: policyInventory(createContext(model, {}), gaps, (manager) => manager),
  };
}

const base = [
  namespace('crm'),
  namespace('shop'),
  ...['shop/cart', 'shop/web'].map((name) => workload(name, { dataClass: 'none' })),
];
const open = cluster(...base, workload('crm/db', { dataClass: 'personal', port: 5432 }));
const closed = cluster(
  ...base,
  workload('crm/db', { dataClass: 'special', port: 5432 }),
  workload('crm/new'),
  policy('crm/deny', '{podSelector: {}, policyTypes: [Ingress]}'),
  policy('shop/deny', '{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}'),
);
const changes = changesBetween(stateOf(open), stateOf(closed), { seq: 4 });

it('tells gaps that are new, closed and the same', () => {
  expect(changes.since).toEqual({ taken: '2026-11-23T09:41:07Z', seq: 4 });
  expect(changes.gaps.closed.map(({ check }) => check)).toContain('ISO-001');
  expect(changes.gaps.unchanged).toBeGreaterThan(0);
  const same = changesBetween(stateOf(open), stateOf(open));
  expect(same.gaps).toMatchObject({ opened: [], closed: [], changed: [] });
  expect(same.connections).toEqual([]);
});

it('tells connections with an end that may hold personal data, and no others', () => {
  expect(changes.connections).toMatchObject([
    {
      subject: 'crm/Deployment/db',
      direction: 'ingress',
      change: 'closed',
      peers: ['internet', 'shop/Deployment/cart', 'shop/Deployment/web'],
    },
    // Of all that shop/web lost, what came from the data.
    { subject: 'shop/Deployment/web', direction: 'ingress', change: 'closed', peers: ['crm/Deployment/db'] },
  ]);
});

it('takes workloads of unknown class for such an end', () => {
  const web = [namespace('shop'), workload('shop/web'), workload('shop/cart')];
  const deny = policy('shop/deny', '{podSelector: {}, policyTypes: [Ingress]}');
  const { connections } = changesBetween(stateOf(cluster(...web)), stateOf(cluster(...web, deny)));
  expect(connections).toContainEqual(expect.objectContaining({ subject: 'shop/Deployment/web', change: 'closed' }));
});

it('tells entries of the DataMap that are not the same', () => {
  const declared = (text: string): ComparedState => ({ ...stateOf(open), dataMap: parseDataMap(text).dataMap });
  const map = 'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\n';
  const after = declared(`${map}workloads:\n- match: {namespace: crm}\n  owner: crm-team\n`);
  expect(changesBetween(declared(map), after).dataMap).toEqual([
    { part: 'workload', name: 'crm/*/*', change: 'added', fields: [{ field: 'owner', after: 'crm-team' }] },
  ]);
  expect(changesBetween(stateOf(open), stateOf(open)).dataMap).toEqual([]);
});

it('tells policies, classes and workloads', () => {
  expect(changes.policies).toEqual({
    added: ['NetworkPolicy/crm/deny', 'NetworkPolicy/shop/deny'],
    removed: [],
    changed: [],
  });
  expect(changes.classification).toMatchObject([
    { workload: 'crm/Deployment/db', before: { dataClass: 'personal' }, after: { dataClass: 'special' } },
  ]);
  expect(changes.workloads).toEqual({ added: ['crm/Deployment/new'], removed: [] });
});
