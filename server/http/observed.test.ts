import { expect, test } from 'vitest';
import { POST as postFlows } from '#app/api/clusters/[cluster]/flows/route.ts';
import { GET as getObserved } from '#app/api/clusters/[cluster]/observed/route.ts';
import { ENDPOINTS } from '#lib/api/endpoints.ts';
import type { ObservedView } from '#lib/api/observed-schemas.ts';
import type { ErrorBody } from '#lib/api/types.ts';
import { get, send, serveDemo } from './testing.ts';

serveDemo();
const flow = (part: object = {}) => ({
  schema: 'ringfence.dev/flow/v1',
  time: '2026-11-02T10:00:30Z',
  from: { namespace: 'crm', workload: { kind: 'Deployment', name: 'crm-api' } },
  to: { namespace: 'crm', pod: 'crm-db-0' },
  port: 5432,
  verdict: 'allowed',
  ...part,
});
const post = (...records: readonly object[]) =>
  send(
    postFlows,
    'POST',
    '/api/clusters/demo/flows',
    Buffer.from(records.map((record) => JSON.stringify(record)).join('\n')),
    { 'content-type': 'application/x-ndjson' },
  );
const WINDOW = 'from=2026-11-02T10:00:00Z&to=2026-11-02T11:00:00Z';
const ask = async (window = WINDOW): Promise<ObservedView> => {
  const response = await get(getObserved, `/api/clusters/demo/observed?${window}`);
  expect(response.status).toBe(200);
  return (await response.json()) as ObservedView;
};

test('the joined edges of a window are answered before anything else asked of the flows', async () => {
  const { counts, notes, coverage } = await ask();
  expect(counts.used).toBe(0);
  expect(notes.join()).toContain('Nothing says that anything was observed');
  expect(coverage.nodes.observed).toBe(0);
});

test('an edge that policies allow is used, one that they refuse was seen though denied, each with what decides', async () => {
  await post(
    flow(),
    flow({ from: { namespace: 'legacy', workload: { kind: 'Deployment', name: 'erp' } }, to: paymentsApi, port: 8443 }),
    flow({
      from: { namespace: 'shop', workload: { kind: 'Deployment', name: 'orders' } },
      to: paymentsApi,
      port: 8443,
    }),
  );
  // another window: what was answered just before is kept for some seconds
  const body = await ask('from=2026-11-02T10:00:00Z&to=2026-11-02T12:00:00Z');
  const stateOf = (from: string) => body.edges.find((edge) => edge.from === from && edge.seen !== undefined);
  expect(stateOf('crm/Deployment/crm-api')).toMatchObject({ state: 'used' });
  expect(stateOf('shop/Deployment/orders')).toMatchObject({ state: 'used', fromEnd: { label: 'orders' } });
  const refused = stateOf('legacy/Deployment/erp');
  expect(refused).toMatchObject({ state: 'seen-denied', toEnd: { dataClass: expect.any(String) } });
  expect(refused?.decisions.find(({ at }) => at === 'ingress')).toMatchObject({ allowed: false });
  expect(body.counts['seen-denied']).toBe(1);
  const { response } = ENDPOINTS['GET /api/clusters/{cluster}/observed'];
  expect(response.type === 'json' && response.schema.safeParse(body).error).toBeUndefined();
});

test('a state that is none is refused', async () => {
  const response = await get(getObserved, `/api/clusters/demo/observed?${WINDOW}&state=open`);
  expect(((await response.json()) as ErrorBody).error.code).toBe('BAD_REQUEST');
});

const paymentsApi = { namespace: 'payments', workload: { kind: 'Deployment', name: 'payments-api' } };
