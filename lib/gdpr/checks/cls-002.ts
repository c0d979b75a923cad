import { managerRole } from '#lib/kube/manager-role.ts';
import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import { CLS_002 } from '#lib/text/en/checks/cls.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { portsInWords } from '#lib/text/en/ports.ts';
import { askedWorkloads } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import { neighboursBySide } from '../certain-neighbours.ts';
import type { Check, CheckContext } from '../check.ts';
import { settledByMap } from '../classify.ts';
import { isPersonal } from '../data-class.ts';
import { neighbourHop } from '../neighbour-hop.ts';
import { type NeighbourGroup, peersOfGroup } from '../neighbours.ts';
import type { Gap } from '../types.ts';
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
        // As with producers: whoever is scaled to zero connects with nobody.
        else if (workload.count > 0 && isEmptyStore(workload, data)) fed.set(workload, data);
        else passed++;
      }
    }
    const producers = producersInto(context);
    for (const [workload, data] of fed) {
      const gap = fedGap(context, workload, data, producers);
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

/** Those who handle personal data and are no stores, by whom they may connect to. */
type Producers = Readonly<Record<FollowedRelation, (store: WorkloadFacts) => NeighbourGroup | undefined>>;

const PRODUCER = 'producer';

function producersInto(context: CheckContext): Producers {
  const groupOf = (workload: WorkloadFacts) => (isProducer(context, workload) ? PRODUCER : undefined);
  const { must, may } = neighboursBySide(context, 'in', groupOf);
  return { must: (store) => must(store).get(PRODUCER), may: (store) => may(store).get(PRODUCER) };
}

function isProducer(context: CheckContext, workload: WorkloadFacts): boolean {
  return workload.store === undefined && isPersonal(context.classOf(workload).dataClass);
}

/** A store declared to hold no personal data, with a client that handles it: what it writes nobody knows. A client is no store. */
function fedGap(
  context: CheckContext,
  store: WorkloadFacts,
  data: WorkloadData,
  producers: Producers,
): Gap | undefined {
  return fedGapOn(context, store, data, producers, 'must') ?? fedGapOn(context, store, data, producers, 'may');
}

function fedGapOn(
  context: CheckContext,
  store: WorkloadFacts,
  { classification }: WorkloadData,
  producers: Producers,
  side: FollowedRelation,
): Gap | undefined {
  const group = producers[side](store);
  const found = group === undefined ? undefined : neighbourHop(context, store, 'ingress', side, group, store.served);
  if (group === undefined || found === undefined) return undefined;
  const { peer, ports, reasons, hop } = found;
  const upTo = side === 'may';
  const severity = 'high';
  return buildGap(context, {
    check: 'CLS-002',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: { severity, derivation: CLS_002.derivation(severity, true, upTo) },
    title: CLS_002.title(store.name, upTo),
    summary: () => CLS_002.fed(store.name, classification.source, peer.key, portsInWords(ports), upTo),
    subject: store,
    witness: [hop],
    peers: peersOfGroup(context, group),
    classification,
    fix: { yaml: '', note: CLS_002.fix },
    unknownBecause: dependsBecause(reasons),
    identity: { peer: PRODUCER, direction: 'ingress' },
  });
}
