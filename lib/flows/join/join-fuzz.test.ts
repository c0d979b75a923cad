import { expect, test } from 'vitest';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { nodeEnds, podEnds, templateEnds } from '#lib/policy/testing/compare-cluster.ts';
import { literalVerdict } from '#lib/policy/testing/literal-evaluator.ts';
import type { LiteralEnd } from '#lib/policy/testing/literal-matching.ts';
import { Random } from '#lib/policy/testing/random.ts';
import { randomCluster } from '#lib/policy/testing/random-cluster.ts';
import type { Profile } from '#lib/policy/types.ts';
import type { TrafficState } from '../observed.ts';
import { someEdge, someTraffic } from '../testing/some-edge.ts';
import { joinFlows } from './join-flows.ts';

const CLUSTERS = 40;
const EDGES = 60;
const PORTS = [1, 53, 80, 81, 443, 5432, 30_000];
const PROTOCOLS = [
  [6, 'TCP'],
  [17, 'UDP'],
  [132, 'SCTP'],
] as const;
/** Small, so that every address of them is asked. */
const BLOCKS: Readonly<Record<string, readonly string[]>> = {
  '203.0.113.7/32': ['203.0.113.7'],
  '203.0.113.126/30': ['203.0.113.124', '203.0.113.125', '203.0.113.126', '203.0.113.127'],
  '203.0.113.126/29': Array.from({ length: 8 }, (_, index) => `203.0.113.${120 + index}`),
  '10.0.1.4/30': ['10.0.1.4', '10.0.1.5', '10.0.1.6', '10.0.1.7'],
  'fd00:1::4/127': ['fd00:1::4', 'fd00:1::5'],
  '2001:db8::1/128': ['2001:db8::1'],
};

/** An end of a flow, with those that it may have been: one of several pods or nodes, or each of several addresses. */
interface FuzzEnd {
  readonly text: string;
  readonly oneOf: readonly LiteralEnd[];
  readonly each?: true;
}

/** Some pods of a namespace belong to one workload, so that its pods differ. */
function withOwners(objects: ClusterObjects, random: Random): ClusterObjects {
  const pods = [...objects.pods].map(([key, pod]) => {
    if (random.chance(0.4)) return [key, pod] as const;
    const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: `set-${random.below(2)}`, controller: true };
    return [key, { ...pod, metadata: { ...pod.metadata, ownerReferences: [owner] } }] as const;
  });
  return { ...objects, pods: new Map(pods) };
}

function endsOf(model: PolicyModel): readonly FuzzEnd[] {
  const pods = Map.groupBy(podEnds(model), ({ literal }) => model.workloadOfPod(literal.id));
  const nodes = nodeEnds(model).map(({ literal }) => literal);
  return [
    ...[...pods].map(([text, all]): FuzzEnd => ({ text, oneOf: all.map(({ literal }) => literal) })),
    ...templateEnds(model).map(({ literal }): FuzzEnd => ({ text: literal.id, oneOf: [literal] })),
    ...nodes.map((node): FuzzEnd => ({ text: `host:${node.node}`, oneOf: [node] })),
    ...(nodes.length === 0 ? [] : [{ text: 'host', oneOf: nodes }]),
    ...Object.entries(BLOCKS).map(
      ([block, addresses]): FuzzEnd => ({
        text: `ip:${block}`,
        oneOf: addresses.map((address) => ({ id: address, type: 'address', addresses: [address] })),
        each: true,
      }),
    ),
  ];
}

/** As the literal evaluator judges pod by pod: some pod of each end, every address of a block. */
function literally(
  { objects, profile }: { readonly objects: ClusterObjects; readonly profile: Profile },
  [from, to]: readonly [FuzzEnd, FuzzEnd],
  port: number,
  protocol: 'TCP' | 'UDP' | 'SCTP',
): TrafficState {
  const ask = (source: LiteralEnd, target: LiteralEnd) =>
    literalVerdict({ objects, profile, from: source, to: target, protocol, port }).verdict;
  const some = (sources: readonly LiteralEnd[], targets: readonly LiteralEnd[]): string => {
    const pairs = sources.flatMap((source) => targets.map((target) => [source, target] as const));
    // a pod with itself only where there is no other pair
    const others = pairs.filter(([source, target]) => source.id !== target.id);
    const verdicts = (others.length > 0 ? others : pairs).map(([source, target]) => ask(source, target));
    return verdicts.find((verdict) => verdict === 'allow') ?? verdicts.find((one) => one === 'depends') ?? 'deny';
  };
  const parts = from.each
    ? from.oneOf.map((address) => some([address], to.oneOf))
    : to.each
      ? to.oneOf.map((address) => some(from.oneOf, [address]))
      : [some(from.oneOf, to.oneOf)];
  if (parts.every((verdict) => verdict === 'allow')) return 'used';
  return parts.every((verdict) => verdict === 'deny') ? 'seen-denied' : 'unjudged';
}

/** Every pod with every pod, and every address. */
function toEverybody(
  { objects, profile }: { readonly objects: ClusterObjects; readonly profile: Profile },
  [from, to]: readonly [FuzzEnd, FuzzEnd],
  port: number,
  protocol: 'TCP' | 'UDP' | 'SCTP',
): boolean {
  const pairs = from.oneOf.flatMap((source) => to.oneOf.map((target) => [source, target] as const));
  const others = pairs.filter(([source, target]) => source.id !== target.id);
  return (others.length > 0 ? others : pairs).every(
    ([source, target]) =>
      literalVerdict({ objects, profile, from: source, to: target, protocol, port }).verdict === 'allow',
  );
}

const isAnyNode = ({ text }: FuzzEnd): boolean => text === 'host';
const isWorkload = ({ text }: FuzzEnd): boolean => !text.startsWith('ip:') && !text.startsWith('host');

test(`each edge of ${CLUSTERS} random clusters has the state that the literal evaluator gives it pod by pod`, () => {
  const judged = new Map<TrafficState, number>();
  let contradicted = 0;
  for (let seed = 1; seed <= CLUSTERS; seed++) {
    const random = new Random(seed + 0xf10);
    const { objects: made, profile } = randomCluster(seed, ['Deployment', 'DaemonSet']);
    const objects = withOwners(made, random);
    const model = compileModel(objects, profile);
    const ends = endsOf(model);
    const asked = Array.from({ length: EDGES }, () => {
      const [from, to] = [random.pick(ends), random.pick(ends)];
      return { from, to, port: random.pick(PORTS), protocol: random.pick(PROTOCOLS) };
    }).filter(({ from, to }) => (isWorkload(from) || isWorkload(to)) && !(from === to && isTemplate(from)));
    for (const { from, to, port, protocol } of asked) {
      const [number, name] = protocol;
      const edge = someEdge(from.text, to.text, { port, protocol: number });
      const joined = joinFlows(model, someTraffic([edge])).edges.find(({ seen }) => seen !== undefined);
      const expected = literally({ objects, profile }, [from, to], port, name);
      expect(joined?.state, `seed ${seed}: ${from.text} → ${to.text} ${name} ${port}`).toBe(expected);
      judged.set(expected, (judged.get(expected) ?? 0) + 1);
      const [denied] = joinFlows(model, someTraffic([{ ...edge, verdict: 'denied' }])).edges;
      const isContradicted = denied?.refusedThoughAllowed === true;
      const isAllowed = toEverybody({ objects, profile }, [from, to], port, name);
      const where = `seed ${seed}: refused, ${from.text} → ${to.text} ${name} ${port}`;
      // of a node that may be any not every pair is asked: it may be left unsaid, and never said wrongly
      if (isContradicted || ![from, to].some(isAnyNode)) expect(isContradicted, where).toBe(isAllowed);
      if (isContradicted) contradicted++;
    }
  }
  for (const state of ['used', 'seen-denied', 'unjudged'] as const) expect(judged.get(state)).toBeGreaterThan(200);
  expect(contradicted).toBeGreaterThan(200);
}, 60_000);

/** How many replicas it has decides whether there is another one. */
const isTemplate = ({ oneOf }: FuzzEnd): boolean => oneOf.some(({ template }) => template === true);
