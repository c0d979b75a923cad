import { describe, expect, test } from 'vitest';
import { clusterOf, policy, type TestCluster } from '#lib/policy/testing/cluster-of.ts';
import { type CompareQuestion, compareView } from './compare-view.ts';
import type { Classification } from './types.ts';

const classificationOf = (): Classification => ({
  dataClass: 'none',
  basis: 'declared',
  source: '',
  dataAtRest: false,
});
const context = { revision: { seq: 1, content: 'c' }, classificationOf };
const TCP_5432 = { protocol: 'TCP', port: 5432 } as const;

const PODS = {
  'pay/api': { labels: { app: 'api', tier: 'backend' }, ip: '10.0.0.1' },
  'pay/db': { labels: { app: 'db' }, ip: '10.0.0.2', ports: ['pg=TCP/5432'] },
  'pay/old-db': { labels: { app: 'old-db' }, ip: '10.0.0.6', ports: ['pg=TCP/5433'] },
  'pay/job': { labels: { app: 'job' }, ip: '10.0.0.3' },
  'shop/redis': { labels: { app: 'redis' }, ip: '10.0.0.4' },
  'shop/api': { labels: { app: 'api' }, ip: '10.0.0.5' },
};
const NAMESPACES = { pay: { team: 'money' }, shop: { team: 'web' } };

function compare(cluster: TestCluster, question: Partial<CompareQuestion> & Pick<CompareQuestion, 'a' | 'b'>) {
  const model = clusterOf({ namespaces: NAMESPACES, pods: PODS, ...cluster });
  return compareView(model, { other: 'pay/db', way: 'senders', port: TCP_5432, ...question }, context);
}
const decided = ({ rows }: ReturnType<typeof compare>) => rows.filter(({ decides }) => decides).map(({ id }) => id);
const marked = ({ rows }: ReturnType<typeof compare>) =>
  rows.flatMap(({ a, b }) =>
    [a, b].map(({ chips = [] }) => chips.filter((chip) => chip.marked).map(({ text }) => text)),
  );
const sentences = ({ points }: ReturnType<typeof compare>) => points.map(({ sentence }) => sentence);

const db = (from: string, more = '') =>
  policy(`podSelector: {matchLabels: {app: db}}\ningress: [{from: [${from}]${more}}]`, {
    name: 'db',
    namespace: 'pay',
  });

describe('two senders to one target', () => {
  test('a label that a rule wants and one of them has not', () => {
    const view = compare({ yaml: db('{podSelector: {matchLabels: {app: api}}}') }, { a: 'pay/api', b: 'pay/job' });
    expect(view.sentence).toBe(
      '**api** could reach db on TCP 5432 and **job could not**: one rule names the one and not the other.',
    );
    expect(sentences(view)).toEqual(['Rule 1 of db wants app=api: api has it, job has app=job.']);
    expect(decided(view)).toEqual(['other-gate', 'labels']);
    expect(marked(view).flat()).toEqual(['app=api', 'app=job']);
    expect([view.a.verdict, view.b.verdict]).toEqual(['allow', 'deny']);
    expect(view.texts.map(({ policy: { name } }) => name)).toEqual(['db']);
    expect(view.points[0]?.lines).toBeDefined();
  });

  test('an end that could on some ports only says so, and only where it is one pair', () => {
    const yaml = db('{podSelector: {matchLabels: {app: api}}}', ', ports: [{port: 5432}]');
    const model = clusterOf({ namespaces: NAMESPACES, pods: PODS, yaml });
    const view = compareView(model, { a: 'pay/api', b: 'pay/job', other: 'pay/db', way: 'senders' }, context);
    expect(view.a).toMatchObject({ verdict: 'mixed', somePorts: true });
    expect(view.b).not.toHaveProperty('somePorts');
    expect(compare({ yaml }, { a: 'pay/api', b: 'pay/job' }).a).not.toHaveProperty('somePorts');
  });

  test('the one that could stands first, whichever was named first', () => {
    const view = compare({ yaml: db('{podSelector: {matchLabels: {app: api}}}') }, { a: 'pay/job', b: 'pay/api' });
    expect(view.sentence).toMatch(/^\*\*api\*\* could reach db on TCP 5432 and \*\*job could not\*\*/);
  });

  test('the namespace that a rule without a namespace selector means', () => {
    const view = compare({ yaml: db('{podSelector: {matchLabels: {app: api}}}') }, { a: 'pay/api', b: 'shop/api' });
    expect(sentences(view)).toEqual(['Rule 1 of db wants the namespace pay: pay/api is there, shop/api is in shop.']);
    expect(decided(view)).toEqual(['other-gate', 'namespace']);
    expect(marked(view).flat()).toEqual(['pay', 'shop']);
  });

  test('a label of the namespace', () => {
    const yaml = db('{namespaceSelector: {matchLabels: {team: money}}}');
    const view = compare({ yaml }, { a: 'pay/api', b: 'shop/redis' });
    expect(sentences(view)).toEqual([
      'Rule 1 of db wants team=money on the namespace: api has it, the namespace of redis has team=web.',
    ]);
    expect(decided(view)).toEqual(['other-gate', 'namespace-labels']);
  });

  test('label and namespace together', () => {
    const view = compare({ yaml: db('{podSelector: {matchLabels: {app: api}}}') }, { a: 'pay/api', b: 'shop/redis' });
    expect(decided(view)).toEqual(['other-gate', 'namespace', 'labels']);
  });

  test('an expression, and a label that is not there', () => {
    const yaml = db('{podSelector: {matchExpressions: [{key: tier, operator: Exists}]}}');
    const view = compare({ yaml }, { a: 'pay/api', b: 'pay/job' });
    expect(sentences(view)).toEqual(['Rule 1 of db wants a label tier: api has it, job has no label tier.']);
    expect(marked(view).flat()).toEqual(['tier=backend']);
  });

  test('a policy that selects the one and not the other, at their own gates', () => {
    const yaml = policy('podSelector: {matchLabels: {app: job}}\npolicyTypes: [Egress]', {
      name: 'job',
      namespace: 'pay',
    });
    const view = compare({ yaml }, { a: 'pay/api', b: 'pay/job' });
    expect(view.sentence).toBe(
      '**api** could reach db on TCP 5432 and **job could not**: a policy selects the one and not the other.',
    );
    expect(sentences(view)[0]).toMatch(
      /^job selects job for egress and not api: it wants app=job: job has it, api has app=api\./,
    );
    expect(decided(view)).toEqual(['own-gate', 'labels']);
  });

  test('the host network, where no policy binds the source', () => {
    const view = compare(
      {
        pods: { ...PODS, 'pay/agent': { labels: { app: 'agent' }, ip: '192.168.0.1', hostNetwork: true, node: 'n1' } },
        nodes: { n1: { addresses: ['192.168.0.1'] } },
        set: ['hostNetworkPods=asNodes'],
        yaml: policy('podSelector: {}\npolicyTypes: [Egress]', { name: 'deny', namespace: 'pay' }),
      },
      { a: 'pay/agent', b: 'pay/job' },
    );
    expect(sentences(view)[0]).toBe('agent is on the host network, where no policy binds its egress.');
    expect(decided(view)).toEqual(['own-gate', 'network']);
  });

  test('an address block has no labels to mark, and its rule is told', () => {
    const view = compare(
      { yaml: db('{ipBlock: {cidr: 10.0.0.1/32}}'), set: ['ipBlockMatchesPods=true'] },
      { a: 'pay/api', b: 'pay/job' },
    );
    expect(sentences(view)[0]).toMatch(/^Rule 1 of db treats them differently\. api: .*10\.0\.0\.1\/32/);
    expect(decided(view)).toEqual(['other-gate']);
  });

  test('both could: nothing is marked', () => {
    const view = compare({ yaml: db('{podSelector: {}}') }, { a: 'pay/api', b: 'pay/job' });
    expect(view.sentence).toBe('**api** and **job** could both reach db on TCP 5432, on the same ports.');
    expect([decided(view), view.points]).toEqual([[], []]);
  });

  test('neither could', () => {
    const view = compare({ yaml: db('{podSelector: {matchLabels: {app: x}}}') }, { a: 'pay/api', b: 'pay/job' });
    expect(view.sentence).toBe('Neither **api** nor **job** could reach db on TCP 5432.');
  });

  test('both could, but not on the same ports', () => {
    const yaml = [
      db('{podSelector: {}}', ', ports: [{port: 80}]'),
      policy(
        'podSelector: {matchLabels: {app: db}}\ningress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 90}]}]',
        {
          ...{ name: 'more', namespace: 'pay' },
        },
      ),
    ].join('');
    const view = compare({ yaml }, { a: 'pay/api', b: 'pay/job', port: undefined });
    expect(view.sentence).toMatch(/could both reach db, but \*\*not on the same ports\*\*: one rule names the one/);
    expect(sentences(view)).toEqual(['Rule 1 of more wants app=api: api has it, job has app=job.']);
  });

  test('what cannot be decided is said as such', () => {
    const yaml = policy('podSelector: {matchLabels: {app: db}}\ningress: [{from: 7}]', {
      name: 'odd',
      namespace: 'pay',
    });
    const view = compare({ yaml }, { a: 'pay/api', b: 'pay/job' });
    expect(view.sentence).toBe('Whether **api** and **job** could reach db on TCP 5432 is undecided, for both alike.');
  });
});

describe('one sender to two targets', () => {
  const targets = { a: 'pay/db', b: 'pay/old-db', other: 'pay/api', way: 'targets' } as const;

  test('a policy that closes one of the targets', () => {
    const yaml = policy('podSelector: {matchLabels: {app: db}}\npolicyTypes: [Ingress]', {
      name: 'db',
      namespace: 'pay',
    });
    const view = compare({ yaml }, targets);
    expect(view.sentence).toBe(
      'api could reach **old-db** on TCP 5432 and **not db**: a policy selects the one and not the other.',
    );
    expect(decided(view)).toEqual(['own-gate', 'labels']);
  });

  test('a rule at the source that names one of the targets', () => {
    const yaml = policy(
      'podSelector: {matchLabels: {app: api}}\npolicyTypes: [Egress]\negress: [{to: [{podSelector: {matchLabels: {app: db}}}]}]',
      { name: 'api', namespace: 'pay' },
    );
    const view = compare({ yaml }, targets);
    expect(sentences(view)).toEqual(['Rule 1 of api wants app=db: db has it, old-db has app=old-db.']);
    expect(decided(view)).toEqual(['other-gate', 'labels']);
  });

  test('a named port that has another number on one of them', () => {
    const yaml = policy(
      'podSelector: {}\npolicyTypes: [Ingress]\ningress: [{from: [{podSelector: {}}], ports: [{port: pg}]}]',
      { name: 'named', namespace: 'pay' },
    );
    const view = compare({ yaml }, targets);
    expect(view.sentence).toBe(
      'api could reach **db** on TCP 5432 and **not old-db**: one rule names a port that is not the same on both.',
    );
    expect(sentences(view)[0]).toMatch(
      /^Rule 1 of named opens the port named pg, which is not the same number on both\./,
    );
    expect(decided(view)).toEqual(['own-gate', 'served']);
    expect(marked(view).flat()).toEqual(['TCP 5432 pg', 'TCP 5433 pg']);
  });
});

describe('whom else they could reach', () => {
  test('only the one, both, only the other, with counts and lists', () => {
    const yaml = policy(
      'podSelector: {matchLabels: {app: job}}\npolicyTypes: [Egress]\negress: [{to: [{podSelector: {matchExpressions: [{key: app, operator: In, values: [db, api]}]}}], ports: [{port: 5432}]}]',
      { name: 'job', namespace: 'pay' },
    );
    const { also } = compare({ yaml }, { a: 'pay/api', b: 'pay/job' });
    expect(also?.onlyA.rows.map(({ workload }) => workload)).toEqual([
      'pay/Pod/old-db',
      'shop/Pod/api',
      'shop/Pod/redis',
    ]);
    expect(also?.both).toMatchObject({ workloads: 1, rows: [{ workload: 'pay/Pod/db' }] });
    // What only the second could reach is the first itself: not somebody else.
    expect(also?.onlyB).toMatchObject({ workloads: 0, rows: [] });
  });

  test('an end outside the cluster has none', () => {
    const view = compare({ yaml: db('{podSelector: {matchLabels: {app: api}}}') }, { a: 'pay/api', b: 'internet' });
    expect(view.also).toBeUndefined();
    expect(view.sentence).toMatch(/^\*\*api\*\* could reach db on TCP 5432 and \*\*internet could not\*\*/);
  });
});
