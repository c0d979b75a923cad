import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import { portsJson } from '#lib/policy/port-set.ts';
import { CLS_001 } from '#lib/text/en/checks/cls.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { portsInWords } from '#lib/text/en/ports.ts';
import { askedWorkloads } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isSpecial } from '../data-class.ts';
import { personalCandidates } from '../personal-candidates.ts';
import { type PersonalNeighbour, personalNeighbours } from '../personal-neighbours.ts';
import type { Gap } from '../types.ts';
import { witnessHop } from '../witness.ts';
import { type Connection, connectionOf } from '../workload-connection.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/** A workload of which nobody says what it handles, connected with personal data (gdpr.md §3, CLS-001). */
export const cls001: Check = {
  id: 'CLS-001',
  each: 'workload',
  run: (context, asked) => {
    const asking = new Set<number>();
    const unclassified: WorkloadFacts[] = [];
    let notApplicable = 0;
    for (const workload of askedWorkloads(context, asked)) {
      const { classification, noOwnData } = context.dataOf(workload);
      // Curated infrastructure needs nobody's answer: it is shown as inferred.
      if (classification.basis !== 'unknown' || noOwnData !== undefined) {
        notApplicable++;
        continue;
      }
      unclassified.push(workload);
      for (const id of workload.classes) asking.add(id);
    }
    if (unclassified.length === 0) return { gaps: [], passed: 0, notApplicable, notEvaluated: [] };
    const asks = (id: number): boolean => asking.has(id);
    const neighbours = personalNeighbours(context, { asks });
    const candidatesOf = personalCandidates(context, asks);
    const gaps: Gap[] = [];
    for (const workload of unclassified) {
      const gap = gapOf(context, workload, neighbours, candidatesOf);
      if (gap !== undefined) gaps.push(gap);
    }
    return { gaps, passed: unclassified.length - gaps.length, notApplicable, notEvaluated: [] };
  },
};

function gapOf(
  context: CheckContext,
  workload: WorkloadFacts,
  neighbours: ReadonlyMap<number, PersonalNeighbour>,
  candidatesOf: (workload: WorkloadFacts) => readonly WorkloadFacts[],
): Gap | undefined {
  const met = workload.classes.flatMap((id) => neighbours.get(id) ?? []);
  const first = met.find(({ certain }) => certain) ?? met[0];
  if (first === undefined) return undefined;
  const connection = promised(context, workload, first) ?? mostSensitive(context, workload, candidatesOf(workload));
  if (connection === undefined) return undefined;
  const { other, direction, side, from, to, relation } = connection;
  const upTo = side === 'may';
  const ports = portsJson(relation[side]);
  const ends = {
    from: { end: from, workload: direction === 'to' ? workload : other },
    to: { end: to, workload: direction === 'to' ? other : workload },
  };
  const { dataClass } = context.classOf(other);
  const { classification, signals = [], notUnderstood = [] } = context.dataOf(workload);
  const severity = isSpecial(dataClass) ? 'high' : 'medium';
  return buildGap(context, {
    check: 'CLS-001',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: { severity, derivation: CLS_001.derivation(severity, isSpecial(dataClass), upTo) },
    title: CLS_001.title(workload.name, upTo),
    summary: () =>
      CLS_001.summary(workload.name, other.key, dataClass, direction, portsInWords(ports), upTo) +
      notUnderstood.map(CLS_001.labelNotUnderstood).join('') +
      CLS_001.tried(signals.filter(({ gives }) => gives !== 'data-at-rest')),
    subject: workload,
    witness: [witnessHop(context, ends.from, ends.to, ports, upTo ? 'depends' : 'allow')],
    peers: [other.key],
    classification,
    fix: { yaml: '', note: CLS_001.fix(workload.namespace, workload.kind, workload.name) },
    unknownBecause: dependsBecause(relation.reasons),
    identity: { peer: '', direction: '' },
  });
}

interface MetConnection extends Connection {
  readonly other: WorkloadFacts;
  readonly direction: PersonalNeighbour['direction'];
  readonly side: FollowedRelation;
}

/**
 * What a neighbour promises, where the two workloads keep it. It promises it for all in their classes, and for classes
 * that differ by their node only: perhaps only others share the node that makes the connection (rows 58, 59).
 */
function promised(
  context: CheckContext,
  workload: WorkloadFacts,
  { workload: other, direction, certain }: PersonalNeighbour,
): MetConnection | undefined {
  const sides = certain ? CERTAIN : POSSIBLE;
  return sides.map((side) => connectionWith(context, workload, other, direction, side)).find((found) => found);
}

const CERTAIN: readonly FollowedRelation[] = ['must'];
const POSSIBLE: readonly FollowedRelation[] = ['must', 'may'];

/** Asked one by one where the best neighbour of the classes is none of the workload's own. */
function mostSensitive(
  context: CheckContext,
  workload: WorkloadFacts,
  candidates: readonly WorkloadFacts[],
): MetConnection | undefined {
  for (const side of POSSIBLE) {
    for (const other of candidates) {
      const found =
        connectionWith(context, workload, other, 'to', side) ?? connectionWith(context, workload, other, 'from', side);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function connectionWith(
  { model }: CheckContext,
  workload: WorkloadFacts,
  other: WorkloadFacts,
  direction: PersonalNeighbour['direction'],
  side: FollowedRelation,
): MetConnection | undefined {
  const [from, to] = direction === 'to' ? [workload, other] : [other, workload];
  const found = connectionOf(model, from, to, side);
  return found === undefined ? undefined : { ...found, other, direction, side };
}
