import { expect, test } from 'vitest';
import { compileModel } from '#lib/policy/compile-model.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { PORTS, podEnds, templateEnds } from '#lib/policy/testing/compare-cluster.ts';
import { literalVerdict } from '#lib/policy/testing/literal-evaluator.ts';
import type { LiteralEnd } from '#lib/policy/testing/literal-matching.ts';
import { Random } from '#lib/policy/testing/random.ts';
import { randomCluster } from '#lib/policy/testing/random-cluster.ts';
import { withAlikeHosts, withDenials, withReplicas } from '#lib/policy/testing/with-replicas.ts';
import type { PortsJson, Profile } from '#lib/policy/types.ts';
import type { CheckContext } from './check.ts';
import { settledByMap } from './classify.ts';
import { type DataMap, EMPTY_DATA_MAP } from './data-map/types.ts';
import { createContext, runChecks } from './run-checks.ts';
import { isSameApplication } from './same-application.ts';
import type { Gap, WitnessHop } from './types.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Found wrong by a longer run: host-network workloads beside classes that are on several nodes, or on none yet. */
const FOUND = [158, 277, 281, 415, 602, 625, 1050, 1168, 1394, 2012, 2049];
const FIRST = Number(process.env.WITNESS_FIRST ?? 1);
const CLUSTERS = Number(process.env.WITNESS_CLUSTERS ?? 40);
const SEEDS = [...Array.from({ length: CLUSTERS }, (_, index) => index + FIRST), ...FOUND];
const TIMEOUT_MS = 60_000; // two seconds of one core together; others may be at work
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;

/** What the literal evaluator says of two workloads, any pod of one with any other of the other, on any port. */
type Certainty = 'allow' | 'depends' | 'deny';

/** One random cluster whose pods belong to workloads on several nodes, with what people say of their data. */
class LiteralCluster {
  readonly model: PolicyModel;
  readonly dataMap: DataMap;
  readonly context: CheckContext;
  readonly #profile: Profile;
  readonly #ends: ReadonlyMap<string, readonly LiteralEnd[]>;
  readonly #known = new Map<string, Certainty>();

  /** @param alike those on the host network differ by their node only. */
  constructor(seed: number, alike: boolean) {
    const random = new Random(seed + 0xda7a);
    const { objects, profile } = randomCluster(seed, ['Deployment', 'DaemonSet']);
    this.#profile = profile;
    const replicas = withDenials(withReplicas(objects, random), random);
    this.model = compileModel(alike ? withAlikeHosts(replicas) : replicas, profile);
    this.dataMap = randomDataMap(this.model, random);
    this.context = createContext(this.model, { dataMap: this.dataMap });
    const pods = podEnds(this.model).map(({ literal }) => [this.model.workloadOfPod(literal.id), literal] as const);
    const templates = templateEnds(this.model).map(({ literal }) => [literal.id, literal] as const);
    const ends = Map.groupBy([...pods, ...templates], ([workload]) => workload);
    this.#ends = new Map([...ends].map(([workload, list]) => [workload, list.map(([, end]) => end)]));
  }

  has(workload: string): boolean {
    return (this.#ends.get(workload) ?? []).length > 0;
  }

  between(from: string, to: string): Certainty {
    const key = `${from} ${to}`;
    const known = this.#known.get(key) ?? this.#ask(from, to);
    this.#known.set(key, known);
    return known;
  }

  #ask(from: string, to: string): Certainty {
    let found: Certainty = 'deny';
    for (const [source, target] of this.#pairs(from, to)) {
      for (const protocol of PROTOCOLS) {
        for (const port of PORTS) {
          const { verdict } = this.#verdict(source, target, protocol, port);
          if (verdict === 'allow') return 'allow';
          if (verdict === 'depends') found = 'depends';
        }
      }
    }
    return found;
  }

  /** Whether one pair of pods is told by a hop, on the first and the last port of each of its ranges. */
  holds({ from, to, ports, verdict }: WitnessHop): boolean {
    return this.#pairs(from, to).some(([source, target]) =>
      portsOf(ports).every(([protocol, port]) => {
        const literal = this.#verdict(source, target, protocol, port).verdict;
        if (verdict === 'allow') return literal === 'allow';
        return verdict === 'depends' ? literal !== 'deny' : literal !== 'allow';
      }),
    );
  }

  #verdict(from: LiteralEnd, to: LiteralEnd, protocol: (typeof PROTOCOLS)[number], port: number) {
    return literalVerdict({ objects: this.model.objects, profile: this.#profile, from, to, protocol, port });
  }

  #pairs(from: string, to: string): readonly (readonly [LiteralEnd, LiteralEnd])[] {
    const [sources, targets] = [this.#endsOf(from), this.#endsOf(to)];
    return sources.flatMap((source) =>
      targets.flatMap((target) => (source === target && source.template !== true ? [] : [[source, target] as const])),
    );
  }

  #endsOf(id: string): readonly LiteralEnd[] {
    if (id === 'internet') return [{ id, type: 'internet', labels: {}, addresses: [] }];
    const [namespace = '', name] = id.split('/');
    if (name !== '?') return this.#ends.get(id) ?? [];
    return [{ id, type: 'hypothetical', namespace, labels: {}, addresses: [] }];
  }
}

function randomDataMap({ workloads }: PolicyModel, random: Random): DataMap {
  const entries = workloads.flatMap((key, index) => {
    if (random.chance(0.15)) return [];
    const [namespace = '', kind = '', name = ''] = key.split('/');
    const maybe = <Value>(probability: number, value: Value) => (random.chance(probability) ? value : undefined);
    return [
      {
        ...{ line: 1, match: { namespace, kind, name } },
        // With a reason it settles what other sources say.
        ...(index % 2 === 0 ? { because: 'tests' } : {}),
        dataClass: random.pick(['none', 'personal', 'special', 'special'] as const),
        dataAtRest: random.chance(0.5),
        ...withoutUndefined({
          environment: maybe(0.6, random.pick(['prod', 'test'] as const)),
          controller: maybe(0.4, random.pick(['us', 'them'])),
          purposes: maybe(0.6, [random.pick(['sales', 'care'])]),
        }),
      },
    ];
  });
  return { ...EMPTY_DATA_MAP, workloads: entries };
}

function withoutUndefined<Fields extends object>(fields: Fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function portsOf(ports: PortsJson): readonly (readonly [(typeof PROTOCOLS)[number], number])[] {
  return PROTOCOLS.flatMap((protocol) =>
    ports[protocol].flatMap(([first, last]) => [[protocol, first] as const, [protocol, last] as const]),
  );
}

/** Checks whose peers are workloads that connect with the subject: from the peer, or to it. */
const PEERS: Readonly<Record<string, 'in' | 'out' | 'either'>> = {
  ...{ 'CLS-001': 'either', 'CLS-002': 'in', 'EGR-006': 'out', 'EGR-007': 'out', 'ISO-003': 'in', 'ISO-004': 'in' },
};

const clusters = SEEDS.flatMap((seed) =>
  [false, true].map((alike) => {
    const cluster = new LiteralCluster(seed, alike);
    return { seed, cluster, report: runChecks(cluster.model, { dataMap: cluster.dataMap }) };
  }),
);

const keyOf = ({ subject }: Gap): string => `${subject.namespace}/${subject.kind}/${subject.name}`;

test(
  'every hop between workloads that a gap tells is what a pair of their pods has',
  () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const { seed, cluster, report } of clusters) {
      for (const gap of report.gaps) {
        // Others name the internet for whoever comes through a Service, a node or a proxy.
        const isAsked = (id: string) =>
          cluster.has(id) || id.endsWith('/?') || (id === 'internet' && gap.check === 'ISO-002');
        for (const hop of gap.witness) {
          if (!isAsked(hop.from) || !isAsked(hop.to)) continue;
          asked++;
          if (!cluster.holds(hop)) wrong.push(`seed ${seed}, ${gap.id}: ${hop.from} → ${hop.to} ${hop.verdict}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(200);
  },
  TIMEOUT_MS,
);

test(
  'every peer of a gap connects, for certain where the gap is, and is told to be one',
  () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const { seed, cluster, report } of clusters) {
      for (const gap of report.gaps) {
        const way = PEERS[gap.check];
        // A namespace that is shared is a claim about policies.
        if (way === undefined || gap.peer === 'shared-namespace') continue;
        const subject = keyOf(gap);
        for (const other of cluster.context.workloads.keys()) {
          const isPeer = gap.peers.includes(other);
          if (gap.hasPeer?.(other) !== isPeer) wrong.push(`seed ${seed}, ${gap.id}: hasPeer ${other}`);
          if (!isPeer || gap.witness.length === 0) continue;
          asked++;
          const into = way === 'out' ? 'deny' : cluster.between(other, subject);
          const out = way === 'in' ? 'deny' : cluster.between(subject, other);
          const connects = [into, out].some(
            (each) => each === 'allow' || (gap.result !== 'FAIL' && each === 'depends'),
          );
          if (!connects) wrong.push(`seed ${seed}, ${gap.id} ${gap.result}: peer ${other}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(100);
  },
  TIMEOUT_MS,
);

/** Whom a check asks about, and who must not connect with them; of each pair of workloads. */
interface Claim {
  readonly check: string;
  readonly way: 'in' | 'out' | 'either';
  readonly isSubject: (context: CheckContext, workload: WorkloadFacts) => boolean;
  readonly isForbidden: (context: CheckContext, workload: WorkloadFacts, other: WorkloadFacts) => boolean;
}

const isUnlike = <Value>(a: Value | undefined, b: Value | undefined): boolean =>
  a !== undefined && b !== undefined && a !== b;

const CLAIMS: readonly Claim[] = [
  {
    check: 'CLS-001',
    way: 'either',
    isSubject: (context, workload) => context.dataOf(workload).classification.basis === 'unknown',
    isForbidden: (context, _, other) => ['personal', 'special'].includes(context.classOf(other).dataClass),
  },
  {
    check: 'CLS-002',
    way: 'in',
    isSubject: (context, workload) =>
      workload.store !== undefined &&
      context.classOf(workload).dataClass === 'none' &&
      settledByMap(context.dataOf(workload).sources) === undefined,
    isForbidden: (context, _, other) =>
      other.store === undefined && ['personal', 'special'].includes(context.classOf(other).dataClass),
  },
  {
    check: 'ISO-004',
    way: 'in',
    isSubject: (context, workload) => context.classOf(workload).dataClass === 'special',
    isForbidden: (context, _, other) => context.classOf(other).dataClass !== 'special',
  },
  {
    check: 'ISO-005',
    way: 'either',
    isSubject: (context, workload) => ['personal', 'special'].includes(context.classOf(workload).dataClass),
    isForbidden: (context, workload, other) =>
      [workload, other].some((each) => context.dataOf(each).environment?.value === 'prod') &&
      isUnlike(context.dataOf(workload).environment?.value, context.dataOf(other).environment?.value),
  },
  {
    check: 'EGR-006',
    way: 'out',
    isSubject: (context, workload) =>
      workload.store !== undefined && ['personal', 'special'].includes(context.classOf(workload).dataClass),
    isForbidden: (_, workload, other) => !isSameApplication(workload, other),
  },
];

test.each(CLAIMS)(
  '$check passes nobody whom it should not, pod by pod',
  ({ check, way, isSubject, isForbidden }) => {
    const wrong: string[] = [];
    let asked = 0;
    for (const { seed, cluster, report } of clusters) {
      const { context } = cluster;
      const others = [...context.workloads.values()].filter(({ key }) => cluster.has(key));
      const notEvaluated = report.checks.find(({ id }) => id === check)?.notEvaluated ?? [];
      for (const workload of others.filter((each) => each.count > 0 && isSubject(context, each))) {
        const connections = others.flatMap((other) => {
          if (other === workload || other.count === 0 || !isForbidden(context, workload, other)) return [];
          return [
            ...(way === 'out' ? [] : [cluster.between(other.key, workload.key)]),
            ...(way === 'in' ? [] : [cluster.between(workload.key, other.key)]),
          ];
        });
        const gaps = report.gaps.filter((gap) => gap.check === check && keyOf(gap) === workload.key);
        asked += connections.length;
        const isTold = notEvaluated.some((text) => text.includes(workload.key));
        if (connections.includes('allow') && !gaps.some(({ result }) => result === 'FAIL'))
          wrong.push(`seed ${seed}: ${workload.key} is let through, and no gap is certain`);
        if (connections.includes('depends') && gaps.length === 0 && !isTold)
          wrong.push(`seed ${seed}: ${workload.key} may be let through, and passes`);
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(30);
  },
  TIMEOUT_MS,
);
