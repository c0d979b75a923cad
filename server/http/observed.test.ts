import { expect, test } from 'vitest';
import { POST as postFlows } from '#app/api/clusters/[cluster]/flows/route.ts';
import { GET as getLayer } from '#app/api/clusters/[cluster]/observed/layer/route.ts';
import { GET as getObserved } from '#app/api/clusters/[cluster]/observed/route.ts';
import { GET as getTimeline } from '#app/api/clusters/[cluster]/observed/timeline/route.ts';
import { GET as getList } from '#app/api/clusters/[cluster]/observed-list/route.ts';
import { ENDPOINTS, type EndpointKey } from '#lib/api/endpoints.ts';
import type { ErrorBody } from '#lib/api/error-types.ts';
import {
  type ObservedLayer,
  type ObservedTimeline,
  type ObservedView,
  observedDocument,
} from '#lib/api/observed-schemas.ts';
import { daysAgo, get, send, serveDemo } from './testing.ts';

serveDemo();
const flow = (part: object = {}) => ({
  schema: 'ringfence.dev/flow/v1',
  time: `${daysAgo(5)}T10:00:30Z`,
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
const WINDOW = `from=${daysAgo(5)}T10:00:00Z&to=${daysAgo(5)}T11:00:00Z`;
/** What was answered, which has the shape that the endpoint declares. */
const answerOf = async <T>(key: EndpointKey, response: Response): Promise<T> => {
  expect(response.status).toBe(200);
  const body = await response.json();
  const declared = ENDPOINTS[key].response;
  expect(declared.type === 'json' && declared.schema.safeParse(body).error).toBeUndefined();
  return body as T;
};
const ask = async (window = WINDOW): Promise<ObservedView> =>
  answerOf('GET /api/clusters/{cluster}/observed', await get(getObserved, `/api/clusters/demo/observed?${window}`));

test('the joined edges of a window are answered before anything else asked of the flows', async () => {
  const { counts, notes, coverage } = await ask(`from=${daysAgo(6)}T10:00:00Z&to=${daysAgo(6)}T11:00:00Z`);
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
  const body = await ask();
  const stateOf = (from: string) => body.edges.find((edge) => edge.from === from && edge.seen !== undefined);
  expect(stateOf('crm/Deployment/crm-api')).toMatchObject({ state: 'used' });
  expect(stateOf('shop/Deployment/orders')).toMatchObject({ state: 'used', fromEnd: { label: 'orders' } });
  const refused = stateOf('legacy/Deployment/erp');
  expect(refused).toMatchObject({ state: 'seen-denied', toEnd: { dataClass: expect.any(String) } });
  expect(refused?.decisions.find(({ at }) => at === 'ingress')).toMatchObject({ allowed: false });
  expect(body.counts['seen-denied']).toBe(1);
});

test('a filter asks either end, the state, and since when it was seen', async () => {
  const of = async (filter: string) => (await ask(`${WINDOW}&filter=${encodeURIComponent(filter)}`)).edges;
  const ends = (edges: ObservedView['edges']) => edges.map(({ from, to }) => `${from} ${to}`);
  expect(ends(await of('state:used from:orders'))).toEqual(['shop/Deployment/orders payments/Deployment/payments-api']);
  expect(ends(await of('ns:payments state:used,seen-denied port:8443'))).toHaveLength(2);
  expect(ends(await of('state:seen-denied -ns:legacy'))).toEqual([]);
  expect(ends(await of('since:1h state:seen-denied'))).toHaveLength(1);
  expect(ends(await of('since:1m state:seen-denied'))).toEqual([]);
  const wrong = await get(getObserved, `/api/clusters/demo/observed?${WINDOW}&filter=verdict:allowed`);
  expect(wrong.status).toBe(400);
});

test('a time line counts by state, step by step, and names what policies changed', async () => {
  const view = await answerOf<ObservedTimeline>(
    'GET /api/clusters/{cluster}/observed/timeline',
    await get(getTimeline, `/api/clusters/demo/observed/timeline?${WINDOW}&steps=4`),
  );
  expect(view.stepMs).toBe(15 * 60_000);
  const at = Date.parse(`${daysAgo(5)}T10:00:00Z`);
  const [counted, ...nobody] = view.steps;
  expect(counted).toEqual({ at, counts: { used: 2, 'seen-denied': 1 } });
  // records that were posted say nothing of when nobody looked
  expect(nobody).toEqual([1, 2, 3].map((step) => ({ at: at + step * view.stepMs, counts: null })));
});

test('the layer has the boxes of the picture that the map draws, with what to write at the line', async () => {
  const view = await answerOf<ObservedLayer>(
    'GET /api/clusters/{cluster}/observed/layer',
    await get(getLayer, `/api/clusters/demo/observed/layer?${WINDOW}&level=workloads`),
  );
  expect(view.edges[0]).toMatchObject({
    id: 'legacy/Deployment/erp→payments/Deployment/payments-api',
    state: 'seen-denied',
    label: 'seen, denied 1',
    perHour: 1,
  });
  expect(view.edges.find(({ from }) => from === 'shop/Deployment/orders')).toMatchObject({
    state: 'used',
    label: '1/h',
  });
  const tiles = await answerOf<ObservedLayer>(
    'GET /api/clusters/{cluster}/observed/layer',
    await get(getLayer, `/api/clusters/demo/observed/layer?${WINDOW}&level=namespaces`),
  );
  expect(tiles.edges[0]).toMatchObject({ from: 'ns:legacy', to: 'ns:payments', connections: { 'seen-denied': 1 } });
});

test('the list goes into a file, as far as the filter leaves it', async () => {
  const path = `/api/clusters/demo/observed-list?${WINDOW}&filter=state:seen-denied`;
  const lines = (await (await get(getList, `${path}&format=csv`)).text()).trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('legacy/Deployment/erp,payments/Deployment/payments-api,8443,TCP,seen-denied,allowed,1,');
  const document = (await (await get(getList, `${path}&format=json`)).json()) as { readonly edges: readonly object[] };
  expect(observedDocument.safeParse(document).error).toBeUndefined();
  expect(document).toMatchObject({ schema: 'ringfence.dev/observed/v1', filter: 'state:seen-denied' });
  expect(document.edges).toHaveLength(1);
});

test('an end outside is told by the recipient that the DataMap declares, and whether the flow is declared', async () => {
  const out = (name: string, to: object, part: object = {}) =>
    flow({
      from: { namespace: 'shop', workload: { kind: 'Deployment', name } },
      to: { outside: true, ...to },
      port: 587,
      ...part,
      time: `${daysAgo(4)}T10:00:30Z`,
    });
  await post(
    out('orders', { ip: '198.51.100.25' }),
    out('cart', { ip: '198.51.100.25' }),
    out('cart', { ip: '192.0.2.1', names: ['mail.example'] }),
    out('orders', { ip: '192.0.2.3', names: ['smtp.mailgate.example'] }),
    out('orders', { ip: '192.0.2.1', names: ['mail.example'] }),
    out('', { ip: '192.0.2.2', names: ['store.example'] }, { from: CRM_DB, port: 443 }),
  );
  const { edges } = await ask(`from=${daysAgo(4)}T10:00:00Z&to=${daysAgo(4)}T11:00:00Z&filter=-state:not-enough-seen`);
  const of = (from: string, to: string) => edges.find((edge) => edge.from.endsWith(from) && edge.to === to);
  expect(of('orders', 'ip:198.51.100.25/32')).toMatchObject({
    toEnd: { type: 'address', label: '198.51.100.25', recipient: { id: 'mailgate' } },
    declared: true,
    isNew: true,
  });
  expect(of('cart', 'ip:198.51.100.25/32')).toMatchObject({
    toEnd: { recipient: { id: 'mailgate' } },
    declared: false,
  });
  expect(of('cart', 'name:mail.example')).toMatchObject({ toEnd: { label: 'mail.example' }, declared: false });
  expect(of('orders', 'name:smtp.mailgate.example')).toMatchObject({
    toEnd: { recipient: { id: 'mailgate' } },
    declared: true,
  });
  expect(of('orders', 'name:mail.example')).toMatchObject({ declared: false });
  // it may be the backup, which is declared by its addresses alone
  expect(of('crm-db', 'name:store.example')).toBeDefined();
  expect(of('crm-db', 'name:store.example')?.declared).toBeUndefined();
});

test('a state that is none is refused', async () => {
  const response = await get(getObserved, `/api/clusters/demo/observed?${WINDOW}&state=open`);
  expect(((await response.json()) as ErrorBody).error.code).toBe('BAD_REQUEST');
});

const CRM_DB = { namespace: 'crm', workload: { kind: 'StatefulSet', name: 'crm-db' } };
const paymentsApi = { namespace: 'payments', workload: { kind: 'Deployment', name: 'payments-api' } };

test('a flow of a declared consumer is a declared one, as OBS-002 has it', async () => {
  const records = (name: string) =>
    flow({
      from: { namespace: 'health-records', workload: { kind: 'Deployment', name } },
      to: { namespace: 'health-records', workload: { kind: 'StatefulSet', name: 'records-db' } },
      port: 5432,
      time: `${daysAgo(4)}T12:00:30Z`,
    });
  await post(records('records-api'), records('archive-reader'));
  const { edges } = await ask(`from=${daysAgo(4)}T12:00:00Z&to=${daysAgo(4)}T13:00:00Z&filter=-state:not-enough-seen`);
  const of = (from: string) => edges.find((edge) => edge.from.endsWith(from) && edge.to.endsWith('/records-db'));
  expect(of('/records-api')).toMatchObject({ declared: true });
  expect(of('/archive-reader')).toMatchObject({ declared: false });
});

test('what the datapath refused though policies allow it is found, told at its line and in the file', async () => {
  const time = `${daysAgo(4)}T10:00:30Z`;
  const window = `from=${daysAgo(4)}T10:00:00Z&to=${daysAgo(4)}T11:00:00Z`;
  // until now: what was in force before the server knew it nobody kept
  await post(flow({ time, until: new Date().toISOString(), verdict: 'denied', trust: 'datapath', connections: 1 }));
  const body = await ask(`${window}&filter=state:denied-allowed`);
  expect(body.edges).toMatchObject([{ state: 'denied', refusedThoughAllowed: true }]);
  expect(body.edges[0]?.reasons).toContainEqual(
    expect.objectContaining({ reason: 'other-policy-kind', likely: false }),
  );
  expect(body.refusedThoughAllowed).toBe(1);
  const { edges } = await answerOf<ObservedLayer>(
    'GET /api/clusters/{cluster}/observed/layer',
    await get(getLayer, `/api/clusters/demo/observed/layer?${window}&level=workloads`),
  );
  expect(edges.find(({ state }) => state === 'denied')).toMatchObject({
    label: '1 dropped, allowed',
    sentence: expect.stringContaining('1 was refused, or is reported so, though policies allow it.'),
  });
  const csv = await get(getList, `/api/clusters/demo/observed-list?${window}&filter=state:denied&format=csv`);
  expect((await csv.text()).split('\r\n')[1]).toMatch(/,refused though allowed$/);
});
