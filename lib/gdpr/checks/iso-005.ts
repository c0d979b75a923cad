import type { Direction } from '#lib/kube/objects.ts';
import { ISO_005 } from '#lib/text/en/checks/iso.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { askedWorkloads } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import { certainNeighbours } from '../certain-neighbours.ts';
import type { Check, CheckContext } from '../check.ts';
import { closeNamespacesYaml } from '../close-namespaces.ts';
import { isInScope } from '../data-class.ts';
import type { Environment } from '../data-map/types.ts';
import { lazyFix } from '../lazy-fix.ts';
import { neighbourHop } from '../neighbour-hop.ts';
import { groupNeighbours, type NeighbourGroup, type NeighbourGroups, peersOfGroup } from '../neighbours.ts';
import { deriveSeverity } from '../severity.ts';
import type { Gap } from '../types.ts';
import { COUNTED, countWorkloads, groupUnlabelled, UNLABELLED } from '../unlabelled-neighbours.ts';
import type { Grounded } from '../workload-data.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

type Neighbours = (workload: WorkloadFacts) => NeighbourGroups;

/**
 * A connection between production and another environment, one end of it in scope (gdpr.md §3, ISO-005). The catalogue
 * leaves open what one finding is: here one for each workload, direction and other environment, all peers behind it.
 */
export const iso005: Check = {
  id: 'ISO-005',
  each: 'workload',
  run: (context, asked) => {
    const environmentOf = (workload: WorkloadFacts) => context.dataOf(workload).environment?.value;
    const workloads = askedWorkloads(context, asked);
    const subjects = workloads.filter((workload) => isInScope(context.classOf(workload)) && workload.count > 0);
    const notApplicable = workloads.length - subjects.length;
    const known = new Set([...context.workloads.values()].map(environmentOf));
    known.delete(undefined);
    if (subjects.length === 0) return { gaps: [], passed: 0, notApplicable, notEvaluated: [] };
    if (known.size === 0) return { gaps: [], passed: 0, notApplicable, notEvaluated: [ISO_005.nobody] };
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    let passed = 0;
    const mixed = known.size > 1 && known.has('prod');
    const groupOf = (workload: WorkloadFacts) => environmentOf(workload) ?? groupUnlabelled(workload);
    const someUnlabelled = [...context.workloads.values()].some((workload) => groupOf(workload) === UNLABELLED);
    const askMay = (way: 'in' | 'out'): Neighbours =>
      mixed || someUnlabelled ? groupNeighbours(context, way, 'may', groupOf) : () => NOBODY;
    const askMust = (way: 'in' | 'out'): Neighbours =>
      mixed ? certainNeighbours(context, way, groupOf) : () => NOBODY;
    const sides = (['ingress', 'egress'] as const).map((direction) => {
      const way = direction === 'ingress' ? 'in' : 'out';
      return { direction, must: askMust(way), may: askMay(way) };
    });
    for (const workload of subjects) {
      const own = context.dataOf(workload).environment;
      if (own === undefined) {
        notEvaluated.push(ISO_005.unknown(workload.key));
        continue;
      }
      const found = sides.flatMap((side) => gapsOf(context, workload, own, side));
      gaps.push(...found);
      if (found.length > 0) continue;
      const unlabelled = countWorkloads(sides.flatMap(({ may }) => [...firstOf(may(workload).get(UNLABELLED))]));
      if (unlabelled > 0)
        notEvaluated.push(ISO_005.unlabelled(workload.key, own.value, unlabelled, unlabelled >= COUNTED));
      else passed++;
    }
    return { gaps, passed, notApplicable, notEvaluated };
  },
};

const NOBODY: NeighbourGroups = new Map();

/** As many of a group as are counted. */
function* firstOf(group: NeighbourGroup | undefined): Generator<WorkloadFacts> {
  let left = COUNTED;
  for (const workload of group ?? []) {
    if (left-- === 0) return;
    yield workload;
  }
}

function gapsOf(
  context: CheckContext,
  workload: WorkloadFacts,
  own: Grounded<Environment>,
  side: { readonly direction: Direction; readonly must: Neighbours; readonly may: Neighbours },
): readonly Gap[] {
  const must = side.must(workload);
  const crosses = (other: string): boolean =>
    other !== UNLABELLED && other !== own.value && (other === 'prod' || own.value === 'prod');
  return [...side.may(workload).keys()].sort().flatMap((other) => {
    if (!crosses(other)) return [];
    const certain = must.get(other);
    const group = certain ?? side.may(workload).get(other);
    return group === undefined
      ? []
      : gapOf(context, { workload, own, other, ...side, upTo: certain === undefined, group });
  });
}

interface Crossing {
  readonly workload: WorkloadFacts;
  readonly own: Grounded<Environment>;
  readonly other: string;
  readonly direction: Direction;
  readonly upTo: boolean;
  readonly group: NeighbourGroup;
}

function gapOf(context: CheckContext, crossing: Crossing): readonly Gap[] {
  const { workload, own, other, direction, upTo, group } = crossing;
  const classification = context.classOf(workload);
  const severity = deriveSeverity({ ...classification, exposure: 3, upTo, exposedBy: ISO_005.exposedBy });
  const found = neighbourHop(context, workload, direction, upTo ? 'may' : 'must', group);
  if (severity === undefined || found === undefined) return [];
  const peers = peersOfGroup(context, group);
  const { peer, ports, reasons, hop } = found;
  const gap = buildGap(context, {
    check: 'ISO-005',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity,
    title: ISO_005.title(workload.name, own.value, other, direction, upTo),
    summary: () =>
      ISO_005.summary({
        ...{ name: workload.name, own: own.value, ownSource: own.source, other, direction, upTo, ports },
        otherSource: context.dataOf(peer).environment?.source ?? '',
        peers: peers.list(),
      }) + classNote(classification),
    subject: workload,
    witness: [hop],
    peers,
    classification,
    fix: () => fixOf(context, crossing),
    unknownBecause: dependsBecause(reasons),
    identity: { peer: `environment:${other}`, direction },
  });
  return [gap];
}

/** The namespaces that belong to the other environment as a whole; one that is mixed cannot be told by its name. */
function fixOf(context: CheckContext, { workload, other, direction, upTo, group }: Crossing): Gap['fix'] {
  if (upTo) return { yaml: '', note: ISO_005.fixUnknown };
  const namespaces = [...new Set([...group].map(({ namespace }) => namespace))];
  const write = () => closeNamespacesYaml(context, workload, direction, namespaces);
  return write() === '' ? { yaml: '', note: ISO_005.fixByHand(other) } : lazyFix(ISO_005.fix(other), write);
}
