import { expect, test } from 'vitest';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import type { Gap, WitnessHop } from '#lib/gdpr/types.ts';
import { clusterOf, policy } from '#lib/policy/testing/cluster-of.ts';
import { buildScene } from './scene.ts';

const single = (port: number) => [port, port] as const;
const NONE = { TCP: [], UDP: [], SCTP: [] };
const open = (app: string, from: string, ports: readonly number[]) =>
  policy(
    `podSelector: {matchLabels: {app: ${app}}}\ningress: [{${from}ports: [${ports.map((port) => `{port: ${port}}`).join()}]}]`,
    { name: app, namespace: 'crm' },
  );
const hop = (to: string, port: number): WitnessHop => ({
  ...{ from: 'shop/Pod/web', to: `crm/Pod/${to}`, verdict: 'allow', because: [] },
  ports: { TCP: [[port, port]], UDP: [], SCTP: [] },
});

/** The line from `shop/web` to the folded `crm`, where two gaps are about a port each of its two workloads. */
async function lineToFolded(db: string, hops: readonly WitnessHop[]) {
  const model = clusterOf({
    namespaces: { shop: {}, crm: {} },
    pods: {
      'shop/web': { labels: { app: 'web' }, ip: '10.0.0.1' },
      'crm/db': { labels: { app: 'db', 'ringfence.dev/data-class': 'personal' }, ip: '10.0.0.2' },
      'crm/cache': { labels: { app: 'cache' }, ip: '10.0.0.3' },
    },
    yaml: `${db}${open('cache', '', [6379, 16_379])}`,
  });
  const [first] = runChecks(model).gaps;
  if (first === undefined) throw new Error('there is a gap');
  const gaps = hops.map((each, at): Gap => ({ ...first, id: `gap-${at}`, witness: [each] }));
  const input = { model, gaps, classificationOf: () => first.classification };
  const scene = await buildScene(input, { namespace: 'shop' });
  return scene.edges.find(({ from, to }) => from === 'shop/Pod/web' && to === 'group:crm');
}

const HOPS = [hop('db', 5432), hop('cache', 6379)];
const hubs = open('db', '', [5432, 9187]);
const named = open(
  'db',
  'from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}], ',
  [5432, 9187],
);

test.each([
  ['a hub tells of both', hubs, HOPS],
  ['a hub tells of both, the other first', hubs, HOPS.toReversed()],
  ['an edge tells of one, a hub of the other', named, HOPS],
  ['an edge tells of one, a hub of the other, which is first', named, HOPS.toReversed()],
])(
  'a line of gaps to a folded namespace says nothing of all that holds for one of its workloads only: %s',
  async (_, db, hops) => {
    const line = await lineToFolded(db, hops);
    expect(line).toMatchObject({ allow: NONE, some: { ...NONE, TCP: [5432, 6379, 9187, 16_379].map(single) } });
    expect(line?.sentence).not.toMatch(/may connect to crm on/);
  },
);
