import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import { ISO_003 } from '#lib/text/en/checks/iso.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { askedWorkloads } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import { type Neighbours, neighboursBySide } from '../certain-neighbours.ts';
import type { Check, CheckContext } from '../check.ts';
import { closeNamespacesYaml } from '../close-namespaces.ts';
import { isInScope } from '../data-class.ts';
import type { DeclaredFlow } from '../data-map/types.ts';
import { flowsOf, isDeclared } from '../declared-connections.ts';
import { lazyFix } from '../lazy-fix.ts';
import { neighbourHop } from '../neighbour-hop.ts';
import { groupNeighbours, type NeighbourGroup } from '../neighbours.ts';
import type { ReachingWorkloads } from '../reaching-workloads.ts';
import { deriveSeverity } from '../severity.ts';
import type { Gap } from '../types.ts';
import { COUNTED, countWorkloads, groupUnlabelled } from '../unlabelled-neighbours.ts';
import type { Grounded, WorkloadData } from '../workload-data.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/**
 * A connection from another namespace, for another purpose or of another controller, that no declared flow covers
 * (gdpr.md §3, ISO-003). The catalogue leaves open what one finding is: here one for each workload and other controller,
 * or other set of purposes, with all workloads of that kind behind it.
 */
export const iso003: Check = {
  id: 'ISO-003',
  each: 'workload',
  run: (context, asked) => {
    const workloads = askedWorkloads(context, asked);
    const subjects = workloads.filter((workload) => isInScope(context.classOf(workload)) && workload.count > 0);
    const notApplicable = workloads.length - subjects.length;
    if (subjects.length === 0) return { gaps: [], passed: 0, notApplicable, notEvaluated: [] };
    const isKnown = (workload: WorkloadFacts): boolean => {
      const { purposes, controller } = context.dataOf(workload);
      return controller !== undefined || isSaid(purposes);
    };
    if (![...context.workloads.values()].some(isKnown)) {
      return { gaps: [], passed: 0, notApplicable, notEvaluated: [ISO_003.nobody] };
    }
    const kinds = new Map<string, Kind>();
    const groupOf = (workload: WorkloadFacts) => kindOf(context, workload, kinds) ?? groupUnlabelled(workload);
    const { must, may } = neighboursBySide(context, 'in', groupOf);
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    let passed = 0;
    for (const workload of subjects) {
      if (!isKnown(workload)) {
        notEvaluated.push(ISO_003.unknown(workload.key));
        continue;
      }
      const own = gapsOf(context, workload, kinds, must, may);
      gaps.push(...own);
      if (own.length > 0) continue;
      const unlabelled = countWorkloads(withoutPurposes(context, workload, kinds, may));
      if (unlabelled > 0) notEvaluated.push(ISO_003.unlabelled(workload.key, unlabelled, unlabelled >= COUNTED));
      else passed++;
    }
    return { gaps, passed, notApplicable, notEvaluated };
  },
};

/** Workloads that say the same. */
interface Kind {
  readonly purposes: Grounded<readonly string[]> | undefined;
  readonly controller: Grounded<string> | undefined;
}

/** "Both declared": on the workload or for its namespace, but not guessed. */
function isSaid(purposes: WorkloadData['purposes']): purposes is Grounded<readonly string[]> {
  return purposes !== undefined && purposes.value.length > 0 && purposes.basis !== 'inferred';
}

function kindOf(context: CheckContext, workload: WorkloadFacts, kinds: Map<string, Kind>): string | undefined {
  const { purposes, controller } = context.dataOf(workload);
  const said = isSaid(purposes) ? purposes : undefined;
  if (said === undefined && controller === undefined) return undefined;
  const key = JSON.stringify([controller?.value ?? null, said?.value ?? null]);
  if (!kinds.has(key)) kinds.set(key, { purposes: said, controller });
  return key;
}

/** What is different at the other end, the controller before the purpose. */
interface Difference {
  readonly what: 'controller' | 'purpose';
  readonly own: string;
  readonly ownSource: string;
  readonly other: string;
  readonly otherSource: string;
}

function differenceOf(context: CheckContext, workload: WorkloadFacts, other: Kind): Difference | undefined {
  const { controller, purposes } = context.dataOf(workload);
  if (controller !== undefined && other.controller !== undefined && controller.value !== other.controller.value) {
    const [own, theirs] = [controller, other.controller];
    return differing('controller', own.value, own.source, theirs.value, theirs.source);
  }
  if (!isSaid(purposes) || other.purposes === undefined) return undefined;
  if (purposes.value.some((purpose) => other.purposes?.value.includes(purpose))) return undefined;
  const words = (list: readonly string[]): string => [...list].sort().join(', ');
  return differing(
    'purpose',
    words(purposes.value),
    purposes.source,
    words(other.purposes.value),
    other.purposes.source,
  );
}

function differing(
  what: Difference['what'],
  own: string,
  ownSource: string,
  other: string,
  otherSource: string,
): Difference {
  return { what, own, ownSource, other, otherSource };
}

interface Finding extends Difference {
  readonly side: FollowedRelation;
  readonly groups: NeighbourGroup[];
}

function gapsOf(
  context: CheckContext,
  workload: WorkloadFacts,
  kinds: ReadonlyMap<string, Kind>,
  must: Neighbours,
  may: Neighbours,
): readonly Gap[] {
  const flows = flowsOf(context.dataMap, 'to', workload.key);
  const found = new Map<string, Finding>();
  for (const [side, asked] of [
    ['must', must],
    ['may', may],
  ] as const) {
    for (const [key, group] of asked(workload)) {
      const kind = kinds.get(key);
      const difference = kind === undefined ? undefined : differenceOf(context, workload, kind);
      if (difference === undefined) continue;
      const name = `${difference.what}:${difference.other}`;
      const known = found.get(name);
      if (known !== undefined && known.side !== side) continue; // certain already
      if (!hasCrossing(context, workload, flows, group, side)) continue;
      if (known === undefined) found.set(name, { ...difference, side, groups: [group] });
      else known.groups.push(group);
    }
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, finding]) => gapOf(context, workload, flows, name, finding) ?? []);
}

/** Who may connect from elsewhere without a declared flow, and says no purpose that could be compared. */
function* withoutPurposes(
  context: CheckContext,
  workload: WorkloadFacts,
  kinds: ReadonlyMap<string, Kind>,
  may: Neighbours,
): Generator<WorkloadFacts> {
  if (!isSaid(context.dataOf(workload).purposes)) return;
  const flows = flowsOf(context.dataMap, 'to', workload.key);
  for (const [key, group] of may(workload)) {
    if (kinds.get(key)?.purposes !== undefined) continue;
    for (const other of group) if (isCrossing(context, workload, flows, other, 'may')) yield other;
  }
}

function hasCrossing(
  context: CheckContext,
  workload: WorkloadFacts,
  flows: readonly DeclaredFlow[],
  group: NeighbourGroup,
  side: FollowedRelation,
): boolean {
  for (const other of group) if (isCrossing(context, workload, flows, other, side)) return true;
  return false;
}

/** From another namespace, and no declared flow covers it. */
function isCrossing(
  context: CheckContext,
  workload: WorkloadFacts,
  flows: readonly DeclaredFlow[],
  other: WorkloadFacts,
  side: FollowedRelation,
): boolean {
  return other.namespace !== workload.namespace && !isDeclared(context, flows, other, workload, side);
}

function gapOf(
  context: CheckContext,
  workload: WorkloadFacts,
  flows: readonly DeclaredFlow[],
  name: string,
  finding: Finding,
): Gap | undefined {
  const classification = context.classOf(workload);
  const { side, what, other, groups } = finding;
  const upTo = side === 'may';
  const byController = what === 'controller';
  const severity = deriveSeverity({
    ...classification,
    exposure: byController ? 3 : 2,
    upTo,
    ...(byController ? { exposedBy: ISO_003.exposedBy } : {}),
  });
  const isPeer = (each: WorkloadFacts): boolean => isCrossing(context, workload, flows, each, side);
  const found = neighbourHop(context, workload, 'ingress', side, crossing(groups, isPeer));
  if (severity === undefined || found === undefined) return undefined;
  const peers: ReachingWorkloads = {
    list: () => [...new Set([...crossing(groups, isPeer)].map(({ key }) => key))].sort(),
    has: (key) => {
      const each = context.workloads.get(key);
      return each !== undefined && groups.some((group) => group.has(each)) && isPeer(each);
    },
  };
  return buildGap(context, {
    check: 'ISO-003',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity,
    title: ISO_003.title(workload.name, other, byController, upTo),
    summary: () =>
      ISO_003.summary({ ...finding, name: workload.name, peers: peers.list(), ports: found.ports, upTo }) +
      classNote(classification),
    subject: workload,
    witness: [found.hop],
    peers,
    classification,
    fix: () => fixOf(context, workload, finding, peers.list()),
    unknownBecause: dependsBecause(found.reasons),
    identity: { peer: name, direction: 'ingress' },
  });
}

function* crossing(
  groups: readonly NeighbourGroup[],
  isPeer: (workload: WorkloadFacts) => boolean,
): Generator<WorkloadFacts, void, undefined> {
  for (const group of groups) for (const workload of group) if (isPeer(workload)) yield workload;
}

/** Whole namespaces are left out: only where nobody in them connects who may. */
function fixOf(context: CheckContext, workload: WorkloadFacts, finding: Finding, peers: readonly string[]): Gap['fix'] {
  if (finding.side === 'may') return { yaml: '', note: ISO_003.fixUnknown };
  const meant = new Set(peers);
  const namespaces = new Set(peers.map((key) => key.split('/')[0] ?? ''));
  const today = groupNeighbours(context, 'in', 'must', ({ key, namespace }) =>
    namespaces.has(namespace) && !meant.has(key) ? 'others' : undefined,
  );
  const isMixed = today(workload).has('others');
  const write = () => (isMixed ? '' : closeNamespacesYaml(context, workload, 'ingress', [...namespaces]));
  return write() === '' ? { yaml: '', note: ISO_003.fixByHand } : lazyFix(ISO_003.fix, write);
}
