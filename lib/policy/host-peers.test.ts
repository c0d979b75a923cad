import { expect, test } from 'vitest';
import { clusterOf, endOf, policy } from './testing/cluster-of.ts';

/** An agent on three nodes, two of them in one block, and a pod beside it. */
const AGENTS = {
  namespaces: { one: {}, two: {} },
  nodes: {
    a: { addresses: ['192.0.2.1'] },
    b: { addresses: ['192.0.2.2'] },
    c: { addresses: ['198.51.100.1'] },
  },
  pods: {
    'one/agent-a': { labels: { app: 'agent' }, ip: '192.0.2.1', node: 'a', hostNetwork: true },
    'one/agent-b': { labels: { app: 'agent' }, ip: '192.0.2.2', node: 'b', hostNetwork: true },
    'one/agent-c': { labels: { app: 'agent' }, ip: '198.51.100.1', node: 'c', hostNetwork: true },
    'one/web': { labels: { app: 'web' }, ip: '10.0.0.1', node: 'a' },
  },
};

function meant(peers: string, profile: string): { readonly must: readonly string[]; readonly may: readonly string[] } {
  const model = clusterOf({
    ...AGENTS,
    set: [`profile=${profile}`],
    yaml: policy(`podSelector: {}\ningress: [{from: [${peers}]}]`),
  });
  const { must, may } = model.policies[0]?.rules[0]?.peerClasses ?? { must: new Set(), may: new Set() };
  const namesOf = (ids: ReadonlySet<number>) =>
    Object.keys(AGENTS.pods).filter((name) => {
      const end = endOf(model, name);
      return end.type === 'class' && ids.has(end.class);
    });
  return { must: namesOf(must), may: namesOf(may) };
}

const BLOCK = '{ipBlock: {cidr: 192.0.2.0/24}}';
const LABELS = '{podSelector: {matchLabels: {app: agent}}}';
const AB = ['one/agent-a', 'one/agent-b'];
const ABC = [...AB, 'one/agent-c'];

test.each([
  ['antrea', BLOCK, AB, AB],
  ['antrea', LABELS, [], []], // row 61: a node has no labels of a pod
  ['antrea', `${LABELS}, ${BLOCK}`, AB, AB],
  ['upstream', BLOCK, AB, AB], // by either reading
  ['upstream', LABELS, [], ABC], // by one of two
  ['upstream', `${BLOCK}, ${LABELS}`, AB, ABC],
])(
  'under %s the peers %s mean of the agent on the host network for certain %j, possibly %j',
  (profile, peers, must, may) => {
    expect(meant(peers, profile)).toEqual({ must, may });
  },
);
