import { describe, expect, test } from 'vitest';
import { clusterOf, policy } from '#lib/policy/testing/cluster-of.ts';
import type { Classification } from '../types.ts';
import { hopCut } from './hop-cut.ts';
import { hopPath } from './hop-path.ts';
import { hopsView } from './hops-view.ts';

const from = (app: string, ports = '') =>
  `ingress: [{from: [{podSelector: {matchLabels: {app: ${app}}}}]${ports === '' ? '' : `, ports: [${ports}]`}}]`;

/** web → api → db → audit in one namespace, and web → mail in another; only db holds personal data. */
function chain() {
  const pods = ['web', 'api', 'db', 'audit'].map(
    (app, i) => [`one/${app}`, { labels: { app }, ip: `10.0.0.${i + 1}` }] as const,
  );
  return clusterOf({
    namespaces: { one: { 'kubernetes.io/metadata.name': 'one' }, two: {} },
    pods: { ...Object.fromEntries(pods), 'two/mail': { labels: { app: 'mail' }, ip: '10.0.0.9' } },
    yaml: [
      policy('podSelector: {}\npolicyTypes: [Ingress, Egress]', { name: 'deny', namespace: 'two' }),
      policy('podSelector: {}\npolicyTypes: [Ingress]', { name: 'deny' }),
      policy(`podSelector: {matchLabels: {app: api}}\n${from('web', '{port: 8080}')}`, { name: 'api' }),
      policy(`podSelector: {matchLabels: {app: db}}\n${from('api', '{port: 5432}')}`, { name: 'db' }),
      policy(`podSelector: {matchLabels: {app: audit}}\n${from('db')}`, { name: 'audit' }),
      policy(
        'podSelector: {}\ningress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: one}}, podSelector: {matchLabels: {app: web}}}]}]',
        { name: 'mail', namespace: 'two' },
      ),
      policy('podSelector: {matchLabels: {app: db}}\npolicyTypes: [Egress]\negress: [{to: [{podSelector: {}}]}]', {
        name: 'db-out',
      }),
    ].join(''),
  });
}

const classOf = (workload: string): Classification => ({
  dataClass: workload === 'one/Pod/db' ? 'personal' : 'none',
  ...({ basis: 'declared', source: '', dataAtRest: false } as const),
});
const context = { revision: { seq: 1, content: 'c' }, classificationOf: classOf, gapsOf: () => undefined };
const view = (question: Partial<Parameters<typeof hopsView>[1]> = {}) =>
  hopsView(chain(), { end: 'one/web', direction: 'out', hops: 3, ...question }, context);
const placed = ({ columns }: ReturnType<typeof view>) =>
  columns.map(({ rows }) => rows.map(({ workload }) => workload));

describe('hops out of a pod', () => {
  test('each workload stands once, at its shortest hop, and the sentence counts them', () => {
    expect(placed(view())).toEqual([['one/Pod/api', 'two/Pod/mail'], ['one/Pod/db'], ['one/Pod/audit']]);
    expect(view().sentence).toBe(
      'From **web** one could reach **4 of 4 workloads** in up to **3 hops**, **1** of which holds personal data.',
    );
  });

  test('two hops leave the third out of reach, with the hop at which it would come', () => {
    const { outOfReach, radius, notes } = view({ hops: 2 });
    expect(outOfReach).toEqual({ workloads: 1, personal: 0, rows: [] });
    expect(radius).toMatchObject({ longest: 3, workloads: 4, pods: 4, of: 4 });
    expect(radius.classes).toEqual([{ dataClass: 'personal', within: 1, ever: 1, of: 1 }]);
    expect(notes).toContain('1 more workload in more hops, 3 at most.');
  });

  test('a row names its ports and whom one comes through', () => {
    const [, [db] = []] = view().columns.map(({ rows }) => rows);
    expect(db).toMatchObject({ ports: ['TCP 5432'], via: 'one/Pod/api', otherVias: 0, depends: false, pods: 1, of: 1 });
  });

  test('filters leave out rows and count what they left out of', () => {
    expect(placed(view({ other: true }))).toEqual([['two/Pod/mail'], [], []]);
    expect(placed(view({ personal: true }))).toEqual([[], ['one/Pod/db'], []]);
    expect(placed(view({ port: { protocol: 'TCP', port: 8080 } }))).toEqual([
      ['one/Pod/api', 'two/Pod/mail'],
      [],
      ['one/Pod/audit'],
    ]);
    expect(placed(view({ gaps: true }))).toEqual([[], [], []]);
    expect(view({ personal: true }).columns[0]).toMatchObject({ workloads: 0, all: 2 });
  });

  test('the internet is an end, one hop after the first workload whose egress is open', () => {
    expect(view().ends).toMatchObject([{ id: 'internet', hop: 1, depends: false, ports: ['any'] }]);
    expect(view({ end: 'two/mail' }).ends).toEqual([]);
  });

  test('who could get to it is told beside', () => {
    expect(view({ end: 'one/db' }).opposite).toMatchObject({ workloads: 2, pods: 2 });
  });
});

describe('hops into a pod', () => {
  test('they are the hops out, backwards', () => {
    expect(placed(view({ end: 'one/db', direction: 'in' }))).toEqual([['one/Pod/api'], ['one/Pod/web'], []]);
  });

  test('the port is that of the row’s own connection', () => {
    const port = { protocol: 'TCP', port: 8080 } as const;
    expect(placed(view({ end: 'one/db', direction: 'in', port }))).toEqual([[], ['one/Pod/web'], []]);
  });
});

describe('one way', () => {
  const path = (end: string, direction: 'in' | 'out', to: string, n = 0) =>
    hopPath(chain(), { end, direction, to, n }, { ...context, gapOn: () => undefined });

  test('is told connection by connection, in the order in which one would take them', () => {
    const { links, paths } = path('one/web', 'out', 'one/Pod/db');
    expect(paths).toBe(1);
    expect(links.map(({ from: a, to: b, ports, text }) => [a, b, ports.join(), text])).toEqual([
      ['one/Pod/web', 'one/Pod/api', 'TCP 8080', 'source open; api, rule 1'],
      ['one/Pod/api', 'one/Pod/db', 'TCP 5432', 'source open; db, rule 1'],
    ]);
    expect(path('one/db', 'in', 'one/Pod/web').links).toEqual(links);
  });

  test('there is no second where there is one, and none to where no way leads', () => {
    expect(() => path('one/web', 'out', 'one/Pod/db', 1)).toThrow('no such way');
    expect(() => path('two/mail', 'out', 'one/Pod/db')).toThrow('no such way');
  });
});

test('ways are numbered: each is another, and all are there', () => {
  const pods = ['a', 'b1', 'b2', 'c1', 'c2', 'd'].map(
    (app, i) => [`one/${app}`, { labels: { app: app.slice(0, 1) }, ip: `10.0.0.${i + 1}` }] as const,
  );
  const model = clusterOf({
    namespaces: { one: {} },
    pods: Object.fromEntries(pods),
    yaml: [
      policy('podSelector: {}\npolicyTypes: [Ingress]', { name: 'deny' }),
      ...['ab', 'bc', 'cd'].map(([source = '', target]) =>
        policy(`podSelector: {matchLabels: {app: ${target}}}\n${from(source)}`, { name: `${source}${target}` }),
      ),
    ].join(''),
  });
  for (const direction of ['out', 'in'] as const) {
    const [end, to] = direction === 'out' ? ['one/a', 'one/Pod/d'] : ['one/d', 'one/Pod/a'];
    const ways = Array.from({ length: 4 }, (_, n) => {
      const { links, paths } = hopPath(model, { end, direction, to, n }, { ...context, gapOn: () => undefined });
      expect(paths).toBe(4);
      return [links[0]?.from, ...links.map((link) => link.to)].join(' ');
    });
    expect(new Set(ways).size).toBe(4);
    expect(ways.every((way) => /^one\/Pod\/a one\/Pod\/b[12] one\/Pod\/c[12] one\/Pod\/d$/.test(way))).toBe(true);
  }
});

test('the cheapest cut says how many connections and what it costs', () => {
  const cut = hopCut(chain(), { end: 'one/web', direction: 'out', to: 'one/Pod/db' }, context.revision);
  expect(cut).toMatchObject({ connections: 1, moreParts: 0 });
  expect(cut.sentence).toBe(
    '**1 connection** between workloads would have to go, at least, until no way of any length is left.',
  );
  expect(cut.cost).toMatch(/^One policy on (api|db) can do it/);
});

test('certain ways are told before those that depend', () => {
  const model = clusterOf({
    namespaces: { one: {} },
    pods: Object.fromEntries(
      ['a', 'm1', 'm2', 'z'].map((app, i) => [`one/${app}`, { labels: { app }, ip: `10.0.0.${i + 1}` }]),
    ),
    yaml: [
      policy('podSelector: {matchLabels: {app: m1}}\ningress: [{from: 7}]', { name: 'odd' }),
      policy(
        'podSelector: {matchLabels: {app: z}}\ningress: [{from: [{podSelector: {matchExpressions: [{key: app, operator: In, values: [m1, m2]}]}}]}]',
        { name: 'z' },
      ),
    ].join(''),
  });
  const via = (n: number) =>
    hopPath(
      model,
      { end: 'one/a', direction: 'out', to: 'one/Pod/z', n },
      { ...context, gapOn: () => undefined },
    ).links.map(({ to, verdict }) => [to, verdict]);
  expect(via(0)).toEqual([
    ['one/Pod/m2', 'allow'],
    ['one/Pod/z', 'allow'],
  ]);
  expect(via(1)).toEqual([
    ['one/Pod/m1', 'depends'],
    ['one/Pod/z', 'allow'],
  ]);
  const { columns } = hopsView(model, { end: 'one/a', direction: 'out', hops: 2 }, context);
  expect(columns[1]?.rows[0]).toMatchObject({ via: 'one/Pod/m2', otherVias: 1, depends: false });
});

test('what depends is marked, and the sentence says how much is undecided', () => {
  const model = clusterOf({
    namespaces: { one: {} },
    pods: {
      'one/web': { labels: { app: 'web' }, ip: '10.0.0.1' },
      'one/db': { labels: { app: 'db' }, ip: '10.0.0.2' },
    },
    yaml: policy('podSelector: {matchLabels: {app: db}}\ningress: [{from: 7}]'),
  });
  const { columns, sentence } = hopsView(model, { end: 'one/web', direction: 'out', hops: 3 }, context);
  expect(columns[0]?.rows[0]).toMatchObject({ workload: 'one/Pod/db', depends: true });
  expect(sentence).toContain('Whether **1** of them can be reached so is undecided.');
});
