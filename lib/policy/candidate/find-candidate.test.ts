import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { KeptObject } from '#lib/kube/objects.ts';
import { projectObject } from '#lib/kube/project.ts';
import { ask } from '../ask.ts';
import { compileModel } from '../compile-model.ts';
import { parseEndpoint } from '../endpoints.ts';
import type { PolicyModel } from '../model.ts';
import { parseProfile } from '../profile.ts';
import { propose } from '../propose.ts';
import { clusterOf, policy } from '../testing/cluster-of.ts';
import { randomCluster } from '../testing/random-cluster.ts';
import { findCandidate } from './find-candidate.ts';
import type { CandidateAnswer, Wanted } from './types.ts';

const DENY_ALL = policy('podSelector: {}\npolicyTypes: [Ingress, Egress]', { name: 'deny', namespace: 'one' });

function shop(yaml: string, set: readonly string[] = []): PolicyModel {
  return clusterOf({
    namespaces: { one: {}, two: {} },
    pods: {
      'one/web': { labels: { app: 'web' }, ip: '10.0.0.1' },
      'one/db': { labels: { app: 'db' }, ip: '10.0.0.2' },
      'one/other': { labels: { app: 'other' }, ip: '10.0.0.3' },
      'two/job': { labels: { app: 'job' }, ip: '10.0.1.1' },
    },
    yaml,
    set,
  });
}

function find(model: PolicyModel, from: string, to: string, wants: Wanted, port?: number): CandidateAnswer {
  const question = { from: parseEndpoint(from), to: parseEndpoint(to), ...(port === undefined ? {} : { port }) };
  const answer = findCandidate(model, question, wants);
  if (answer.candidate !== undefined) {
    const after = propose(model, { upserts: read(answer.candidate.yaml), removes: [], labels: [] }).after;
    expect(ask(after, question).verdict).toBe(wants === 'open' ? 'allow' : 'deny');
  }
  return answer;
}

/** As anybody would apply it: through the same projection that files take. */
function read(yaml: string): KeptObject[] {
  return yaml.split(/^---$/m).map((text) => {
    const { kept, problems } = projectObject(parse(text));
    expect(problems).toEqual([]);
    return kept as KeptObject;
  });
}

const NOTHING_ELSE = { opens: 0, closes: 0, outside: 0, isolates: 0, dns: 0 };

test('where both gates are closed a candidate for open writes a rule at each, on these labels and this port', () => {
  const { candidate } = find(shop(DENY_ALL), 'one/web', 'one/db', 'open', 5432);
  expect(candidate?.steps.map(({ isNew }) => isNew)).toEqual([true, true]);
  expect(candidate?.effect).toEqual({ asked: 1, ...NOTHING_ELSE });
  expect(candidate?.yaml).toContain('port: 5432');
});

test('an open gate gets no rule: a policy there would close it to everybody else', () => {
  const ingress = policy('podSelector: {matchLabels: {app: db}}', { name: 'db', namespace: 'one' });
  const { candidate } = find(shop(ingress), 'two/job', 'one/db', 'open');
  expect(candidate?.steps).toMatchObject([{ policy: { namespace: 'one', name: 'db' }, isNew: false }]);
  expect(candidate?.effect).toEqual({ asked: 1, ...NOTHING_ELSE });
});

test('a hypothetical pod and an address can be let in', () => {
  const model = shop(DENY_ALL);
  expect(find(model, 'two/?app=new', 'one/db', 'open', 443).candidate?.yaml).toContain('app: new');
  const { candidate } = find(model, '203.0.113.7', 'one/db', 'open', 443);
  expect(candidate?.yaml).toContain('203.0.113.7/32');
  expect(candidate?.effect).toEqual({ asked: 1, ...NOTHING_ELSE });
});

test('where a rule names more than the source, a candidate for block leaves the rest in', () => {
  const wide = policy('podSelector: {matchLabels: {app: db}}\ningress: [{from: [{podSelector: {}}]}]', {
    name: 'db',
    namespace: 'one',
  });
  const { candidate } = find(shop(wide), 'one/web', 'one/db', 'block');
  expect(candidate?.effect).toEqual({ asked: 1, ...NOTHING_ELSE });
  expect(candidate?.steps).toMatchObject([{ policy: { name: 'db' }, isNew: false }]);
});

test('where the port has an entry of its own it alone goes', () => {
  const ports = policy(
    'podSelector: {matchLabels: {app: db}}\ningress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 80}, {port: 5432}]}]',
    { name: 'db', namespace: 'one' },
  );
  const model = shop(ports);
  const { candidate } = find(model, 'one/web', 'one/db', 'block', 5432);
  expect(candidate?.yaml).toContain('port: 80');
  expect(candidate?.yaml).not.toContain('port: 5432');
});

test('where both gates are open a policy that admits everybody else closes one pair, and says whom it isolates', () => {
  const { candidate } = find(shop('', ['ipBlockMatchesPods=false']), 'two/job', 'one/db', 'block', 5432);
  expect(candidate?.effect).toEqual({ asked: 1, ...NOTHING_ELSE, isolates: 1 });
  expect(candidate?.steps).toMatchObject([{ isNew: true }]);
  // Where blocks may mean pods, the addresses of pods stay out, and with them whoever else has one of these.
  const careful = find(shop(''), 'two/job', 'one/db', 'block', 5432).candidate;
  expect(careful?.effect.outside).toBeGreaterThan(0);
  expect(careful?.effectSentence).toContain('closes');
});

test('where the Admin tier decides no NetworkPolicy is offered, and the tier is named', () => {
  const admin = `---
apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: {name: no-db}
spec:
  priority: 5
  subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: db}}}}
  ingress: [{action: Deny, from: [{namespaces: {}}]}]
`;
  const { sentence, candidate } = find(shop(admin), 'one/web', 'one/db', 'open');
  expect(candidate).toBeUndefined();
  expect(sentence).toContain('AdminNetworkPolicy no-db of the Admin tier');
});

test('what is so already needs no change, and a pod cannot be kept from itself', () => {
  expect(find(shop(''), 'one/web', 'one/db', 'open').sentence).toBe('This is allowed already.');
  expect(find(shop(DENY_ALL), 'one/web', 'one/web', 'block').sentence).toContain('always reaches itself');
});

test('labels whose keys are those of every object are written and read like others', () => {
  const model = clusterOf({
    namespaces: { one: {} },
    pods: {
      'one/a': { labels: { constructor: 'a', __proto__: 'b' } as Record<string, string>, ip: '10.0.0.1' },
      'one/b': { labels: { toString: 'x' } as unknown as Record<string, string>, ip: '10.0.0.2' },
    },
    yaml: DENY_ALL,
  });
  expect(find(model, 'one/a', 'one/b', 'open', 80).candidate?.effect).toEqual({ asked: 1, ...NOTHING_ELSE });
});

const CLUSTERS = 20;
const PAIRS = 5;
const TIMEOUT_MS = 60_000;

test(
  'in clusters where NetworkPolicies alone decide, every denied pair can be opened and every allowed one blocked',
  () => {
    const missed: string[] = [];
    let tried = 0;
    for (let seed = 1; seed <= CLUSTERS; seed++) {
      const model = decidedCluster(seed);
      const pods = [...model.objects.pods.keys()].filter((key) => model.classOf(key) !== undefined);
      const pairs = pods.flatMap((from) => pods.flatMap((to) => (from === to ? [] : [[from, to] as const])));
      for (const [index, [from, to]] of pairs.entries()) {
        if (index % Math.max(1, Math.floor(pairs.length / PAIRS)) !== 0) continue;
        const { verdict } = ask(model, { from: parseEndpoint(from), to: parseEndpoint(to), port: 5432 });
        if (verdict !== 'allow' && verdict !== 'deny') continue;
        tried++;
        const wants = verdict === 'deny' ? 'open' : 'block';
        const { candidate, sentence } = find(model, from, to, wants, 5432);
        if (candidate === undefined) missed.push(`${seed} ${from} ${to} ${wants}: ${sentence}`);
      }
    }
    expect(missed).toEqual([]);
    expect(tried).toBeGreaterThan(CLUSTERS);
  },
  TIMEOUT_MS,
);

/** Random policies over pods that all have an address of one family, none of them on the host network, everything read. */
function decidedCluster(seed: number): PolicyModel {
  const { objects } = randomCluster(seed);
  const pods = [...objects.pods].map(([key, pod], index): [string, typeof pod] => {
    const { hostNetwork: _, ...spec } = pod.spec;
    const podIP = `10.0.3.${index + 1}`;
    return [key, { ...pod, spec, status: { phase: 'Running', podIP, podIPs: [{ ip: podIP }] } }];
  });
  const decided: ClusterObjects = {
    ...objects,
    pods: new Map(pods),
    networkPolicies: new Map([...objects.networkPolicies].filter(([, each]) => each.unread === undefined)),
    clusterPolicies: new Map(),
    unevaluated: new Map(),
    completeness: { kinds: [], unread: [], notes: [] },
  };
  return compileModel(
    decided,
    parseProfile('upstream', ['missingNamespaceLabels=assumeNone', 'ipBlockMatchesPods=false']),
  );
}
