import type { Gap } from '#lib/gdpr/types.ts';
import { SEVERITIES } from '#lib/gdpr/types.ts';
import type { Aggregate } from '#lib/policy/aggregate.ts';
import { compareNodeIds, INTERNET } from '#lib/policy/connection-units.ts';
import { connectionsOf, hasNoPair } from '#lib/policy/connections.ts';
import { ALL_PORTS, NO_PORTS } from '#lib/policy/port-set.ts';
import { pairSentence } from '#lib/text/en/matrix.ts';
import type { SceneInput } from '../scene-input.ts';
import { isOpenPost, type WorkloadFacts, workloadFacts } from '../scene-workloads.ts';
import type { Matrix } from './build-matrix.ts';
import { ANY_POD_LINE } from './entries.ts';
import type { MatrixEntry, MatrixRelation } from './types.ts';

/** So many pairs of workloads are listed; the worst come first. */
const PAIRS_SHOWN = 12;

/** One cell, for whoever asks what is behind it. */
export interface MatrixPair {
  readonly from: string;
  readonly to: string;
  readonly fromLabel: string;
  readonly toLabel: string;
  /** The namespaces of both ends, where each is a whole one: their workloads have a matrix of their own. */
  readonly namespaces?: readonly [string, string];
  readonly relation: MatrixRelation;
  readonly sentence: string;
  /** Ids of the gaps of this pair, the most relevant first: its own, the worst first, then those of any pod. */
  readonly gaps: readonly string[];
  readonly pairs: {
    readonly all: number;
    readonly allowed: number;
    readonly depends: number;
    readonly shown: readonly WorkloadPair[];
  };
  /** Ends as the command line writes them, of the pair that decides what the cell says. */
  readonly why?: { readonly from: string; readonly to: string };
  /** Pods whose gate is open, of those that have one. */
  readonly egress?: { readonly open: number; readonly all: number };
  readonly ingress?: { readonly open: number; readonly all: number };
  readonly back: MatrixRelation;
}

export interface WorkloadPair {
  readonly from: string;
  readonly to: string;
  readonly relation: MatrixRelation;
  readonly gap: boolean;
}

/** What is behind the cell of two lines; undefined where one of them is not in the matrix. */
export function matrixPair(input: SceneInput, matrix: Matrix, from: string, to: string): MatrixPair | undefined {
  const lineOf = (id: string) => matrix.entries.findIndex((entry) => entry.id === id);
  const [row, column] = [lineOf(from), lineOf(to)];
  const [source, target] = [matrix.entries[row], matrix.entries[column]];
  if (source === undefined || target === undefined) return undefined;
  const relation = matrix.relation(row, column);
  const workloads = workloadFacts(input);
  const [sources, targets] = [membersOf(source, workloads), membersOf(target, workloads)];
  const own = gapsInOrder(matrix.gaps(row, column)?.gaps ?? []);
  const anyPod = relation.type === 'relation' && source.pods > 0 ? lineOf(ANY_POD_LINE) : -1;
  const ofAnyPod = gapsInOrder(matrix.gaps(anyPod, column)?.gaps ?? []);
  const listed = workloadPairs(input, own, sources, targets);
  const why = whyEnds(source, target, listed);
  return {
    from,
    to,
    fromLabel: source.label,
    toLabel: target.label,
    ...(source.type === 'tile' && target.type === 'tile'
      ? { namespaces: [source.namespace ?? '', target.namespace ?? ''] as const }
      : {}),
    relation,
    sentence: pairSentence({
      from: source.label,
      to: target.label,
      relation,
      sources: sources.length === 0 ? undefined : { some: listed.sources, all: sources.length },
      targets: targets.length === 0 ? undefined : { some: listed.targets, all: targets.length },
    }),
    gaps: [...new Set([...own, ...ofAnyPod].map(({ id }) => id))],
    pairs: listed.pairs,
    ...(why === undefined ? {} : { why }),
    ...gate('egress', sources),
    ...gate('ingress', targets),
    back: matrix.relation(column, row),
  };
}

const membersOf = (entry: MatrixEntry, workloads: readonly WorkloadFacts[]) =>
  workloads.filter(({ key, namespace }) =>
    entry.type === 'tile' ? namespace === entry.namespace : entry.type === 'workload' && key === entry.id,
  );

/** Open ones before accepted ones, the worst first. */
function gapsInOrder(gaps: readonly Gap[]): readonly Gap[] {
  const rank = ({ result, severity }: Gap) =>
    (result === 'WAIVED' ? SEVERITIES.length : 0) + SEVERITIES.indexOf(severity);
  return [...gaps].sort((a, b) => rank(a) - rank(b));
}

interface Listed {
  readonly pairs: MatrixPair['pairs'];
  /** Workloads of either side that have something with the other. */
  readonly sources: number;
  readonly targets: number;
  readonly first?: { readonly from: string; readonly to: string };
}

function workloadPairs(
  { model }: SceneInput,
  gaps: readonly Gap[],
  sources: readonly WorkloadFacts[],
  targets: readonly WorkloadFacts[],
): Listed {
  const asked = new Set([...sources, ...targets].map(({ key }) => key));
  const { units, row, json } = connectionsOf(model, {
    groupOf: (workload) => (asked.has(workload) ? workload : undefined),
    expand: true,
  });
  const positions = new Map(units.map(({ id }, position) => [id, position]));
  const hops = new Set(gaps.flatMap(({ witness }) => witness.map(({ from, to }) => JSON.stringify([from, to]))));
  const found: { from: string; to: string; relation: Aggregate | undefined; rank: number }[] = [];
  const [reaching, reached] = [new Set<string>(), new Set<string>()];
  let [allowed, depends] = [0, 0];
  for (const { key: from } of sources) {
    const source = positions.get(from);
    if (source === undefined) continue;
    const relations = row(source);
    for (const { key: to } of targets) {
      const target = positions.get(to);
      const unit = units[source];
      if (target === undefined || (source === target && unit !== undefined && hasNoPair(unit))) continue;
      const relation = relations[target];
      const may = relation !== undefined && relation.may !== NO_PORTS;
      if (may) {
        reaching.add(from);
        reached.add(to);
        if (relation.any === NO_PORTS) depends++;
        else allowed++;
      }
      found.push({ from, to, relation, rank: rankOf(relation, hops.has(JSON.stringify([from, to]))) });
    }
  }
  found.sort((a, b) => a.rank - b.rank || compareNodeIds(a.from, b.from) || compareNodeIds(a.to, b.to));
  const [first] = found;
  return {
    pairs: {
      all: found.length,
      allowed,
      depends,
      shown: found
        .filter(({ rank }) => rank < DENIED_RANK)
        .slice(0, PAIRS_SHOWN)
        .map(({ from, to, relation, rank }) => ({
          from,
          to,
          relation: relation === undefined ? { type: 'denied' } : { type: 'relation', ...json(relation) },
          gap: rank === 0,
        })),
    },
    sources: reaching.size,
    targets: reached.size,
    ...(first === undefined ? {} : { first: { from: first.from, to: first.to } }),
  };
}

const DENIED_RANK = 4;

/** Pairs with a gap of their own, then what is widest; what is denied comes last. */
function rankOf(relation: Aggregate | undefined, isGap: boolean): number {
  if (isGap) return 0;
  if (relation === undefined || relation.may === NO_PORTS) return DENIED_RANK;
  if (relation.any === ALL_PORTS) return 1;
  return relation.any === NO_PORTS ? 3 : 2;
}

/** The first pair listed decides; where an end is outside, that end itself with the widest of the others. */
function whyEnds(
  source: MatrixEntry,
  target: MatrixEntry,
  { first }: Listed,
): { readonly from: string; readonly to: string } | undefined {
  if (first !== undefined) return first;
  const askable = ({ type, id }: MatrixEntry) =>
    type === 'internet' ? INTERNET : type === 'workload' ? id : undefined;
  const [from, to] = [askable(source), askable(target)];
  return from === undefined || to === undefined || from === to ? undefined : { from, to };
}

/** Pods whose gate closes nothing to anybody, of all that have one; a workload scaled to zero counts as one. */
function gate(
  direction: 'egress' | 'ingress',
  workloads: readonly WorkloadFacts[],
): Partial<Pick<MatrixPair, 'egress' | 'ingress'>> {
  const counted = workloads.filter(({ hostNetwork }) => !hostNetwork);
  if (counted.length === 0) return {};
  const sum = (list: readonly WorkloadFacts[]) => list.reduce((pods, each) => pods + Math.max(1, each.pods), 0);
  return { [direction]: { open: sum(counted.filter((each) => isOpenPost(each[direction]))), all: sum(counted) } };
}
