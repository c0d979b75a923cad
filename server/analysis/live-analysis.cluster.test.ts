import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ApiServer, startApiServer } from '#e2e/cluster/api-server.ts';
import {
  createNamespace,
  createPod,
  createPolicy,
  createPolicyDefinition,
  grant,
  type PodToWrite,
} from '#e2e/cluster/write-objects.ts';
import type { ClusterEvent, ClusterSummary, SourceStatus } from '#lib/api/cluster-types.ts';
import type { ProbeAnswers } from '#lib/api/connection-types.ts';
import type { RevisionComparison, RevisionList } from '#lib/api/revision-schemas.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import { type ClusterAnalysis, startClusterAnalysis } from './cluster-analysis.ts';
import type { Question } from './messages.ts';

/** The whole chain: a real API server, the worker that reads and watches it, and the verdicts it answers. */

const POLICIES = '/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies';
const NEXT_REVISION_MS = 1_000; // the promise: a change is a verdict within a second
const FIRST_PICTURE_MS = 20_000;
const PODS: readonly PodToWrite[] = [
  { namespace: 'shop', name: 'web', labels: { app: 'web' }, ip: '10.1.0.1' },
  { namespace: 'shop', name: 'db', labels: { app: 'db' }, ip: '10.1.0.2' },
  { namespace: 'crm', name: 'api', labels: { app: 'api' }, ip: '10.1.0.3' },
  { namespace: 'legacy', name: 'old', labels: { app: 'old' }, ip: '10.1.0.4' },
];
const PAIRS = ['shop/web', 'crm/api', 'legacy/old'].flatMap((from) =>
  ['shop/web', 'shop/db', 'crm/api', 'legacy/old'].filter((to) => to !== from).map((to) => ({ from, to })),
);

let server: ApiServer;
const running: LiveAnalysis[] = [];

beforeAll(async () => {
  server = await startApiServer({ users: ['two-namespaces'] });
  for (const name of ['shop', 'crm', 'legacy']) await createNamespace(server.admin, name, { name });
  for (const pod of PODS) await createPod(server.admin, pod);
  await createPolicy(server.admin, 'shop', 'db-from-partners', {
    podSelector: { matchLabels: { app: 'db' } },
    ingress: [
      {
        from: [{ namespaceSelector: { matchLabels: { partner: 'yes' } } }],
        ports: [{ protocol: 'TCP', port: 5432 }],
      },
    ],
  });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ analysis }) => analysis.stop()));
});
afterAll(() => server.stop());

interface LiveAnalysis {
  readonly analysis: ClusterAnalysis;
  readonly events: readonly ClusterEvent[];
  readonly faults: readonly unknown[];
  /** Resolves with the first event, of those told so far or later, that fits. */
  until(what: string, fits: (event: ClusterEvent) => boolean, withinMs?: number): Promise<ClusterEvent>;
  /** Resolves when a verdict is the expected one; rejects where it is not within the time. */
  untilVerdict(from: string, to: string, verdict: string, withinMs?: number): Promise<void>;
  seq(): number;
  ask<Answer>(question: Question, input?: Readonly<Record<string, unknown>>, body?: unknown): Promise<Answer>;
}

function openLive(kubeconfig: string): LiveAnalysis {
  const events: ClusterEvent[] = [];
  const faults: unknown[] = [];
  const looks = new Set<() => void>();
  const analysis = startClusterAnalysis(
    { id: 'live', name: 'live', source: { type: 'live', kubeconfig } },
    {
      profile: 'upstream',
      sets: [],
      onEvent(event) {
        events.push(event);
        for (const look of [...looks]) look();
      },
      onLost: (error) => faults.push(error),
    },
  );
  const ask: LiveAnalysis['ask'] = async (question, input = {}, body = undefined) => {
    const { bytes } = await analysis.ask(question, { cluster: 'live', ...input }, { body });
    return JSON.parse(new TextDecoder().decode(bytes));
  };
  const live: LiveAnalysis = {
    analysis,
    events,
    faults,
    ask,
    seq: () => analysis.revision()?.seq ?? 0,
    until(what, fits, withinMs = FIRST_PICTURE_MS) {
      return new Promise((resolve, reject) => {
        const settle = () => {
          clearTimeout(timer);
          looks.delete(look);
        };
        const look = () => {
          const event = events.find(fits);
          if (event === undefined) return;
          settle();
          resolve(event);
        };
        const timer = setTimeout(() => {
          settle();
          reject(new Error(`${what}: not within ${withinMs} ms; newest ${JSON.stringify(events.at(-1))}`));
        }, withinMs);
        looks.add(look);
        look();
      });
    },
    async untilVerdict(from, to, verdict, withinMs = NEXT_REVISION_MS) {
      const giveUp = performance.now() + withinMs;
      for (;;) {
        const got = await verdictOf(live, from, to);
        if (got === verdict) return;
        if (performance.now() > giveUp) throw new Error(`${from} → ${to}: ${got}, not ${verdict} in ${withinMs} ms`);
        await sleep(20);
      }
    },
  };
  running.push(live);
  return live;
}

async function openCurrent(kubeconfig = server.kubeconfig()): Promise<LiveAnalysis> {
  const live = openLive(kubeconfig);
  await live.until('first picture', ({ source, revision }) => source.state === 'current' && revision !== undefined);
  return live;
}

const PROBE = 'POST /api/clusters/{cluster}/probe';

/** Pair → its verdict on TCP 5432. */
async function verdicts(live: LiveAnalysis, pairs = PAIRS): Promise<ReadonlyMap<string, unknown>> {
  const questions = pairs.map((pair) => ({ ...pair, protocol: 'TCP', port: 5432 }));
  const { answers } = await live.ask<ProbeAnswers>(PROBE, {}, { questions });
  return new Map(answers.map((answer) => [`${answer.from} → ${answer.to}`, answer.verdict]));
}

async function verdictOf(live: LiveAnalysis, from: string, to: string): Promise<unknown> {
  return (await verdicts(live, [{ from, to }])).get(`${from} → ${to}`);
}

const summaryOf = (live: LiveAnalysis) => live.ask<ClusterSummary>('GET /api/clusters/{cluster}/summary');
const setLabels = (path: string, labels: Readonly<Record<string, string | null>>) =>
  server.admin.patch(path, { metadata: { labels } });

const ALL_BUT_DB = new Map(PAIRS.map(({ from, to }) => [`${from} → ${to}`, to === 'shop/db' ? 'deny' : 'allow']));

describe('the first picture', () => {
  test('is whole: every pod, its policies, and verdicts of one revision', async () => {
    const live = await openCurrent();
    expect(live.seq()).toBe(1);
    expect(await verdicts(live)).toEqual(ALL_BUT_DB);
    const summary = await summaryOf(live);
    expect(summary).toMatchObject({
      source: { type: 'live', state: 'current' },
      revision: { seq: 1 },
      numbers: { pods: PODS.length, atLeast: false },
      counts: { policies: 1 },
    });
    expect(summary.missingRbac).toBeUndefined();
  });
});

describe('a change', () => {
  test('of a namespace label is a new revision within a second, and changes that verdict only', async () => {
    const live = await openCurrent();
    await setLabels('/api/v1/namespaces/crm', { partner: 'yes' });
    await live.untilVerdict('crm/api', 'shop/db', 'allow');
    expect(live.seq()).toBe(2);
    expect(await verdicts(live)).toEqual(new Map([...ALL_BUT_DB, ['crm/api → shop/db', 'allow']]));
    await setLabels('/api/v1/namespaces/crm', { partner: null });
    await live.untilVerdict('crm/api', 'shop/db', 'deny');
    expect(await verdicts(live)).toEqual(ALL_BUT_DB);
  });

  test('that takes a policy away restores what it kept out', async () => {
    await createPolicy(server.admin, 'shop', 'web-closed', { podSelector: { matchLabels: { app: 'web' } } });
    const live = await openCurrent();
    expect(await verdictOf(live, 'crm/api', 'shop/web')).toBe('deny');
    await server.admin.delete(`${POLICIES}/web-closed`);
    await live.untilVerdict('crm/api', 'shop/web', 'allow');
    expect(await verdicts(live)).toEqual(ALL_BUT_DB);
  });

  test('leaves the revision before it answerable', async () => {
    const live = await openCurrent();
    const before = live.seq();
    await summaryOf(live); // leases it, as a page that shows it does
    await setLabels('/api/v1/namespaces/legacy', { partner: 'yes' });
    await live.untilVerdict('legacy/old', 'shop/db', 'allow');
    const old = await live.ask<ClusterSummary>('GET /api/clusters/{cluster}/summary', { rev: before });
    expect(old.revision.seq).toBe(before);
    await setLabels('/api/v1/namespaces/legacy', { partner: null });
    await live.untilVerdict('legacy/old', 'shop/db', 'deny');
  });

  test('twenty times a second keeps revisions coming, and no error', async () => {
    const live = await openCurrent();
    const first = live.seq();
    const seconds: number[] = [];
    const started = performance.now();
    for (let change = 0; change < 100; change++) {
      await setLabels('/api/v1/namespaces/legacy/pods/old', { turn: String(change) });
      if (change % 20 === 19) seconds.push(live.seq());
      await sleep(Math.max(0, started + (change + 1) * 50 - performance.now()));
    }
    await live.until('last change', ({ revision }) => (revision?.seq ?? 0) > (seconds.at(-1) ?? 0), NEXT_REVISION_MS);
    const growth = seconds.map((seq, index) => seq - (seconds[index - 1] ?? first));
    expect(growth.every((revisions) => revisions > 0)).toBe(true);
    expect(live.faults).toEqual([]);
    expect(live.events.filter(({ source }) => source.error !== undefined)).toEqual([]);
    expect(await verdicts(live)).toEqual(ALL_BUT_DB);
  });
});

test('one change is on the page within a second: told with its tool, compared with before, and nothing on the map moved', async () => {
  const live = await openCurrent();
  const scene = (rev?: number) =>
    live.ask<SceneView>('GET /api/clusters/{cluster}/scene', {
      level: 'workloads',
      ...(rev === undefined ? {} : { rev }),
    });
  const before = await scene();
  const first = live.seq();
  const started = performance.now();
  await createPod(server.admin, { namespace: 'shop', name: 'added', labels: { app: 'web' }, ip: '10.1.0.9' });
  try {
    await live.until('the new pod', () => live.seq() > first, NEXT_REVISION_MS);
    const told = performance.now() - started;
    expect(told).toBeLessThan(NEXT_REVISION_MS);
    const list = await live.ask<RevisionList>('GET /api/clusters/{cluster}/revisions');
    expect(list.kept).toContain(first);
    const changes = list.revisions.filter(({ seq }) => seq > first).flatMap((entry) => entry.changes);
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'Pod', namespace: 'shop', name: 'added' }));
    const comparison = await live.ask<RevisionComparison>('GET /api/clusters/{cluster}/revisions/{from}/changes', {
      from: first,
    });
    expect(comparison).toMatchObject({ from: first, revision: { seq: live.seq() } });
    const after = await scene();
    const places = new Map(after.nodes.map(({ id, x, y }) => [id, { x, y }]));
    expect(places.has('shop/Pod/added')).toBe(true);
    for (const { id, x, y } of before.nodes) expect({ id, ...places.get(id) }).toEqual({ id, x, y });
  } finally {
    await server.admin.delete('/api/v1/namespaces/shop/pods/added?gracePeriodSeconds=0');
  }
});

test('a server that dies leaves its last state answerable, with its age, and comes back', async () => {
  const live = await openCurrent();
  const before = live.analysis.revision();
  const killedAt = Date.now();
  await server.kill();
  try {
    const { source } = await live.until('loss', (event) => event.source.state === 'lost');
    expectRecent(source, killedAt);
    expect(live.analysis.revision()).toEqual(before);
    expect(await verdicts(live)).toEqual(ALL_BUT_DB);
    const summary = await summaryOf(live);
    expect(summary.source.state).toBe('lost');
    expect(summary.banners.map(({ code }) => code)).toContain('source-lost');
  } finally {
    await server.restart();
  }
  const lostAt = live.events.findIndex((event) => event.source.state === 'lost');
  await live.until(
    'return',
    (event) => event.source.state === 'current' && live.events.indexOf(event) > lostAt,
    60_000,
  );
  await setLabels('/api/v1/namespaces/crm', { partner: 'yes' });
  await live.untilVerdict('crm/api', 'shop/db', 'allow', 5_000);
  await setLabels('/api/v1/namespaces/crm', { partner: null });
  await live.untilVerdict('crm/api', 'shop/db', 'deny', 5_000);
});

/** The age is of the last word from the server: before its end, and not long before. */
function expectRecent({ asOf, error }: SourceStatus, killedAt: number): void {
  expect(error?.code).toBe('SOURCE_UNREACHABLE');
  const age = killedAt - Date.parse(asOf ?? '');
  expect(age).toBeGreaterThan(-1_000);
  expect(age).toBeLessThan(10_000);
}

test('a user who may read two namespaces: the rest is named, missing rights are written out, and what touches it depends', async () => {
  await grant(server.admin, 'two-namespaces', [{ apiGroups: [''], resources: ['namespaces'] }]);
  const rules = [
    { apiGroups: [''], resources: ['pods', 'services'] },
    { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'] },
  ];
  await grant(server.admin, 'two-namespaces', rules, 'shop');
  await grant(server.admin, 'two-namespaces', rules, 'legacy');
  const live = await openCurrent(server.kubeconfig('two-namespaces'));
  const { completeness, numbers, missingRbac, banners } = await summaryOf(live);
  expect(completeness.kinds.find(({ resource }) => resource === 'pods')).toMatchObject({
    state: 'partial',
    deniedNamespaces: expect.arrayContaining(['crm']),
  });
  expect(numbers).toMatchObject({ pods: 3, atLeast: true });
  expect(missingRbac).toMatch(/- apiGroups: \["networking\.k8s\.io"\]\n {2}resources: \[.*\bnetworkpolicies\]/);
  expect(missingRbac).toMatch(/- apiGroups: \[""\]\n {2}resources: \[.*\bpods\b.*\]/);
  expect(banners.map(({ code }) => code)).toContain('limited-rights');
  expect(await verdictOf(live, 'legacy/old', 'shop/db')).toBe('deny');
  expect(await verdictOf(live, 'legacy/old', 'shop/web')).toBe('allow');
  const unread = 'crm/?app=api'; // a pod as it may be there, under policies that may not be read
  expect(await verdictOf(live, 'shop/web', unread)).toBe('depends');
  expect(await verdictOf(live, unread, 'shop/web')).toBe('depends');
  expect(await verdictOf(live, unread, 'shop/db')).toBe('deny'); // whatever its own policies say
});

describe('a policy kind that is not evaluated', () => {
  const group = 'cilium.io';
  const resource = `ciliumnetworkpolicies.${group}`;

  test('makes pairs depend while one of its objects exists, is named, and definite again when its kind goes', async () => {
    const live = await openCurrent();
    await createPolicyDefinition(server.admin, {
      group,
      version: 'v2',
      kind: 'CiliumNetworkPolicy',
      plural: 'ciliumnetworkpolicies',
      namespaced: true,
    });
    try {
      const served = ({ completeness }: ClusterSummary) =>
        completeness.kinds.some((kind) => kind.resource === resource);
      await expect.poll(async () => served(await summaryOf(live)), { timeout: 15_000 }).toBe(true);
      await server.admin.create(`/apis/${group}/v2/namespaces/shop/ciliumnetworkpolicies`, {
        apiVersion: `${group}/v2`,
        kind: 'CiliumNetworkPolicy',
        metadata: { name: 'web-layer-seven' },
        spec: { endpointSelector: {} },
      });
      await live.untilVerdict('crm/api', 'shop/web', 'depends', 15_000);
      const question = { from: 'crm/api', to: 'shop/web', protocol: 'TCP', port: 5432 };
      const { answers } = await live.ask<ProbeAnswers>(PROBE, {}, { questions: [question] });
      expect(answers).toEqual([expect.objectContaining({ reasons: ['policy-kind-not-evaluated'] })]);
      const { banners } = await summaryOf(live);
      expect(banners.map(({ code }) => code)).toContain('kinds-not-evaluated');
      const policies = await live.ask<{ readonly unevaluated: readonly unknown[] }>(
        'GET /api/clusters/{cluster}/policies',
      );
      expect(policies.unevaluated).toEqual([
        expect.objectContaining({ kind: 'CiliumNetworkPolicy', namespace: 'shop', name: 'web-layer-seven' }),
      ]);
    } finally {
      await server.admin.delete(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${resource}`);
    }
    await live.untilVerdict('crm/api', 'shop/web', 'allow', 15_000);
    expect(await verdicts(live)).toEqual(ALL_BUT_DB);
  });
});
