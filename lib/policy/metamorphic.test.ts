import { expect, test } from 'vitest';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { ClusterPolicy, Labels, NetworkPolicy, NetworkPolicyPeer } from '#lib/kube/objects.ts';
import { compileModel } from './compile-model.ts';
import type { PolicyModel, SingleEnd } from './model.ts';
import { NO_PORTS, subtractPorts } from './port-set.ts';
import { randomCluster } from './testing/random-cluster.ts';
import type { Profile } from './types.ts';

// What must hold between the answers of two related clusters, whatever the right answers are.

const SEEDS = Array.from({ length: 120 }, (_, index) => index + 1);

const OUTSIDE: readonly SingleEnd[] = ['203.0.113.7', '198.51.100.1', '10.0.1.77', '8.8.8.8'].map((address) => ({
  type: 'address',
  family: 'IPv4',
  first: address,
  last: address,
}));

function endsOf(model: PolicyModel): ReadonlyMap<string, SingleEnd> {
  const ends = new Map<string, SingleEnd>();
  for (const key of model.objects.pods.keys()) {
    const id = model.classOf(key);
    if (id !== undefined) ends.set(key, { type: 'class', class: id, pod: key });
  }
  for (const key of model.objects.workloads.keys()) {
    const id = model.classOf(key);
    if (id !== undefined) ends.set(key, { type: 'class', class: id });
  }
  for (const name of model.objects.nodes.keys()) ends.set(`node:${name}`, { type: 'node', name });
  for (const end of OUTSIDE) if (end.type === 'address') ends.set(end.first, end);
  return ends;
}

interface Answer {
  readonly pair: string;
  readonly before: ReturnType<PolicyModel['relation']>;
  readonly after: ReturnType<PolicyModel['relation']>;
}

/** Both clusters' answers about every pair of ends. */
function answers(before: PolicyModel, after: PolicyModel): readonly Answer[] {
  const then = endsOf(after);
  const now = [...endsOf(before)];
  return now.flatMap(([from, source]) =>
    now.map(([to, destination]) => ({
      pair: `${from} to ${to}`,
      before: before.relation(source, destination),
      after: after.relation(then.get(from) as SingleEnd, then.get(to) as SingleEnd),
    })),
  );
}

function expectSameAnswers(before: ClusterObjects, after: ClusterObjects, profile: Profile, where: string): void {
  const differing = answers(compileModel(before, profile), compileModel(after, profile)).filter(
    (answer) =>
      answer.before.must !== answer.after.must ||
      answer.before.may !== answer.after.may ||
      answer.before.reasons.join() !== answer.after.reasons.join(),
  );
  expect(differing.map(({ pair }) => pair).slice(0, 3), where).toEqual([]);
}

function withPolicies(objects: ClusterObjects, change: (policy: NetworkPolicy) => NetworkPolicy): ClusterObjects {
  const networkPolicies = new Map([...objects.networkPolicies].map(([key, policy]) => [key, change(policy)]));
  return { ...objects, networkPolicies };
}

function withPeers(policy: NetworkPolicy, change: (peer: NetworkPolicyPeer) => NetworkPolicyPeer[]): NetworkPolicy {
  const { ingress, egress } = policy.spec;
  return {
    ...policy,
    spec: {
      ...policy.spec,
      ...(ingress && {
        ingress: ingress.map((rule) => (rule.from ? { ...rule, from: rule.from.flatMap(change) } : rule)),
      }),
      ...(egress && { egress: egress.map((rule) => (rule.to ? { ...rule, to: rule.to.flatMap(change) } : rule)) }),
    },
  };
}

test('another allow rule in a direction that a policy isolates closes nothing (row 12)', () => {
  let opened = 0;
  for (const seed of SEEDS) {
    const { objects, profile } = randomCluster(seed);
    const more = withPolicies(objects, (policy) => {
      const { policyTypes = [], ingress = [], egress = [] } = policy.spec;
      const isolatesEgress = policyTypes.length === 0 ? egress.length > 0 : policyTypes.includes('Egress');
      const rule = { ports: [{ port: 4711 }] };
      return {
        ...policy,
        spec: {
          ...policy.spec,
          ingress: [...ingress, rule],
          ...(isolatesEgress ? { egress: [...egress, rule] } : {}),
        },
      };
    });
    for (const { pair, before, after } of answers(compileModel(objects, profile), compileModel(more, profile))) {
      expect(subtractPorts(before.must, after.must), `must, seed ${seed}, ${pair}`).toBe(NO_PORTS);
      expect(subtractPorts(before.may, after.may), `may, seed ${seed}, ${pair}`).toBe(NO_PORTS);
      if (before.may !== after.may) opened++;
    }
  }
  expect(opened).toBeGreaterThan(100);
});

test('the order of policies and of their rules means nothing (row 11)', () => {
  for (const seed of SEEDS) {
    const { objects, profile } = randomCluster(seed);
    const ordered = withPolicies(objects, ({ unread: _, ...policy }) => policy); // unread parts are named by position
    const reversed = withPolicies(ordered, (policy) => {
      const { ingress, egress } = policy.spec;
      return {
        ...policy,
        spec: {
          ...policy.spec,
          ...(ingress && { ingress: ingress.toReversed() }),
          ...(egress && { egress: egress.toReversed() }),
        },
      };
    });
    const networkPolicies = new Map([...reversed.networkPolicies].reverse());
    expectSameAnswers(ordered, { ...reversed, networkPolicies }, profile, `seed ${seed}`);
  }
});

test('a relabelled pod is that pod deleted and made anew (row 19)', () => {
  const labels: Labels = { app: 'a', role: 'c' };
  for (const seed of SEEDS) {
    const { objects, profile } = randomCluster(seed);
    const [key, pod] = [...objects.pods][0] ?? [];
    if (key === undefined || pod === undefined) throw new Error('every random cluster has a pod');
    const renewed = { ...pod, metadata: { ...pod.metadata, labels } };
    const inPlace = new Map(objects.pods).set(key, renewed);
    const anew = new Map(objects.pods);
    anew.delete(key);
    anew.set(key, renewed);
    expectSameAnswers({ ...objects, pods: inPlace }, { ...objects, pods: anew }, profile, `seed ${seed}`);
  }
});

test('a label that no selector names changes nothing (row 29)', () => {
  for (const seed of SEEDS) {
    const { objects, profile } = randomCluster(seed);
    const marked = [...objects.pods].map(([key, pod], index) => {
      const labels: Labels = Object.assign(Object.create(null), pod.metadata.labels, {
        'pod-template-hash': `${index}`,
      });
      return [key, { ...pod, metadata: { ...pod.metadata, labels } }] as const;
    });
    expectSameAnswers(objects, { ...objects, pods: new Map(marked) }, profile, `seed ${seed}`);
  }
});

/** The two halves of an IPv4 block of at least two addresses, without host bits. */
function halves(cidr: string): readonly [string, string] | undefined {
  const [address = '', length = ''] = cidr.split('/');
  if (address.includes(':') || Number(length) === 32) return undefined;
  const size = 2 ** (32 - Number(length));
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = value - (value % size);
  const half = (start: number) => {
    const parts = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256);
    return `${parts.join('.')}/${Number(length) + 1}`;
  };
  return [half(first), half(first + size / 2)];
}

test('a block and its two halves mean the same (rows 21, 70)', () => {
  for (const seed of SEEDS) {
    const { objects, profile } = randomCluster(seed);
    // A pod or node without one known address is certainly in the whole, and only possibly in each half.
    const nodes = new Map(
      [...objects.nodes].filter(([, node]) => hasOneAddressPerFamily(node.status?.addresses ?? [])),
    );
    const pods = new Map(
      [...objects.pods].filter(([, { spec, status }]) => {
        const known = status?.podIPs !== undefined && (spec.hostNetwork !== true || nodes.has(spec.nodeName ?? ''));
        return known;
      }),
    );
    const placed = { ...objects, nodes, pods, workloads: new Map() };
    const split = withPolicies(placed, (policy) =>
      withPeers(policy, (peer) => {
        const parts = peer.ipBlock && halves(peer.ipBlock.cidr);
        return parts ? parts.map((cidr) => ({ ipBlock: { ...peer.ipBlock, cidr } })) : [peer];
      }),
    );
    expectSameAnswers(placed, split, profile, `seed ${seed}`);
  }
});

function hasOneAddressPerFamily(addresses: readonly { readonly type: string; readonly address: string }[]): boolean {
  const real = addresses.filter(({ type }) => type !== 'Hostname').map(({ address }) => address);
  return real.filter((address) => !address.includes(':')).length <= 1;
}

/** The clusters with this policy added. */
function withClusterPolicy(objects: ClusterObjects, policy: ClusterPolicy): ClusterObjects {
  const clusterPolicies = new Map(objects.clusterPolicies).set(`${policy.kind}/${policy.metadata.name}`, policy);
  return { ...objects, clusterPolicies };
}

type Spec = ClusterPolicy['spec'];
const clusterPolicy = (name: string, spec: Spec): ClusterPolicy => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha2',
  kind: 'ClusterNetworkPolicy',
  metadata: { name },
  spec: { subject: { namespaces: {} }, ...spec },
});
const everyPod = [{ namespaces: {} }];

/** Priorities of random clusters leave room before and after all of them. */
const later = (objects: ClusterObjects): ClusterObjects => ({
  ...objects,
  clusterPolicies: new Map(
    [...objects.clusterPolicies].map(([key, policy]) => {
      const { priority } = policy.spec;
      return [key, priority === undefined ? policy : { ...policy, spec: { ...policy.spec, priority: priority + 1 } }];
    }),
  ),
});

test('an Accept of lower precedence than all others closes nothing (rows A1, C2)', () => {
  let opened = 0;
  for (const seed of SEEDS) {
    const { objects, profile } = randomCluster(seed);
    // Without support for SCTP, a gate that nothing guards is open to it for certain, and no other one is.
    if (profile.sctp === 'unsupported') continue;
    const accept = clusterPolicy('added', {
      tier: 'Admin',
      priority: 1000,
      ingress: [{ action: 'Accept', from: everyPod }],
      egress: [{ action: 'Accept', to: everyPod }],
    });
    const more = withClusterPolicy(objects, accept);
    for (const { pair, before, after } of answers(compileModel(objects, profile), compileModel(more, profile))) {
      // Beside an AdminNetworkPolicy it may come first (row C17): then it opens, and never closes.
      expect(subtractPorts(before.must, after.must), `must, seed ${seed}, ${pair}`).toBe(NO_PORTS);
      expect(subtractPorts(before.may, after.may), `may, seed ${seed}, ${pair}`).toBe(NO_PORTS);
      if (before.may !== after.may) opened++;
    }
  }
  expect(opened).toBeGreaterThan(100);
});

test('a Deny, wherever it stands, opens nothing (row A4)', () => {
  for (const seed of SEEDS) {
    const { objects, profile } = randomCluster(seed);
    if (profile.sctp === 'unsupported') continue; // as above
    const rest = later(objects);
    for (const [tier, priority] of [
      ['Admin', 0],
      ['Admin', 1000],
      ['Baseline', 0],
    ] as const) {
      const deny = clusterPolicy('added', { tier, priority, ingress: [{ action: 'Deny', from: everyPod }] });
      const more = withClusterPolicy(rest, deny);
      for (const { pair, before, after } of answers(compileModel(rest, profile), compileModel(more, profile))) {
        expect(subtractPorts(after.must, before.must), `must, seed ${seed}, ${pair}`).toBe(NO_PORTS);
        expect(subtractPorts(after.may, before.may), `may, seed ${seed}, ${pair}`).toBe(NO_PORTS);
      }
    }
  }
});

test('to pass everything on first of all is to have no other policy of the Admin tier (row C4)', () => {
  for (const seed of SEEDS) {
    const { objects, profile } = randomCluster(seed);
    if (profile.sctp === 'unsupported' || objects.completeness.kinds.some(({ kind }) => kind.endsWith('kPolicy')))
      continue;
    const understood = new Map(
      [...later(objects).clusterPolicies].filter(
        ([, { kind, unread }]) => kind !== 'AdminNetworkPolicy' && unread === undefined,
      ),
    );
    const anyone = [...everyPod, { networks: ['0.0.0.0/0', '::/0'] }, { nodes: {} }];
    const pass = clusterPolicy('added', {
      tier: 'Admin',
      priority: 0,
      ingress: [{ action: 'Pass', from: everyPod }],
      egress: [{ action: 'Pass', to: anyone }],
    });
    // An ingress rule that fails closed means what is outside, too; no rule can pass that on.
    const rest = new Map(
      [...understood].filter(([, { spec }]) => !spec.ingress?.some(({ from = [] }) => from.some(isUnknown))),
    );
    const baselineOnly = new Map([...rest].filter(([, { spec }]) => spec.tier !== 'Admin'));
    expectSameAnswers(
      withClusterPolicy({ ...objects, clusterPolicies: rest }, pass),
      { ...objects, clusterPolicies: baselineOnly },
      profile,
      `seed ${seed}`,
    );
  }
});

const isUnknown = (peer: object) => Object.keys(peer).length === 0;

test('the order in which cluster-wide policies are read means nothing', () => {
  for (const seed of SEEDS) {
    const { objects, profile } = randomCluster(seed);
    const clusterPolicies = new Map([...objects.clusterPolicies].reverse());
    expectSameAnswers(objects, { ...objects, clusterPolicies }, profile, `seed ${seed}`);
  }
});
