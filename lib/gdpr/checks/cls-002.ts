import { managerRole } from '#lib/kube/manager-role.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { CLS_002 } from '#lib/text/en/checks/cls.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { portsInWords } from '#lib/text/en/ports.ts';
import { askedWorkloads } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { settledByMap } from '../classify.ts';
import { isPersonal } from '../data-class.ts';
import { classEnd } from '../ends.ts';
import { markedRuns } from '../peer-runs.ts';
import { type PersonalNeighbour, personalNeighbours } from '../personal-neighbours.ts';
import { type ReachingWorkloads, reachingWorkloads } from '../reaching-workloads.ts';
import { withinServed } from '../served-ports.ts';
import type { Gap } from '../types.ts';
import { witnessHop } from '../witness.ts';
import type { ClassSource, WorkloadData } from '../workload-data.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/** From here on an inference is strong enough to contradict a declared `none` (gdpr.md §3, CLS-002). */
const CONTRADICTS_FROM = 0.7;

/** Sources that disagree on one workload's class (gdpr.md §3, CLS-002). */
export const cls002: Check = {
  id: 'CLS-002',
  each: 'workload',
  run: (context, asked) => {
    const gaps: Gap[] = [];
    let passed = 0;
    let notApplicable = 0;
    const fed = new Map<WorkloadFacts, WorkloadData>();
    for (const workload of askedWorkloads(context, asked)) {
      const data = context.dataOf(workload);
      if (data.sources.length === 0) notApplicable++;
      else {
        const gap = contradiction(context, workload, data);
        if (gap !== undefined) gaps.push(gap);
        else if (isEmptyStore(workload, data)) fed.set(workload, data);
        else passed++;
      }
    }
    const asking = new Set([...fed.keys()].flatMap(({ classes }) => classes));
    const neighbours = personalNeighbours(context, {
      asks: (id) => asking.has(id),
      counts: ({ store }) => store === undefined,
      onlyInto: true,
    });
    for (const [workload, data] of fed) {
      const gap = fedGap(context, workload, data, neighbours);
      if (gap === undefined) passed++;
      else gaps.push(gap);
    }
    return { gaps, passed, notApplicable, notEvaluated: [] };
  },
};

function contradiction(context: CheckContext, workload: WorkloadFacts, data: WorkloadData): Gap | undefined {
  // An entry of the DataMap with its reason is the answer to the contradiction; the report lists it.
  if (settledByMap(data.sources) !== undefined) return undefined;
  const said = data.sources.filter(({ kind }) => kind !== 'heuristic');
  const inferred = data.sources.find(({ kind }) => kind === 'heuristic');
  const differ = new Set(said.map(({ value }) => value)).size > 1;
  const contradicted =
    said.some(({ value }) => value === 'none') &&
    inferred !== undefined &&
    isPersonal(inferred.value) &&
    (inferred.confidence ?? 0) >= CONTRADICTS_FROM;
  return differ || contradicted ? sourcesGap(context, workload, data, contradicted ? data.sources : said) : undefined;
}

/** A store of which somebody says, without a reason, that it holds no personal data. */
function isEmptyStore({ store }: WorkloadFacts, { classification, sources }: WorkloadData): boolean {
  return store !== undefined && classification.dataClass === 'none' && settledByMap(sources) === undefined;
}

function sourcesGap(
  context: CheckContext,
  workload: WorkloadFacts,
  { classification }: WorkloadData,
  sources: readonly ClassSource[],
): Gap {
  return buildGap(context, {
    check: 'CLS-002',
    result: 'FAIL',
    severity: { severity: 'medium', derivation: CLS_002.derivation('medium', false, false) },
    title: CLS_002.title(workload.name, false),
    summary: () => CLS_002.differ(workload.name, sources.map(sentenceOf), classification.dataClass),
    subject: workload,
    witness: [],
    peers: [],
    classification,
    fix: { yaml: '', note: CLS_002.fix },
    identity: { peer: 'sources', direction: '' },
  });
}

function sentenceOf({ source, value, basis, confidence, manager, time }: ClassSource): string {
  return basis === 'inferred'
    ? CLS_002.inferred(source, value, confidence ?? 0)
    : CLS_002.source(source, value, manager === undefined ? undefined : managerRole(manager), time);
}

/** A store declared to hold no personal data, with a client that handles it: what it writes nobody knows. A client is no store. */
function fedGap(
  context: CheckContext,
  store: WorkloadFacts,
  { classification }: WorkloadData,
  neighbours: ReadonlyMap<number, PersonalNeighbour>,
): Gap | undefined {
  const certain = producerOf(context, store, neighbours, 'must');
  const producer = certain ?? producerOf(context, store, neighbours, 'may');
  if (producer === undefined) return undefined;
  const upTo = certain === undefined;
  const severity = 'high';
  return buildGap(context, {
    check: 'CLS-002',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: { severity, derivation: CLS_002.derivation(severity, true, upTo) },
    title: CLS_002.title(store.name, upTo),
    summary: () =>
      CLS_002.fed(store.name, classification.source, producer.workload.key, portsInWords(producer.ports), upTo),
    subject: store,
    witness: [
      witnessHop(
        context,
        { end: classEnd(producer.class), workload: producer.workload },
        { end: classEnd(producer.into), workload: store },
        producer.ports,
        upTo ? 'depends' : 'allow',
      ),
    ],
    peers: producers(context, store, upTo ? 'may' : 'must'),
    classification,
    fix: { yaml: '', note: CLS_002.fix },
    unknownBecause: dependsBecause(producer.reasons),
    identity: { peer: 'producer', direction: 'ingress' },
  });
}

interface Producer {
  readonly workload: WorkloadFacts;
  readonly class: number;
  readonly into: number;
  readonly ports: PortsJson;
  readonly reasons: Parameters<typeof dependsBecause>[0];
}

function producerOf(
  context: CheckContext,
  store: WorkloadFacts,
  neighbours: ReadonlyMap<number, PersonalNeighbour>,
  side: 'must' | 'may',
): Producer | undefined {
  const met = store.classes.flatMap((id) => neighbours.get(id) ?? []);
  if (met.length === 0) return undefined;
  // The best neighbour connects on some port; where that is none that the store serves, another one may.
  const quick = met.flatMap(({ workload }) => connection(context, workload, store, side) ?? [])[0];
  if (quick !== undefined) return quick;
  for (const key of reachingWorkloads(context, store, side).list()) {
    const workload = context.workloads.get(key);
    if (workload === undefined || !isProducer(context, workload)) continue;
    const found = connection(context, workload, store, side);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isProducer(context: CheckContext, workload: WorkloadFacts): boolean {
  return workload.store === undefined && isPersonal(context.classOf(workload).dataClass);
}

function connection(
  context: CheckContext,
  workload: WorkloadFacts,
  store: WorkloadFacts,
  side: 'must' | 'may',
): Producer | undefined {
  for (const source of workload.classes) {
    for (const into of store.classes) {
      for (const { relation } of context.model.pairs(source, into)) {
        const ports = withinServed(relation[side], store.served);
        if (ports !== undefined) return { workload, class: source, into, ports, reasons: relation.reasons };
      }
    }
  }
  return undefined;
}

/** All workloads with personal data that reach the store, listed when they are read. */
function producers(context: CheckContext, store: WorkloadFacts, side: 'must' | 'may'): ReachingWorkloads {
  const reaching = reachingWorkloads(context, store, side);
  const counts = (key: string): boolean => {
    const workload = context.workloads.get(key);
    return workload !== undefined && isProducer(context, workload);
  };
  const { runs } = reaching;
  return {
    list: () => reaching.list().filter(counts),
    has: (key) => counts(key) && reaching.has(key),
    ...(runs === undefined
      ? {}
      : {
          runs: () => {
            const { names, runs: all, differs } = runs();
            const marks = producersAmong(names, counts);
            return { names, runs: producerRuns(all, marks), differs: differs.filter((each) => marks[each] === 1) };
          },
        }),
  };
}

/** Of runs that many stores share, once: whoever compares them by identity finds them the same. */
const cutRuns = new WeakMap<readonly number[], readonly number[]>();

function producerRuns(runs: readonly number[], marks: Uint8Array): readonly number[] {
  let cut = cutRuns.get(runs);
  if (cut === undefined) {
    cut = markedRuns(runs, marks);
    cutRuns.set(runs, cut);
  }
  return cut;
}

/** By list of names, which every store of a revision shares: a mark for each that produces. */
const producerMarks = new WeakMap<readonly string[], Uint8Array>();

function producersAmong(names: readonly string[], counts: (name: string) => boolean): Uint8Array {
  let marks = producerMarks.get(names);
  if (marks === undefined) {
    marks = Uint8Array.from(names, (name) => Number(counts(name)));
    producerMarks.set(names, marks);
  }
  return marks;
}
