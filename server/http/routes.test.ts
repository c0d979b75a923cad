import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { GET as compare } from '#app/api/clusters/[cluster]/compare/route.ts';
import { GET as getConnections } from '#app/api/clusters/[cluster]/connections/route.ts';
import { GET as explain } from '#app/api/clusters/[cluster]/explain/route.ts';
import { GET as getGap } from '#app/api/clusters/[cluster]/gaps/[id]/route.ts';
import { GET as getGaps } from '#app/api/clusters/[cluster]/gaps/route.ts';
import { GET as getHopCut } from '#app/api/clusters/[cluster]/hops/cut/route.ts';
import { GET as getHopPath } from '#app/api/clusters/[cluster]/hops/path/route.ts';
import { GET as getHops } from '#app/api/clusters/[cluster]/hops/route.ts';
import { GET as getMap } from '#app/api/clusters/[cluster]/map.svg/route.ts';
import { GET as getPod } from '#app/api/clusters/[cluster]/pods/[namespace]/[name]/route.ts';
import { GET as getPods } from '#app/api/clusters/[cluster]/pods/route.ts';
import { GET as getPolicy } from '#app/api/clusters/[cluster]/policies/[kind]/[namespace]/[name]/route.ts';
import { GET as getPolicies } from '#app/api/clusters/[cluster]/policies/route.ts';
import { POST as probe } from '#app/api/clusters/[cluster]/probe/route.ts';
import { POST as chooseProfile } from '#app/api/clusters/[cluster]/profile/route.ts';
import { GET as getCluster, DELETE as removeCluster } from '#app/api/clusters/[cluster]/route.ts';
import { GET as getScene } from '#app/api/clusters/[cluster]/scene/route.ts';
import { GET as search } from '#app/api/clusters/[cluster]/search/route.ts';
import { GET as getSettings } from '#app/api/clusters/[cluster]/settings/route.ts';
import { GET as getSummary } from '#app/api/clusters/[cluster]/summary/route.ts';
import { GET as getWorkload } from '#app/api/clusters/[cluster]/workloads/[namespace]/[kind]/[name]/route.ts';
import { GET as listClusters } from '#app/api/clusters/route.ts';
import { POST as connect } from '#app/api/connect/route.ts';
import { HEAD as headEvents, GET as openEvents } from '#app/api/events/route.ts';
import { GET as health } from '#app/api/health/route.ts';
import { GET as openApi } from '#app/api/openapi.json/route.ts';
import { GET as ready } from '#app/api/ready/route.ts';
import { POST as openSession } from '#app/api/session/route.ts';
import { POST as upload } from '#app/api/uploads/route.ts';
import { apiUrl } from '#lib/api/client.ts';
import type { ClusterListItem, ClusterSummary } from '#lib/api/cluster-types.ts';
import type { ExplainView } from '#lib/api/connection-types.ts';
import { ENDPOINTS, type EndpointKey } from '#lib/api/endpoints.ts';
import type { ErrorBody } from '#lib/api/error-types.ts';
import type { GapList } from '#lib/api/gap-types.ts';
import type { PodList, PodView } from '#lib/api/pod-types.ts';
import type { ClusterSettings } from '#lib/api/settings-types.ts';
import { installRuntime } from '#server/current-runtime.ts';
import type { Runtime } from '#server/runtime.ts';
import type { Route } from './handle.ts';
import { get, ORIGIN, send, startRuntime, untilRevision } from './testing.ts';

let runtime: Runtime;

beforeAll(async () => {
  runtime = startRuntime(['--demo'], { contexts: ['prod'] });
  installRuntime(runtime);
  await untilRevision(runtime, 'demo');
});
afterAll(async () => {
  installRuntime(undefined);
  await runtime.stop();
});
afterEach(() => void installRuntime(runtime));

const code = async (response: Response) => ((await response.json()) as ErrorBody).error.code;

describe('every answer has the shape that its endpoint declares', () => {
  const demo = { cluster: 'demo' };
  const cases: [EndpointKey, Route, Record<string, string>][] = [
    ['GET /api/health', health, {}],
    ['GET /api/ready', ready, {}],
    ['GET /api/openapi.json', openApi, {}],
    ['GET /api/clusters', listClusters, {}],
    ['GET /api/clusters/{cluster}', getCluster, demo],
    ['GET /api/clusters/{cluster}/summary', getSummary, demo],
    ['GET /api/clusters/{cluster}/scene', getScene, demo],
    ['GET /api/clusters/{cluster}/scene', getScene, { ...demo, level: 'namespaces' }],
    ['GET /api/clusters/{cluster}/scene', getScene, { ...demo, level: 'pods', namespace: 'crm' }],
    ['GET /api/clusters/{cluster}/pods', getPods, demo],
    ['GET /api/clusters/{cluster}/pods/{namespace}/{name}', getPod, { ...demo, namespace: 'crm', name: 'crm-db-0' }],
    [
      'GET /api/clusters/{cluster}/workloads/{namespace}/{kind}/{name}',
      getWorkload,
      { ...demo, namespace: 'crm', kind: 'StatefulSet', name: 'crm-db' },
    ],
    [
      'GET /api/clusters/{cluster}/explain',
      explain,
      { ...demo, from: 'internet', to: 'crm/crm-db-0', port: 'TCP/5432' },
    ],
    ['GET /api/clusters/{cluster}/explain', explain, { ...demo, from: 'shop/?', to: 'crm/StatefulSet/crm-db' }],
    ['GET /api/clusters/{cluster}/hops', getHops, { ...demo, end: 'crm/crm-db-0', direction: 'in', hops: '2' }],
    ['GET /api/clusters/{cluster}/hops', getHops, { ...demo, end: 'crm/StatefulSet/crm-db', port: 'TCP/5432' }],
    [
      'GET /api/clusters/{cluster}/hops/path',
      getHopPath,
      { ...demo, end: 'crm/crm-db-0', direction: 'in', to: 'crm/Deployment/crm-api' },
    ],
    [
      'GET /api/clusters/{cluster}/hops/cut',
      getHopCut,
      { ...demo, end: 'crm/crm-db-0', direction: 'in', to: 'crm/Deployment/crm-api' },
    ],
    [
      'GET /api/clusters/{cluster}/compare',
      compare,
      { ...demo, a: 'payments/payments-api-5b8-9qk', b: 'shop/Deployment/redis', to: 'payments/payments-db-0' },
    ],
    [
      'GET /api/clusters/{cluster}/compare',
      compare,
      { ...demo, a: 'crm/crm-db-0', b: 'payments/payments-db-0', from: 'internet', port: 'TCP/5432' },
    ],
    ['GET /api/clusters/{cluster}/connections', getConnections, demo],
    ['GET /api/clusters/{cluster}/settings', getSettings, demo],
    ['GET /api/clusters/{cluster}/policies', getPolicies, demo],
    ['GET /api/clusters/{cluster}/gaps', getGaps, demo],
    ['GET /api/clusters/{cluster}/search', search, { ...demo, q: 'crm' }],
  ];
  const issuesOf = (key: EndpointKey, answer: unknown) => {
    const { response: declared } = ENDPOINTS[key];
    return declared.type === 'json' ? declared.schema.safeParse(answer).error?.issues : 'not JSON';
  };
  test.each(cases)('%s %#', async (key, route, input) => {
    const response = await get(route, apiUrl(key, input as never));
    const answer: unknown = await response.json();
    expect(response.status, JSON.stringify(answer)).toBe(200);
    expect(issuesOf(key, answer)).toBeUndefined();
  });

  test('one policy and one gap of those listed', async () => {
    const policies = (await (await get(getPolicies, '/api/clusters/demo/policies')).json()) as {
      items: { policy: { kind: string; namespace: string; name: string } }[];
    };
    const { gaps } = (await (await get(getGaps, '/api/clusters/demo/gaps')).json()) as GapList;
    for (const { policy } of policies.items) {
      const key = 'GET /api/clusters/{cluster}/policies/{kind}/{namespace}/{name}';
      const answer = await (await get(getPolicy, apiUrl(key, { cluster: 'demo', ...policy }))).json();
      expect(issuesOf(key, answer)).toBeUndefined();
      expect(answer).toMatchObject({ policy });
    }
    for (const { id } of gaps) {
      const answer = await (await get(getGap, `/api/clusters/demo/gaps/${id}`)).json();
      expect(issuesOf('GET /api/clusters/{cluster}/gaps/{id}', answer)).toBeUndefined();
      expect(answer).toMatchObject({ gap: { id } });
      expect(answer.gap.fix).not.toHaveProperty('effect');
    }
  });

  test('a probe', async () => {
    const questions = [
      { id: 1, from: 'internet', to: 'crm/crm-db-0', port: 5432, expect: 'deny' },
      { from: 'shop/?', to: 'crm/StatefulSet/crm-db' },
      { from: 'shop/nobody', to: 'crm/crm-db-0' },
    ];
    const response = await send(probe, 'POST', '/api/clusters/demo/probe', { questions });
    const answer = (await response.json()) as { answers: unknown[] };
    expect(issuesOf('POST /api/clusters/{cluster}/probe', answer)).toBeUndefined();
    expect(answer.answers).toHaveLength(questions.length);
  });

  test('the map is an SVG', async () => {
    const response = await get(getMap, '/api/clusters/demo/map.svg?theme=dark');
    expect(response.headers.get('content-type')).toBe('image/svg+xml');
    expect(await response.text()).toMatch(/^<svg /);
  });
});

describe('what is not there', () => {
  test.each<[string, Route, string, string]>([
    ['an unknown cluster', getSummary, '/api/clusters/nope/summary', 'NOT_FOUND'],
    ['an unknown pod', getPod, '/api/clusters/demo/pods/crm/nope', 'NOT_FOUND'],
    ['an unknown workload', getWorkload, '/api/clusters/demo/workloads/crm/Deployment/nope', 'NOT_FOUND'],
    ['an unknown policy', getPolicy, '/api/clusters/demo/policies/NetworkPolicy/crm/nope', 'NOT_FOUND'],
    ['an unknown gap', getGap, '/api/clusters/demo/gaps/nope', 'NOT_FOUND'],
    ['a revision that never was', getScene, '/api/clusters/demo/scene?rev=99', 'REVISION_GONE'],
    ['a level that is none', getScene, '/api/clusters/demo/scene?level=galaxies', 'BAD_REQUEST'],
    ['an end that is none', explain, '/api/clusters/demo/explain?from=shop/nope&to=crm/crm-db-0', 'BAD_REQUEST'],
    [
      'a port that is none',
      explain,
      '/api/clusters/demo/explain?from=internet&to=crm/crm-db-0&port=TCP/0',
      'BAD_REQUEST',
    ],
    ['a broken percent encoding', getPod, '/api/clusters/demo/pods/crm/%E0%A4%A', 'BAD_REQUEST'],
    ['a limit that is no number', getPods, '/api/clusters/demo/pods?limit=abc', 'BAD_REQUEST'],
    ['a limit that is too small', getPods, '/api/clusters/demo/pods?limit=0', 'BAD_REQUEST'],
  ])('%s answers with an error that says what to do', async (_, route, path, expected) => {
    const response = await get(route, path);
    const { error } = (await response.json()) as ErrorBody;
    expect(error).toMatchObject({ code: expected, message: expect.any(String), action: expect.any(String) });
    expect(error.message).not.toMatch(/expected|received|NaN/); // the schema's words are not for people
  });
});

describe('who may ask', () => {
  test('another host name gets nothing, not even health', async () => {
    const response = await get(health, '/api/health', { host: 'evil.example' });
    expect([response.status, await code(response)]).toEqual([403, 'FORBIDDEN_ORIGIN']);
  });
  test('every answer carries the security headers, errors too', async () => {
    for (const host of ['localhost', 'evil.example']) {
      const { headers } = await get(health, '/api/health', { host });
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });
  test('a change without Origin is refused', async () => {
    const response = await send(connect, 'POST', '/api/connect', { context: 'prod' }, { origin: '' });
    expect(response.status).toBe(403);
  });
  test('with a token nothing is told without it, and the link’s token becomes a cookie', async () => {
    const guarded = startRuntime([], { token: 'secret' });
    installRuntime(guarded);
    try {
      expect((await get(listClusters, '/api/clusters')).status).toBe(401);
      expect((await send(openSession, 'POST', '/api/session', { token: 'wrong' })).status).toBe(401);
      const cookie = (await send(openSession, 'POST', '/api/session', { token: 'secret' })).headers.get('set-cookie');
      expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
      expect((await get(listClusters, '/api/clusters', { cookie: cookie?.split(';')[0] ?? '' })).status).toBe(200);
    } finally {
      await guarded.stop();
    }
  });
  test('a page may only connect contexts that were there at start', async () => {
    const response = await send(connect, 'POST', '/api/connect', { context: 'https://evil.example' });
    expect(await code(response)).toBe('NOT_FOUND');
  });
});

describe('bodies', () => {
  test('what is not JSON is refused', async () => {
    const response = await probe(
      new Request(`${ORIGIN}/api/clusters/demo/probe`, {
        method: 'POST',
        headers: {
          host: 'localhost:3000',
          origin: ORIGIN,
          'sec-fetch-site': 'same-origin',
          'content-type': 'application/json',
        },
        body: '{',
      }),
    );
    expect(await code(response)).toBe('BAD_REQUEST');
  });
  test('a body beyond its bound is refused', async () => {
    const response = await send(connect, 'POST', '/api/connect', { context: 'x'.repeat(5 * 2 ** 20) });
    expect(await code(response)).toBe('TOO_LARGE');
  });
});

describe('the semantics profile', () => {
  const path = '/api/clusters/demo/profile';
  const settings = async () =>
    (await (await get(getSettings, '/api/clusters/demo/settings')).json()) as ClusterSettings;
  const choose = (body: object, headers?: Record<string, string>) => send(chooseProfile, 'POST', path, body, headers);
  afterEach(async () => void (await choose({ profile: 'upstream', sets: [] })));

  test('the plugin that was found is offered with its signs, and nothing changes by itself', async () => {
    expect(await settings()).toMatchObject({
      plugin: { sentence: 'Cilium 1.19 on 3 of 3 nodes, not tested', proposed: 'cilium', mixed: false },
      profile: { name: 'upstream' },
      offer: { profile: 'cilium' },
    });
  });

  test('a choice makes a new revision that says so, and offers nothing more', async () => {
    const before = await settings();
    const answer = (await (await choose({ profile: 'cilium', sets: ['sctp=unsupported'] })).json()) as ClusterSettings;
    expect(answer.revision.seq).toBeGreaterThan(before.revision.seq);
    expect(answer.revision.content).not.toBe(before.revision.content);
    expect(answer.offer).toBeUndefined();
    expect(answer.fields.filter(({ from }) => from === 'page')).toMatchObject([
      { field: 'sctp', value: 'unsupported', preset: 'supported', knownFrom: 'chosen on this page' },
    ]);
    const summary = (await (await get(getSummary, '/api/clusters/demo/summary')).json()) as ClusterSummary;
    expect(summary.profile).toMatchObject({ name: 'cilium', hostNetworkPods: 'asNodes', sctp: 'unsupported' });
  });

  test('back to what was given at start gives the content of the start', async () => {
    const before = await settings();
    await choose({ profile: 'calico', sets: [] });
    const after = (await (
      await choose({ profile: before.start.profile, sets: before.start.sets })
    ).json()) as ClusterSettings;
    expect(after.revision.content).toBe(before.revision.content);
    expect(after.offer?.profile).toBe('cilium');
  });

  test.each([
    ['an unknown profile', { profile: 'other', sets: [] }],
    ['an unknown field', { profile: 'cilium', sets: ['colour=red'] }],
    ['an unknown value', { profile: 'cilium', sets: ['sctp=maybe'] }],
    ['what is no setting', { profile: 'cilium', sets: 'sctp' }],
    ['a field called like the prototype', { profile: 'cilium', sets: ['__proto__=x'] }],
  ])('%s is refused and changes nothing', async (_, body) => {
    const before = await settings();
    expect(await code(await choose(body))).toBe('BAD_REQUEST');
    expect(await settings()).toEqual(before);
  });

  test('is not changed from another page, nor by GET', async () => {
    const before = await settings();
    expect((await choose({ profile: 'calico', sets: [] }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await choose({ profile: 'calico', sets: [] }, { origin: '' })).status).toBe(403);
    await get(getSettings, '/api/clusters/demo/settings?profile=calico');
    expect(await settings()).toEqual(before);
  });
});

describe('ways from outside', () => {
  const entriesOf = async (namespace: string, name: string) =>
    ((await (await get(getWorkload, `/api/clusters/demo/workloads/${namespace}/Deployment/${name}`)).json()) as PodView)
      .entries;

  test('stand in a pod’s view with the object and field that opens them, and a question that shows why', async () => {
    expect(await entriesOf('ingress', 'ingress-nginx')).toContainEqual(
      expect.objectContaining({
        sentence: 'Service ingress/ingress-nginx (LoadBalancer, spec.type) port 443, from the internet',
        verdict: 'allow',
        clients: ['internet'],
        ask: { from: 'internet', to: expect.stringMatching(/^ingress\//), port: 'TCP/443' },
      }),
    );
    const [first] = await entriesOf('crm', 'crm-web');
    expect(first).toMatchObject({ via: 'Ingress', controller: { workloads: ['ingress/Deployment/ingress-nginx'] } });
    expect(first?.ask.from).toBe('ingress/Deployment/ingress-nginx');
  });

  test('stand beside an answer about the internet', async () => {
    const address = '/api/clusters/demo/explain?from=internet&to=crm/crm-db-0&port=5432';
    expect(((await (await get(explain, address)).json()) as ExplainView).entries).toEqual([]);
  });
});

describe('revisions', () => {
  test('an answer that the page has already costs nothing', async () => {
    const first = await get(getScene, '/api/clusters/demo/scene');
    const etag = first.headers.get('etag') ?? '';
    expect((await get(getScene, '/api/clusters/demo/scene', { 'if-none-match': etag })).status).toBe(304);
  });
  test('the event stream tells of every cluster at once, and closes with the process', async () => {
    const other = startRuntime(['--demo']);
    installRuntime(other);
    await untilRevision(other, 'demo');
    const response = await get(openEvents, '/api/events?hold=demo:1');
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const read = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await read()).toMatch(/^retry: \d+\n\n$/);
    expect(await read()).toMatch(/^id: 1\ndata: \{"cluster":"demo",.*"seq":1/);
    await other.stop();
    expect((await reader.read()).done).toBe(true);
  });
  test('HEAD of the event stream ends', async () => {
    expect(await (await get(headEvents, '/api/events')).text()).toBe('');
  });
});

describe('uploads', () => {
  const fixture = (name: string) => readFile(fileURLToPath(new URL(`../../e2e/fixtures/${name}`, import.meta.url)));
  test('a dropped file becomes a cluster, and can be removed; those given at start cannot', async () => {
    const response = await send(
      upload,
      'POST',
      '/api/uploads?name=four-mistakes.yaml',
      await fixture('four-mistakes.yaml'),
    );
    const item = (await response.json()) as ClusterListItem;
    expect(item).toMatchObject({ id: 'four-mistakes-yaml', source: { type: 'file' }, revision: { seq: 1 } });
    expect((await get(getSummary, `/api/clusters/${item.id}/summary`)).status).toBe(200);
    expect((await send(removeCluster, 'DELETE', `/api/clusters/${item.id}`, {})).status).toBe(200);
    expect((await get(getCluster, `/api/clusters/${item.id}`)).status).toBe(404);
    expect((await send(removeCluster, 'DELETE', '/api/clusters/demo', {})).status).toBe(400);
  });
  test.each([
    ['nothing of Kubernetes', 'notes.txt', 'just words', 'NOTHING_KUBERNETES'],
    ['a kubeconfig', 'config', 'apiVersion: v1\nkind: Config\nclusters: []\n', 'UNREADABLE_INPUT'],
  ])('%s is refused and leaves no cluster', async (_, name, content, expected) => {
    const before = runtime.clusters().length;
    const response = await send(upload, 'POST', `/api/uploads?name=${name}`, new TextEncoder().encode(content));
    expect(await code(response)).toBe(expected);
    expect(runtime.clusters()).toHaveLength(before);
  });
  test('a file sent as a form could send it is refused', async () => {
    const body = new TextEncoder().encode('x');
    const response = await send(upload, 'POST', '/api/uploads?name=x', body, { 'content-type': 'text/plain' });
    expect(response.status).toBe(400);
  });
});

describe('pods', () => {
  const list = async (query: string) =>
    (await (await get(getPods, `/api/clusters/demo/pods?${query}`)).json()) as PodList;
  test('pages do not overlap and cover all', async () => {
    const first = await list('limit=25');
    const second = await list(`limit=25&offset=${first.nextOffset}`);
    const keys = [...first.items, ...second.items].map(({ key }) => key);
    expect(new Set(keys).size).toBe(first.total);
    expect(second.nextOffset).toBeUndefined();
  });
  test('every word of the search must match', async () => {
    const { items } = await list('q=CRM%20db');
    expect(items.map(({ key }) => key)).toEqual(['crm/crm-db-0']);
  });
});
