import { describe, expect, it } from 'vitest';
import { allObjects } from '#lib/kube/build-cluster-objects.ts';
import type { Completeness, KindCompleteness } from '#lib/kube/cluster-objects.ts';
import { ClusterState } from '#lib/kube/cluster-state.ts';
import type { KeptObject, Pod } from '#lib/kube/objects.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { Random } from '#lib/policy/testing/random.ts';
import { runChecks } from './run-checks.ts';
import { cluster, DENY_ALL, namespace, node, podWith, policy, workload } from './testing/manifests.ts';
import { modelOf } from './testing/report-of.ts';
import type { GapReport } from './types.ts';

const TAKEN = { taken: '2026-06-01T00:00:00Z' };
const NODES = ['w1', 'w2', 'w3'];

/** Two replicas of each workload on one node after the other. */
function pods(id: string, hash: string, labels: Readonly<Record<string, string>> = {}): readonly Pod[] {
  const [ns = '', name = ''] = id.split('/');
  return [0, 1].map((number) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...{ name: `${name}-${hash}-${number}`, namespace: ns },
      labels: { app: name, 'pod-template-hash': hash, ...labels },
      ownerReferences: [{ kind: 'ReplicaSet', name: `${name}-${hash}`, controller: true }],
    },
    spec: { containers: [{ name: 'main', ports: [{ containerPort: 5432 }] }], nodeName: NODES[number] },
    status: { phase: 'Running', podIP: `10.0.${name.length}.${number + hash.length}` },
  }));
}

const BASE = modelOf(
  cluster(
    namespace('crm'),
    namespace('shop'),
    workload('crm/db', { dataClass: 'special', port: 5432 }),
    workload('crm/api', { dataClass: 'personal', port: 8080 }),
    workload('shop/web', { port: 8080 }),
    policy('crm/deny', DENY_ALL),
    policy('shop/web', '{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}'),
  ),
);

function startState(): ClusterState {
  const state = new ClusterState();
  for (const object of allObjects(BASE.objects)) state.apply({ type: 'upsert', object });
  for (const object of [...pods('crm/db', 'a'), ...pods('crm/api', 'a'), ...pods('shop/web', 'a')]) {
    state.apply({ type: 'upsert', object });
  }
  return state;
}

class Cluster {
  readonly state = startState();
  model: PolicyModel = compileModel(this.state.snapshot(), PROFILES.calico);
  report: GapReport = runChecks(this.model, TAKEN);

  upsert(...objects: readonly KeptObject[]): void {
    for (const object of objects) this.state.apply({ type: 'upsert', object });
  }

  remove(...objects: readonly KeptObject[]): void {
    for (const object of objects) this.state.apply({ type: 'remove', object });
  }

  next(): { readonly before: GapReport; readonly after: GapReport } {
    const before = this.report;
    this.model = compileModel(this.state.snapshot(), PROFILES.calico, this.model);
    this.report = runChecks(this.model, TAKEN, before);
    return { before, after: this.report };
  }
}

/** All that a report says but for the effects of fixes, which are computed from the same model. */
const toldBy = ({ gaps, ...rest }: GapReport) =>
  JSON.parse(JSON.stringify({ ...rest, gaps: gaps.map((gap) => ({ ...gap, fix: gap.fix.yaml })) }));

const gapOf = ({ gaps }: GapReport, check: string, name: string) =>
  gaps.find((gap) => gap.check === check && gap.subject.name === name);

describe('a report that takes over from the one before', () => {
  it('keeps the gaps where a pod is replaced by its like', () => {
    const cluster = new Cluster();
    const [first] = pods('shop/web', 'a');
    if (first === undefined) throw new Error('there are pods');
    cluster.remove(first);
    cluster.upsert({ ...first, metadata: { ...first.metadata, name: 'web-a-9' } });
    const { before, after } = cluster.next();
    const gap = gapOf(before, 'EGR-001', 'web');
    expect(gap).toBeDefined();
    expect(gapOf(after, 'EGR-001', 'web')?.witness).toBe(gap?.witness);
  });

  it('counts pods anew where a check counts them: with one more a rule admits three times as many as may be meant', () => {
    const [state, hash] = [new ClusterState(), 'a'];
    const either =
      '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}, {podSelector: {matchLabels: {app: web}}}]}]}';
    const { objects } = modelOf(cluster(namespace('crm'), namespace('shop'), policy('crm/either', either)));
    const [one] = pods('shop/other', hash);
    if (one === undefined) throw new Error('there are pods');
    const more = (name: string): Pod => ({ ...one, metadata: { ...one.metadata, name } });
    const start = [...allObjects(objects), ...pods('shop/web', hash), ...pods('shop/other', hash), more('other-a-2')];
    for (const object of [...start, ...pods('crm/db', hash)]) state.apply({ type: 'upsert', object });
    const model = compileModel(state.snapshot(), PROFILES.calico);
    const before = runChecks(model, TAKEN);
    state.apply({ type: 'upsert', object: more('other-a-3') });
    const after = runChecks(compileModel(state.snapshot(), PROFILES.calico, model), TAKEN, before);
    const found = ({ gaps }: GapReport) => gaps.filter(({ check }) => check === 'POL-007').length;
    expect([found(before), found(after)]).toEqual([0, 1]);
  });

  it('asks anew where the last replica of another workload goes', () => {
    const cluster = new Cluster();
    cluster.remove(...pods('crm/api', 'a'));
    const { before, after } = cluster.next();
    expect(gapOf(after, 'EGR-001', 'web')?.witness).not.toBe(gapOf(before, 'EGR-001', 'web')?.witness);
  });

  it('asks anew those alone who come to another node, beside pods of the host network', () => {
    const state = new ClusterState();
    const labels = { 'ringfence.dev/data-class': 'special' };
    const [one] = pods('a/store', 'a');
    if (one === undefined) throw new Error('there are pods');
    const agent = (nodeName: string): Pod => ({
      ...one,
      metadata: { name: `agent-${nodeName}`, namespace: 'sys', labels: { app: 'agent' } },
      spec: { ...one.spec, nodeName, hostNetwork: true },
    });
    const store = (nodeName: string): Pod => ({
      ...one,
      metadata: { ...one.metadata, name: `store-${nodeName}` },
      spec: { ...one.spec, nodeName },
    });
    const open = '{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 5432}]}]}';
    const others = ['far', 'off', 'away', 'out'].map((name) =>
      workload(`b/${name}`, { dataClass: 'personal', port: 80 }),
    );
    const far = cluster(...others, policy('b/out', '{podSelector: {}, policyTypes: [Egress]}'));
    const { objects } = modelOf(
      cluster(namespace('a', labels), namespace('b'), namespace('sys'), policy('a/in', open), far),
    );
    for (const object of [...allObjects(objects), agent('w1'), agent('w2'), store('w1')]) {
      state.apply({ type: 'upsert', object });
    }
    const model = compileModel(state.snapshot(), PROFILES.calico);
    const before = runChecks(model, TAKEN);
    state.apply({ type: 'remove', object: store('w1') });
    state.apply({ type: 'upsert', object: store('w2') });
    const after = runChecks(compileModel(state.snapshot(), PROFILES.calico, model), TAKEN, before);
    expect(gapOf(before, 'ISO-001', 'store')?.peers).toEqual(['sys/Pod/agent-w1']);
    expect(gapOf(after, 'ISO-001', 'store')?.peers).toEqual(['sys/Pod/agent-w2']);
    expect(gapOf(before, 'ISO-001', 'far')).toBeDefined();
    expect(gapOf(after, 'ISO-001', 'far')?.witness).toBe(gapOf(before, 'ISO-001', 'far')?.witness);
  });

  it('asks anew where two workloads that are alike change places, beside a pod of the host network', () => {
    const state = new ClusterState();
    const [one] = pods('a/one', 'a');
    if (one === undefined) throw new Error('there are pods');
    const alike = { ...one.metadata.labels, app: 'store' };
    const store = (name: string, nodeName: string): Pod => ({
      ...one,
      metadata: { name, namespace: 'a', labels: alike },
      spec: { ...one.spec, nodeName },
    });
    const agent: Pod = {
      ...one,
      metadata: { name: 'agent', namespace: 'sys', labels: { app: 'agent' } },
      spec: { ...one.spec, nodeName: 'w1', hostNetwork: true },
    };
    const open = '{podSelector: {}, ingress: [{from: [{podSelector: {}}], ports: [{port: 5432}]}]}';
    const labels = { 'ringfence.dev/data-class': 'special' };
    const { objects } = modelOf(cluster(namespace('a', labels), namespace('sys'), policy('a/in', open)));
    for (const object of [...allObjects(objects), agent, store('one', 'w1'), store('two', 'w2')]) {
      state.apply({ type: 'upsert', object });
    }
    const model = compileModel(state.snapshot(), PROFILES.calico);
    const before = runChecks(model, TAKEN);
    for (const object of [store('one', 'w2'), store('two', 'w1')]) state.apply({ type: 'upsert', object });
    const moved = compileModel(state.snapshot(), PROFILES.calico, model);
    const after = runChecks(moved, TAKEN, before);
    expect(toldBy(after)).toEqual(toldBy(runChecks(moved, TAKEN)));
    expect(toldBy(after)).not.toEqual(toldBy(before));
  });

  it('says after any sequence of events what a report of that state alone says', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = new Random(seed);
      const cluster = new Cluster();
      for (let event = 0; event < 8; event++) {
        applyRandomEvent(cluster, random, event);
        const { after } = cluster.next();
        const alone = runChecks(compileModel(cluster.state.snapshot(), PROFILES.calico), TAKEN);
        expect(toldBy(after), `seed ${seed}, event ${event}`).toEqual(toldBy(alone));
      }
    }
  });
});

describe('what connections tell of data', () => {
  const CLIENTS_KNOWN = modelOf(
    cluster(
      namespace('a'),
      workload('a/api', { dataClass: 'personal' }),
      workload('a/customer-db', { image: 'postgres:17', port: 5432 }),
      policy('a/deny', DENY_ALL),
      policy(
        'a/api',
        '{podSelector: {matchLabels: {app: customer-db}}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]}',
      ),
      policy('a/api-out', '{podSelector: {matchLabels: {app: api}}, policyTypes: [Egress], egress: [{}]}'),
    ),
  ).objects;
  const NOT_EVALUATED = {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'clients', namespace: 'a' },
  };
  const DENIED: KindCompleteness = {
    ...{ resource: 'networkpolicies.networking.k8s.io', kind: 'NetworkPolicy', count: 3 },
    ...{ state: 'partial', deniedNamespaces: ['a'] },
  };
  const NOTHING_MISSING: Completeness = { kinds: [], unread: [], notes: [] };

  it.each([
    [
      'a policy that is not evaluated comes and goes',
      (state: ClusterState) => state.apply({ type: 'upsert', object: NOT_EVALUATED }),
      (state: ClusterState) => state.apply({ type: 'remove', object: NOT_EVALUATED }),
    ],
    [
      'policies cannot be read, and can again',
      (state: ClusterState) => state.setCompleteness({ ...NOTHING_MISSING, kinds: [DENIED] }),
      (state: ClusterState) => state.setCompleteness(NOTHING_MISSING),
    ],
  ])('is asked anew where %s', (_, begin, end) => {
    for (const events of [[begin], [begin, end], [end, begin]]) {
      const state = new ClusterState();
      for (const object of allObjects(CLIENTS_KNOWN)) state.apply({ type: 'upsert', object });
      if (events[0] === end) begin(state);
      let model = compileModel(state.snapshot(), PROFILES.calico);
      let report = runChecks(model, TAKEN);
      for (const event of events) {
        event(state);
        model = compileModel(state.snapshot(), PROFILES.calico, model);
        report = runChecks(model, TAKEN, report);
        const alone = runChecks(compileModel(state.snapshot(), PROFILES.calico), TAKEN);
        expect(toldBy(report)).toEqual(toldBy(alone));
      }
    }
  });
});

function applyRandomEvent(cluster: Cluster, random: Random, event: number): void {
  const name = ['crm/db', 'crm/api', 'shop/web'][random.below(3)] as string;
  const all = [...cluster.state.snapshot().pods.values()];
  const some = all[random.below(Math.max(1, all.length))];
  const kind = random.below(8);
  if (kind === 0) cluster.upsert(...pods(name, `r${event}`));
  else if (kind === 1) cluster.upsert(...pods(name, 'a', { 'ringfence.dev/data-class': 'personal' }));
  else if (kind === 2) cluster.upsert(...pods(name, 'a', { role: 'canary' }));
  else if (some === undefined) return;
  else if (kind === 3) cluster.upsert({ ...some, spec: { ...some.spec, nodeName: 'w2', hostNetwork: true } });
  else if (kind === 4) cluster.upsert({ ...some, status: { phase: 'Succeeded' } });
  else cluster.remove(some);
}

it('finds anew where a pod tells another address of a node that does not tell its own', () => {
  const { objects, profile } = modelOf(
    cluster(
      podWith('mon/agent', { nodeName: 'n1', hostNetwork: true }),
      podWith('crm/db', { nodeName: 'n2' }, { labels: { 'ringfence.dev/data-class': 'personal' } }),
      podWith('shop/web', { nodeName: 'n1' }),
      policy(
        'crm/db',
        '{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: [{ipBlock: {cidr: 192.168.1.0/24}}]}]}',
      ),
    ),
    { set: ['ipBlockMatchesNodes=true', 'ipBlockMatchesPods=false', 'hostNetworkPods=asNodes'] },
  );
  const state = new ClusterState();
  for (const object of allObjects(objects)) state.apply({ type: 'upsert', object });
  const web = state.snapshot().pods.get('shop/web') as Pod;
  const at = (hostIP: string, before?: PolicyModel): PolicyModel => {
    state.apply({ type: 'upsert', object: { ...web, status: { ...web.status, hostIP } } });
    return compileModel(state.snapshot(), profile, before);
  };
  const found = ({ gaps }: GapReport) => gaps.filter(({ check }) => check === 'CLS-001').map(({ result }) => result);
  const far = at('10.9.9.9');
  const before = runChecks(far, TAKEN);
  expect(found(before)).toEqual([]);
  expect(found(runChecks(at('192.168.1.7', far), TAKEN, before))).toEqual(['FAIL']);
});

it('finds anew where a pod leaves a node that it may reach whatever policies say', () => {
  const { objects, profile } = modelOf(
    cluster(
      node('n1', {}, {}, {}, ['192.168.1.1']),
      podWith('crm/db', { nodeName: 'n1' }, { labels: { 'ringfence.dev/data-class': 'special' } }),
      podWith('shop/web', { nodeName: 'n2' }),
      policy('crm/out', '{podSelector: {}, policyTypes: [Egress]}'),
    ),
    { set: ['podToOwnNode=depends'] },
  );
  const state = new ClusterState();
  for (const object of allObjects(objects)) state.apply({ type: 'upsert', object });
  const model = compileModel(state.snapshot(), profile);
  const before = runChecks(model, TAKEN);
  const db = state.snapshot().pods.get('crm/db') as Pod;
  state.apply({ type: 'upsert', object: { ...db, spec: { ...db.spec, nodeName: 'n2' } } });
  const moved = compileModel(state.snapshot(), profile, model);
  const after = runChecks(moved, TAKEN, before);
  expect(toldBy(after)).toEqual(toldBy(runChecks(moved, TAKEN)));
  expect(toldBy(after)).not.toEqual(toldBy(before));
});
