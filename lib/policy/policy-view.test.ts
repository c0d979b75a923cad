import { describe, expect, test } from 'vitest';
import { policyList, policyView } from './policy-view.ts';
import { clusterOf, policy, type TestCluster } from './testing/cluster-of.ts';
import { adminPolicy, baselinePolicy, clusterPolicy } from './testing/cluster-policy-yaml.ts';

const context = { revision: { seq: 1, content: '' } };
const EVERYONE = 'subject: {namespaces: {}}';
const model = clusterOf({
  namespaces: { one: {}, two: {} },
  pods: {
    'one/web': { labels: { app: 'web' }, ip: '10.0.0.1' },
    'two/job': { ip: '10.0.0.2' },
    'one/db': { ip: '10.0.0.3' },
  },
  yaml:
    policy('podSelector: {}\ningress: [{}]') +
    baselinePolicy(`${EVERYONE}\ningress: [{action: Deny, from: [{namespaces: {}}]}]`) +
    adminPolicy(`${EVERYONE}\negress: [{action: Allow, to: [{nodes: {}}]}]`, { name: 'nodes', priority: 20 }) +
    clusterPolicy(
      `${EVERYONE}
ingress:
- {action: Pass, from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}]}
- {action: Accept, from: [{workloads: {}}]}
egress:
- {action: Accept, to: [{domainNames: [example.com]}], protocols: [{tcp: {destinationPort: {number: 443}}}]}
- {action: Deny, to: [{networks: [0.0.0.0/0]}]}`,
      { name: 'admins', priority: 10 },
    ),
});

test('the inventory begins with cluster-wide policies, tier by tier, and says what their rules do', () => {
  const { items } = policyList(model, context);
  expect(items.map(({ policy: { kind }, tier, priority, sentence }) => [kind, tier, priority, sentence])).toEqual([
    [
      'ClusterNetworkPolicy',
      'Admin',
      10,
      'Applies to 3 pods for ingress and egress: 1. leaves web on any port to the next tier; 2. fails closed and allows nothing; 3. lets out to example.com on TCP 443; 4. denies going out to 0.0.0.0/0, one and two on any port.',
    ],
    ['AdminNetworkPolicy', 'Admin', 20, 'Applies to 3 pods for egress: lets out to nodes on any port.'],
    [
      'BaselineAdminNetworkPolicy',
      'Baseline',
      undefined,
      'Applies to 3 pods for ingress: denies every pod on any port.',
    ],
    ['NetworkPolicy', undefined, undefined, 'Isolates 2 pods for ingress; admits anyone on any port.'],
  ]);
  expect(items.map(({ opensToAny }) => opensToAny)).toEqual([false, false, false, true]);
});

test('a cluster-wide policy has a page of its own', () => {
  const ref = { kind: 'ClusterNetworkPolicy', namespace: '', name: 'admins' };
  const view = policyView(model, ref, context);
  expect(view.ruleViews.map(({ path, action, sentence }) => [path, action, sentence])).toEqual([
    ['spec.ingress[0]', 'pass', 'Leaves web on any port to the next tier.'],
    ['spec.ingress[1]', 'allow', 'Fails closed and allows nothing.'],
    ['spec.egress[0]', 'allow', 'Lets out to example.com on TCP 443.'],
    ['spec.egress[1]', 'deny', 'Denies going out to 0.0.0.0/0, one and two on any port.'],
  ]);
  expect(view.text.text).toContain('kind: ClusterNetworkPolicy');
  expect(view.ruleViews.every(({ lines }) => lines !== undefined)).toBe(true);
  expect(() => policyView(model, { ...ref, kind: 'AdminNetworkPolicy' }, context)).toThrow('There is no');
});

test('a domain name is told as it is written: not every pod that it may be the name of', () => {
  const named = clusterOf({
    namespaces: { one: {} },
    pods: { 'one/web': { ip: '10.0.0.1' }, 'one/agent': { ip: '192.168.1.1', node: 'n1', hostNetwork: true } },
    nodes: { n1: { addresses: ['192.168.1.1'] } },
    yaml: clusterPolicy(
      `${EVERYONE}\negress: [{action: Accept, to: [{domainNames: ['*.svc.cluster.local']}]}, {action: Deny, to: [{networks: [0.0.0.0/0]}]}]`,
      { name: 'names' },
    ),
  });
  const { ruleViews } = policyView(named, { kind: 'ClusterNetworkPolicy', namespace: '', name: 'names' }, context);
  expect(ruleViews[0]?.sentence).toBe('Lets out to *.svc.cluster.local on any port.');
  expect(ruleViews[0]?.opens).toEqual([]);
});

test('a rule without which nothing changes says which rules cover it', () => {
  const covered = clusterOf({
    namespaces: { one: {} },
    pods: {
      'one/web': { labels: { app: 'web' }, ip: '10.0.0.1' },
      'one/db': { labels: { app: 'db' }, ip: '10.0.0.2' },
    },
    yaml: policy(
      'podSelector: {matchLabels: {app: db}}\ningress: [{from: [{podSelector: {}}]}, {from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]',
    ),
  });
  const [{ policy: ref } = { policy: { kind: '', namespace: '', name: '' } }] = covered.policies;
  expect(policyView(covered, ref, context).ruleViews.map(({ unneeded }) => unneeded)).toEqual([
    undefined,
    `Changes nothing today: ${ref.name} (ingress rule 1) covers what it means.`,
  ]);
});

test('a rule that opens a port which nobody there declares says so, and claims no more', () => {
  const open = clusterOf({
    namespaces: { one: {} },
    pods: { 'one/db': { labels: { app: 'db' }, ip: '10.0.0.2', ports: ['sql=TCP/5432'] } },
    yaml: policy('podSelector: {}\ningress: [{ports: [{port: 5432}]}, {ports: [{port: 5433}]}]'),
  });
  const [{ policy: ref } = { policy: { kind: '', namespace: '', name: '' } }] = open.policies;
  expect(policyView(open, ref, context).ruleViews.map(({ undeclared }) => undeclared)).toEqual([
    undefined,
    'No pod that this rule reaches declares TCP 5433. A pod may listen without declaring it.',
  ]);
});

test('where pods may not be read, no policy is said to select none', () => {
  const yaml = policy('podSelector: {matchLabels: {app: db}}\ningress: [{}]');
  const dead = (kinds: TestCluster['kinds'] = []) => {
    const model = clusterOf({ namespaces: { one: {} }, yaml, kinds });
    const [{ policy: ref } = { policy: { kind: '', namespace: '', name: '' } }] = model.policies;
    return policyView(model, ref, context).ruleViews.map((rule) => rule.dead);
  };
  expect(dead()).toEqual(['The policy selects no pod.']);
  expect(dead([{ kind: 'Pod', resource: 'pods', state: 'partial', deniedNamespaces: ['one'], count: 0 }])).toEqual([
    undefined,
  ]);
});

test('a namespace whose policies could not be read says so, and counts none of its pods as open', () => {
  const partial = clusterOf({
    namespaces: { one: {}, two: {} },
    pods: { 'one/web': {}, 'two/job': {} },
    yaml: policy('podSelector: {}\ningress: [{}]'),
    kinds: [
      {
        resource: 'networkpolicies.networking.k8s.io',
        kind: 'NetworkPolicy',
        count: 1,
        state: 'partial',
        deniedNamespaces: ['two'],
      },
    ],
  });
  const { isolation } = policyList(partial, context);
  expect(isolation.map(({ namespace, notRead, undecided }) => [namespace, notRead, undecided])).toEqual([
    ['one', undefined, { ingress: 0, egress: 0 }],
    ['two', true, { ingress: 1, egress: 1 }],
  ]);
});

test('the inventory has policies and namespaces in the order of their names, numbers by their value', () => {
  const numbered = clusterOf({
    namespaces: { 'team-10': {}, 'team-2': {} },
    pods: { 'team-10/web': { ip: '10.0.0.1' }, 'team-2/web': { ip: '10.0.0.2' } },
    yaml: ['team-10', 'team-2']
      .flatMap((ns) => ['p-10', 'p-2'].map((name) => policy('podSelector: {}', { namespace: ns, name })))
      .join(''),
  });
  const { items, isolation } = policyList(numbered, context);
  expect(items.map(({ policy: { namespace, name } }) => `${namespace}/${name}`)).toEqual([
    ...['team-2/p-2', 'team-2/p-10', 'team-10/p-2', 'team-10/p-10'],
  ]);
  expect(isolation.map(({ namespace }) => namespace)).toEqual(['team-2', 'team-10']);
});

describe('what could not be read opens to nobody for certain', () => {
  const half = clusterOf({
    namespaces: { one: {} },
    pods: { 'one/web': { labels: { app: 'web' }, ip: '10.0.0.1' } },
    yaml:
      policy(
        `podSelector: {}
ingress:
- {from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 80}]}
- {from: [{ipBlock: {cidr: 10.0.0.0/99}}]}
- {from: all}`,
        { name: 'half' },
      ) +
      clusterPolicy(`${EVERYONE}\ningress: [{action: Deny, from: all}]`, { name: 'wide' }) +
      policy('podSelector: {matchExpressions: [{key: x, operator: Inn, values: [a]}]}', { name: 'operator' }),
  });
  const ref = { kind: 'NetworkPolicy', namespace: 'one', name: 'half' };

  test('its sentence says once that it may admit anyone, and it does not count as open to any', () => {
    const item = policyList(half, context).items.find(({ policy: { name } }) => name === 'half');
    expect(item?.sentence).toBe(
      'Isolates 1 pod for ingress; admits one on TCP 80; may admit anyone on any port, since 2 rules could not be understood.',
    );
    expect(item?.opensToAny).toBe(false);
    expect(item?.unread).toBe(true);
  });

  test('its rule says what is wrong with it, and names nobody', () => {
    const [, block, all] = policyView(half, ref, context).ruleViews;
    expect(block).toMatchObject({
      sentence: 'May admit anyone on any port, since it could not be understood.',
      unread:
        'spec.ingress[1].from[0].ipBlock.cidr must be an address block such as 10.0.0.0/8, but is the text "10.0.0.0/99"',
      opens: [],
    });
    expect(block?.unneeded).toBeUndefined();
    expect(all?.unread).toBe('spec.ingress[2].from must be a list, but is the text "all"');
  });

  test('a rule of a cluster-wide policy keeps its action, in doubt', () => {
    const [rule] = policyView(half, { kind: 'ClusterNetworkPolicy', namespace: '', name: 'wide' }, context).ruleViews;
    expect(rule?.sentence).toBe('May deny anyone on any port, since it could not be understood.');
  });

  test('a policy of which nothing could be read stands in the list with what is wrong with it', () => {
    const { items, unread } = policyList(half, context);
    expect(items.map(({ policy: { name } }) => name)).not.toContain('operator');
    const problem =
      'spec.podSelector.matchExpressions[0].operator must be one of In, NotIn, Exists, DoesNotExist, but is the text "Inn"';
    const policyRef = { kind: 'NetworkPolicy', namespace: 'one', name: 'operator' };
    expect(unread).toEqual([{ policy: policyRef, problems: [problem] }]);
    expect(() => policyView(half, policyRef, context)).toThrow(
      `NetworkPolicy one/operator could not be read: ${problem}. What it means is undecided.`,
    );
  });
});
