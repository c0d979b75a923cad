import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import type { PolicyRef } from '#lib/policy/types.ts';
import { ISO_004 } from '#lib/text/en/checks/iso.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { askedWorkloads } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import { type Neighbours, neighboursBySide } from '../certain-neighbours.ts';
import type { Check, CheckContext } from '../check.ts';
import { matchesWorkload } from '../data-map/match.ts';
import { classEnd } from '../ends.ts';
import { lazily } from '../lazily.ts';
import { lazyFix } from '../lazy-fix.ts';
import { clientsPolicy, narrowIngressFix } from '../narrow-ingress.ts';
import { neighbourHop } from '../neighbour-hop.ts';
import { groupNeighbours, type NeighbourGroups } from '../neighbours.ts';
import type { ReachingWorkloads } from '../reaching-workloads.ts';
import { deriveSeverity, type Exposure } from '../severity.ts';
import type { Gap, WitnessHop } from '../types.ts';
import { connectionOf } from '../workload-connection.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

interface Clients extends Readonly<Record<FollowedRelation, Neighbours>> {
  /** Those who are ordinary and those who hold data of that kind as well, for the fix. */
  readonly today: () => Neighbours;
}

/**
 * Special categories or convictions that ordinary workloads can connect to without being declared consumers, or that no
 * policy of the namespace tells from them (gdpr.md §3, ISO-004). The catalogue leaves open what one finding is: here one
 * for each workload, at the highest exposure, with all who are no consumers behind it.
 */
export const iso004: Check = {
  id: 'ISO-004',
  each: 'workload',
  run: (context, only) => {
    const workloads = askedWorkloads(context, only);
    const subjects = workloads.filter((workload) => isSubject(context, workload));
    const notApplicable = workloads.length - subjects.length;
    if (subjects.length === 0) return { gaps: [], passed: 0, notApplicable, notEvaluated: [] };
    const place = (workload: WorkloadFacts) => placeOf(context, workload);
    const clients: Clients = {
      ...neighboursBySide(context, 'in', place),
      today: lazily(() =>
        groupNeighbours(context, 'in', 'must', (other) => (isOrdinary(context, other) ? 'ordinary' : 'holder')),
      ),
    };
    const gaps = subjects.flatMap((workload) => gapOf(context, workload, clients) ?? []);
    return { gaps, passed: subjects.length - gaps.length, notApplicable, notEvaluated: [] };
  },
};

/** S ∪ C: the class must be known. */
function isSubject(context: CheckContext, workload: WorkloadFacts): boolean {
  const { dataClass } = context.classOf(workload);
  return dataClass === 'special' || dataClass === 'criminal';
}

/** "Class none/unknown/personal." */
function isOrdinary(context: CheckContext, workload: WorkloadFacts): boolean {
  const { dataClass } = context.classOf(workload);
  return dataClass === 'none' || dataClass === 'unknown' || dataClass === 'personal';
}

/** What the exposure turns on beside the namespace; undefined for workloads that are not ordinary. */
function placeOf(context: CheckContext, workload: WorkloadFacts): string | undefined {
  if (!isOrdinary(context, workload)) return undefined;
  const { environment, controller } = context.dataOf(workload);
  return JSON.stringify([environment?.value ?? null, controller?.value ?? null]);
}

/** §2.2: 3 other environment or controller, where both are known; 2 other namespace; 1 the same. */
function exposureOf(context: CheckContext, workload: WorkloadFacts, other: WorkloadFacts): Exposure {
  const [own, theirs] = [context.dataOf(workload), context.dataOf(other)];
  const differs = (mine: string | undefined, foreign: string | undefined): boolean =>
    mine !== undefined && foreign !== undefined && mine !== foreign;
  if (differs(own.environment?.value, theirs.environment?.value)) return 3;
  if (differs(own.controller?.value, theirs.controller?.value)) return 3;
  return other.namespace === workload.namespace ? 1 : 2;
}

function isConsumer(context: CheckContext, workload: WorkloadFacts, other: WorkloadFacts): boolean {
  const { consumers } = context.dataOf(workload);
  return consumers?.value.some((reference) => matchesWorkload(reference, other.key)) === true;
}

interface Outsider {
  readonly workload: WorkloadFacts;
  readonly exposure: Exposure;
}

/** One who is no consumer at the highest exposure. */
function worstOutsider(
  context: CheckContext,
  workload: WorkloadFacts,
  clients: Clients,
  side: FollowedRelation,
): Outsider | undefined {
  const groups = clients[side](workload);
  let worst: Outsider | undefined;
  for (const group of groups.values()) {
    for (const other of group) {
      if (isConsumer(context, workload, other)) continue;
      const exposure = exposureOf(context, workload, other);
      const isWorse = worst === undefined || exposure > worst.exposure;
      // Of pods that differ by their node only, which are one to the groups, another may be the one that shares the node.
      if (isWorse && connectionOf(context.model, other, workload, side) === undefined) continue;
      if (isWorse) worst = { workload: other, exposure };
      // Of one group only those of its own namespace have another exposure.
      if (exposure > 1) break;
    }
  }
  return worst;
}

function gapOf(context: CheckContext, workload: WorkloadFacts, clients: Clients): Gap | undefined {
  const certain = worstOutsider(context, workload, clients, 'must');
  if (certain !== undefined) return connectedGap(context, workload, certain, clients, 'must');
  // That nobody tells them apart is certain, whatever else may be open.
  const shared = sharedGap(context, workload, clients);
  if (shared !== undefined) return shared;
  const possible = worstOutsider(context, workload, clients, 'may');
  return possible === undefined ? undefined : connectedGap(context, workload, possible, clients, 'may');
}

function connectedGap(
  context: CheckContext,
  workload: WorkloadFacts,
  outsider: Outsider,
  clients: Clients,
  side: FollowedRelation,
): Gap | undefined {
  const classification = context.classOf(workload);
  const upTo = side === 'may';
  const { exposure } = outsider;
  const words = exposure === 3 ? { exposedBy: ISO_004.exposedBy } : {};
  const severity = deriveSeverity({ ...classification, exposure, upTo, ...words });
  const found = neighbourHop(context, workload, 'ingress', side, [outsider.workload]);
  if (severity === undefined || found === undefined) return undefined;
  const { ports, reasons, hop } = found;
  const peers = outsidersOf(context, workload, clients[side](workload));
  const { consumers } = context.dataOf(workload);
  return buildGap(context, {
    check: 'ISO-004',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity,
    title: ISO_004.title(workload.name, upTo),
    summary: () =>
      ISO_004.summary({ name: workload.name, peers: peers.list(), ports, consumers: consumers?.source, upTo }),
    subject: workload,
    witness: [hop],
    peers,
    classification,
    fix: () => {
      if (upTo) return { yaml: '', note: ISO_004.fixUnknown };
      const kept = clientsToday(context, workload, clients);
      return narrowIngressFix(context, workload, hop, kept, ISO_004.fix(kept.length));
    },
    unknownBecause: dependsBecause(reasons),
    identity: { peer: 'ordinary-workloads', direction: 'ingress' },
  });
}

function outsidersOf(context: CheckContext, workload: WorkloadFacts, groups: NeighbourGroups): ReachingWorkloads {
  const isOutsider = (other: WorkloadFacts): boolean => !isConsumer(context, workload, other);
  return {
    list: () =>
      [...new Set([...groups.values()].flatMap((group) => [...group]))]
        .filter(isOutsider)
        .map(({ key }) => key)
        .sort(),
    has: (key) => {
      const other = context.workloads.get(key);
      return other !== undefined && isOutsider(other) && [...groups.values()].some((group) => group.has(other));
    },
  };
}

/** Those who keep access: declared consumers, and whoever holds data of that kind as well. */
function clientsToday(context: CheckContext, workload: WorkloadFacts, { today }: Clients): readonly WorkloadFacts[] {
  const groups = today()(workload);
  const consumers = [...(groups.get('ordinary') ?? [])].filter((other) => isConsumer(context, workload, other));
  return [...(groups.get('holder') ?? []), ...consumers].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * "Shares a namespace with workloads outside consumers(s) and no intra-namespace policy distinguishes them": the same
 * policies select both for ingress. As in the first half of the condition, ordinary workloads are meant.
 */
function sharedGap(context: CheckContext, workload: WorkloadFacts, clients: Clients): Gap | undefined {
  const policies = selectingPolicies(context, workload);
  const key = keyOf(policies);
  if (workload.hostNetwork || policies.length === 0) return undefined;
  const alike = (context.workloadsByNamespace.get(workload.namespace) ?? []).filter(
    (other) =>
      other !== workload &&
      other.count > 0 &&
      !other.hostNetwork &&
      isOrdinary(context, other) &&
      !isConsumer(context, workload, other) &&
      keyOf(selectingPolicies(context, other)) === key,
  );
  const [first] = alike;
  const classification = context.classOf(workload);
  const severity = deriveSeverity({ ...classification, exposure: 1, upTo: false });
  if (first === undefined || severity === undefined) return undefined;
  const peers = alike.map((other) => other.key).sort();
  const { consumers } = context.dataOf(workload);
  return buildGap(context, {
    check: 'ISO-004',
    result: 'FAIL',
    severity,
    title: ISO_004.titleShared(workload.name, workload.namespace),
    summary: () => ISO_004.summaryShared(workload.name, peers, consumers?.source),
    subject: workload,
    witness: [alikeHop(workload, first, policies)],
    peers,
    classification,
    fix: () => {
      const kept = clientsToday(context, workload, clients);
      return lazyFix(ISO_004.fixShared(kept.length), () => clientsPolicy(context, workload, kept));
    },
    identity: { peer: 'shared-namespace', direction: 'ingress' },
  });
}

function selectingPolicies(context: CheckContext, workload: WorkloadFacts): readonly PolicyRef[] {
  const policies = workload.classes.flatMap((id) => context.model.gate(classEnd(id), 'ingress').policies);
  // Cluster-wide policies are none of the namespace.
  return policies.filter(({ kind }) => kind === 'NetworkPolicy');
}

function keyOf(policies: readonly PolicyRef[]): string {
  return [...new Set(policies.map(({ name }) => name))].sort().join();
}

const SHOWN_POLICIES = 5;

function alikeHop(workload: WorkloadFacts, other: WorkloadFacts, policies: readonly PolicyRef[]): WitnessHop {
  return {
    from: other.key,
    to: workload.key,
    ports: { TCP: [], UDP: [], SCTP: [] },
    verdict: 'deny',
    because: policies.slice(0, SHOWN_POLICIES).map((policy) => ({
      gate: 'ingress',
      kind: 'rule',
      policy,
      path: 'spec.podSelector',
      text: ISO_004.selectsAlike(policy.name, workload.name, other.name),
    })),
  };
}
