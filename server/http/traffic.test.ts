import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { POST as postFlows } from '#app/api/clusters/[cluster]/flows/route.ts';
import { GET as getCoverage } from '#app/api/clusters/[cluster]/traffic/coverage/route.ts';
import { GET as getEdges } from '#app/api/clusters/[cluster]/traffic/edges/route.ts';
import { GET as getSources } from '#app/api/clusters/[cluster]/traffic/sources/route.ts';
import { GET as getTimeline } from '#app/api/clusters/[cluster]/traffic/timeline/route.ts';
import type { ClusterEvent } from '#lib/api/cluster-types.ts';
import { ENDPOINTS, type EndpointKey } from '#lib/api/endpoints.ts';
import type { ErrorBody } from '#lib/api/error-types.ts';
import type { IngestAnswer, TrafficEdges, TrafficSources } from '#lib/api/traffic-schemas.ts';
import { daysAgo, get, ORIGIN, send, serveDemo } from './testing.ts';

const running = serveDemo();
const AT = `${daysAgo(8)}T10:00:30Z`;
const flow = (part: object = {}) => ({
  schema: 'ringfence.dev/flow/v1',
  time: AT,
  from: { namespace: 'crm', workload: { kind: 'Deployment', name: 'crm-web' } },
  to: { namespace: 'crm', pod: 'crm-db-0' },
  port: 5432,
  verdict: 'allowed',
  ...part,
});
const lines = (...records: (object | string)[]) =>
  records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n');
const post = (body: string, headers: Record<string, string> = {}, query = '') =>
  send(postFlows, 'POST', `/api/clusters/demo/flows${query}`, Buffer.from(body), {
    'content-type': 'application/x-ndjson',
    ...headers,
  });
const WINDOW = `from=${daysAgo(8)}T10:00:00Z&to=${daysAgo(8)}T11:00:00Z`;
const answerOf = async <T>(response: Response): Promise<T> => {
  expect(response.status).toBe(200);
  return (await response.json()) as T;
};
const declared = async (key: EndpointKey, response: Response) => {
  const endpoint = ENDPOINTS[key].response;
  const body = await answerOf(response);
  if (endpoint.type === 'json') expect(endpoint.schema.safeParse(body).error).toBeUndefined();
};

test('flows that are sent are kept, and told by the edges of their window', async () => {
  const events: ClusterEvent[] = [];
  const end = running().subscribe((event) => events.push(event));
  const sent = await answerOf<IngestAnswer>(
    await post(lines(flow(), flow({ time: `${daysAgo(8)}T10:01:00Z` }), '', 'nonsense', flow({ verdict: 'perhaps' }))),
  );
  end();
  expect(sent).toMatchObject({ accepted: 2, unreadable: 2, lost: 0 });
  expect(sent.examples.map(({ place }) => place)).toEqual(['line 4', 'line 5']);
  const { edges, total } = await answerOf<TrafficEdges>(
    await get(getEdges, `/api/clusters/demo/traffic/edges?${WINDOW}`),
  );
  expect(edges).toMatchObject([
    { from: 'crm/Deployment/crm-web', to: 'crm/StatefulSet/crm-db', port: 5432, connections: 2, minutes: 2 },
  ]);
  expect(total).toBe(1);
  expect(events.some(({ traffic }) => traffic !== undefined)).toBe(true);
});

test('a gzipped body is unpacked, and one that breaks off says so', async () => {
  const packed = gzipSync(lines(flow({ time: `${daysAgo(7)}T10:00:00Z` }), flow({ time: `${daysAgo(7)}T10:01:00Z` })));
  const sent = (bytes: Buffer) =>
    send(postFlows, 'POST', '/api/clusters/demo/flows?source=packed.gz', bytes as unknown as BodyInit, {
      'content-type': 'application/x-ndjson',
    });
  expect(await answerOf<IngestAnswer>(await sent(packed))).toMatchObject({ accepted: 2, unreadable: 0 });
  const broken = await sent(packed.subarray(0, packed.length - 20));
  expect(broken.status).toBe(422);
  const { error } = (await broken.json()) as ErrorBody;
  expect(error).toMatchObject({
    code: 'UNREADABLE_INPUT',
    message: expect.stringMatching(/\d flows? before that were taken in/),
  });
  const { sources } = await answerOf<TrafficSources>(await get(getSources, '/api/clusters/demo/traffic/sources'));
  expect(sources.find(({ source }) => source === 'packed.gz')).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('cannot be unpacked'),
  });
});

test('a body that breaks off, as one that comes too slowly is made to, keeps what came and frees its place', async () => {
  const broken = (number: number): ReadableStream<Uint8Array> => {
    let isFirst = true;
    return new ReadableStream({
      pull(controller) {
        if (!isFirst) return controller.error(new Error('aborted'));
        isFirst = false;
        const time = `${daysAgo(9)}T10:0${number}:00Z`;
        controller.enqueue(new TextEncoder().encode(`${lines(flow({ time }))}\n{"half`));
      },
    });
  };
  for (const number of [1, 2, 3, 4, 5]) {
    const headers = { host: 'localhost:3000', origin: ORIGIN, 'sec-fetch-site': 'same-origin' };
    const request = new Request(`${ORIGIN}/api/clusters/demo/flows?source=slow`, {
      ...{ method: 'POST', headers: { ...headers, 'content-type': 'application/x-ndjson' } },
      ...{ body: broken(number), duplex: 'half' },
    });
    expect((await postFlows(request)).status).toBe(500);
  }
  // four may come at once: the places of the broken ones are free
  expect(await answerOf<IngestAnswer>(await post(lines(flow({ time: `${daysAgo(9)}T10:09:00Z` }))))).toMatchObject({
    accepted: 1,
  });
  const { edges } = await answerOf<TrafficEdges>(
    await get(getEdges, `/api/clusters/demo/traffic/edges?from=${daysAgo(9)}T10:00:00Z&to=${daysAgo(9)}T11:00:00Z`),
  );
  expect(edges.map(({ connections }) => connections)).toEqual([6]);
});

test('every answer has the shape that its endpoint declares', async () => {
  await declared('POST /api/clusters/{cluster}/flows', await post(lines(flow())));
  const path = '/api/clusters/demo/traffic';
  await declared('GET /api/clusters/{cluster}/traffic/edges', await get(getEdges, `${path}/edges?${WINDOW}`));
  await declared('GET /api/clusters/{cluster}/traffic/timeline', await get(getTimeline, `${path}/timeline?${WINDOW}`));
  await declared('GET /api/clusters/{cluster}/traffic/coverage', await get(getCoverage, `${path}/coverage?${WINDOW}`));
  await declared('GET /api/clusters/{cluster}/traffic/sources', await get(getSources, `${path}/sources`));
});

test.each([
  ['of no cluster', `/api/clusters/none/traffic/edges?${WINDOW}`, 'NOT_FOUND'],
  [
    'that ends before it begins',
    `/api/clusters/demo/traffic/edges?from=${daysAgo(8)}T10:00:00Z&to=${daysAgo(8)}T09:00:00Z`,
    'BAD_REQUEST',
  ],
  ['of an unknown verdict', `/api/clusters/demo/traffic/edges?${WINDOW}&verdict=maybe`, 'BAD_REQUEST'],
  ['of an end that cannot be one', `/api/clusters/demo/traffic/edges?${WINDOW}&end=host,nonsense`, 'BAD_REQUEST'],
  ['without times', '/api/clusters/demo/traffic/edges?from=yesterday', 'BAD_REQUEST'],
])('a window %s is refused', async (_, path, code) => {
  const response = await get(getEdges, path);
  expect(((await response.json()) as ErrorBody).error.code).toBe(code);
});

test.each([
  ['edges', getEdges],
  ['timeline', getTimeline],
  ['coverage', getCoverage],
])('a window of more than 400 days is refused: %s', async (of, handler) => {
  const ask = (from: string) => get(handler, `/api/clusters/demo/traffic/${of}?from=${from}&to=2026-11-02T10:00:00Z`);
  const response = await ask('0001-01-01T00:00:00Z');
  expect(response.status).toBe(400);
  expect(((await response.json()) as ErrorBody).error.message).toBe('The window is longer than 400 days.');
  expect((await ask('2025-10-01T00:00:00Z')).status).toBe(200);
});

test('another site and another content type are refused', async () => {
  expect((await post(lines(flow()), { origin: 'http://evil.example' })).status).toBe(403);
  expect((await post(lines(flow()), { 'content-type': 'text/plain' })).status).toBe(400);
});

test('a program without the token is told how a server gets one', async () => {
  const headers = { host: 'localhost:3000', 'content-type': 'application/x-ndjson' };
  const request = new Request(`${ORIGIN}/api/clusters/demo/flows`, { method: 'POST', headers, body: lines(flow()) });
  const response = await postFlows(request);
  expect(response.status).toBe(403);
  expect(((await response.json()) as ErrorBody).error.action).toContain('serve --token-file');
});
