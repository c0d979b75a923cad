import type { PairRow } from '#lib/policy/model.ts';
import { NO_PORTS, portsJson } from '#lib/policy/port-set.ts';
import { CLS_001 } from '#lib/text/en/checks/cls.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { portsInWords } from '#lib/text/en/ports.ts';
import { askedWorkloads } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isSpecial } from '../data-class.ts';
import { classEnd } from '../ends.ts';
import { type PersonalNeighbour, personalNeighbours } from '../personal-neighbours.ts';
import type { Gap } from '../types.ts';
import { witnessHop } from '../witness.ts';
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
    const neighbours = personalNeighbours(context, { asks: (id) => asking.has(id) });
    const gaps: Gap[] = [];
    for (const workload of unclassified) {
      const gap = gapOf(context, workload, neighbours);
      if (gap !== undefined) gaps.push(gap);
    }
    return { gaps, passed: unclassified.length - gaps.length, notApplicable, notEvaluated: [] };
  },
};

interface Met {
  /** Class of the workload that is asked for. */
  readonly id: number;
  readonly neighbour: PersonalNeighbour;
}

function gapOf(
  context: CheckContext,
  workload: WorkloadFacts,
  neighbours: ReadonlyMap<number, PersonalNeighbour>,
): Gap | undefined {
  const met = workload.classes.flatMap((id) => {
    const neighbour = neighbours.get(id);
    return neighbour === undefined ? [] : [{ id, neighbour }];
  });
  const first: Met | undefined = met.find(({ neighbour }) => neighbour.certain) ?? met[0];
  if (first === undefined) return undefined;
  const { workload: other, direction } = first.neighbour;
  const connection = connectionOf(context, workload, first);
  if (connection === undefined) return undefined;
  const { from, to, certain, possible } = connection;
  const upTo = certain === undefined;
  const ports = portsJson(upTo ? possible.relation.may : possible.relation.must);
  const ends = {
    from: { end: classEnd(from), workload: direction === 'to' ? workload : other },
    to: { end: classEnd(to), workload: direction === 'to' ? other : workload },
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
    unknownBecause: dependsBecause(possible.relation.reasons),
    identity: { peer: '', direction: '' },
  });
}

interface Connection {
  readonly from: number;
  readonly to: number;
  readonly certain: PairRow | undefined;
  readonly possible: PairRow;
}

/**
 * The first pair of classes that has what the neighbour promises. It promises it for all classes that differ by their
 * node only: of an agent on every node perhaps only one shares the node that makes the connection (rows 58, 59).
 */
function connectionOf(context: CheckContext, workload: WorkloadFacts, { id, neighbour }: Met): Connection | undefined {
  const { workload: other, class: otherClass, direction, certain: isCertain } = neighbour;
  let fallback: Connection | undefined;
  for (const own of new Set([id, ...workload.classes])) {
    for (const others of new Set([otherClass, ...other.classes])) {
      const [from, to] = direction === 'to' ? [own, others] : [others, own];
      const rows = context.model.pairs(from, to);
      const certain = rows.find(({ relation }) => relation.must.id !== NO_PORTS.id);
      const possible = certain ?? rows.find(({ relation }) => relation.may.id !== NO_PORTS.id);
      if (possible === undefined) continue;
      if (certain !== undefined || !isCertain) return { from, to, certain, possible };
      fallback ??= { from, to, certain, possible };
    }
  }
  return fallback;
}
