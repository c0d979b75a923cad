import { type Bitset, countBits, indexesOf, intersectBits, subtractBits } from '#lib/policy/bitset.ts';
import { entrySet } from '#lib/policy/exposure.ts';
import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import type { PathStep } from '#lib/policy/paths/path-vertices.ts';
import { type ReachableTargets, reachableTargets } from '#lib/policy/paths/reachable-targets.ts';
import { shortestPaths } from '#lib/policy/paths/shortest-paths.ts';
import type { DependsReason } from '#lib/policy/types.ts';
import { EXP_003, entriesUnread, reachUnknown } from '#lib/text/en/checks/exp.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { entrySentence } from '#lib/text/en/entries.ts';
import { buildGap } from '../build-gap.ts';
import { chainHops } from '../chain-hops.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope, isSpecial } from '../data-class.ts';
import { classEnd } from '../ends.ts';
import { type AskedEntry, enteredWorkloads, wayInto } from '../entered.ts';
import { policyYaml, selectLabels } from '../fix-yaml.ts';
import { newPolicyName } from '../fixes.ts';
import { selectorLabels } from '../identity-labels.ts';
import { withoutPods } from '../internet-chains.ts';
import { lazily } from '../lazily.ts';
import { lazyFix } from '../lazy-fix.ts';
import { clientPeers } from '../narrow-ingress.ts';
import { groupNeighbours } from '../neighbours.ts';
import { dnsRules, findResolvers } from '../resolvers.ts';
import { isSameApplication } from '../same-application.ts';
import { type DerivedSeverity, deriveSeverity } from '../severity.ts';
import { type Classification, type Gap, SEVERITIES } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { type WorkloadSets, workloadSets } from '../workload-sets.ts';

/** Connections that are followed. */
const MAX_HOPS = 3;
/** Stores of other applications with ordinary personal data that an entry may reach without a budget of its own. */
const ORDINARY_BUDGET = 3;
const SHOWN_PATHS = 3;

/** Too many stores of other applications behind a workload that the internet enters (gdpr.md §3, EXP-003). */
export const exp003: Check = {
  id: 'EXP-003',
  run: (context) => {
    const { notRead } = entrySet(context.model);
    const notEvaluated = notRead.length === 0 ? [] : [entriesUnread(notRead)];
    const entered = enteredWorkloads(context);
    const entries = [...entered.may.keys()].sort().flatMap((key) => context.workloads.get(key) ?? []);
    const notApplicable = context.workloads.size - entries.length;
    const stores = [...context.workloads.values()].filter(
      (workload) => workload.store !== undefined && workload.count > 0 && isInScope(context.classOf(workload)),
    );
    if (entries.length === 0 || stores.length === 0) {
      return { gaps: [], passed: entries.length, notApplicable, notEvaluated };
    }
    const ask = (relation: FollowedRelation) =>
      lazily(() => {
        const targets = stores.map(({ key }) => key);
        return reachableTargets(context.model, targets, MAX_HOPS, { relation, avoiding: withoutPods(context) });
      });
    const asked = { must: ask('must'), may: ask('may') };
    const judged = judgedStores(context, stores);
    const gaps = entries.flatMap((entry) => {
      const radiusWhere = (side: FollowedRelation): Radius | undefined => {
        const pods = entered[side].get(entry.key);
        return pods === undefined ? undefined : radiusOf(context, { entry, pods }, judged, asked[side](), side);
      };
      const radius = radiusWhere('must') ?? radiusWhere('may');
      return radius === undefined ? [] : gapOf(context, entry, radius);
    });
    return { gaps, passed: entries.length - gaps.length, notApplicable, notEvaluated };
  },
};

/** The stores by their places: of a thousand entries each reaches thousands of them. */
interface JudgedStores {
  readonly sets: WorkloadSets;
  readonly special: Bitset;
  /** For each severity those whose reach has it, the worst first. */
  readonly bySeverity: readonly Bitset[];
}

function judgedStores(context: CheckContext, stores: readonly WorkloadFacts[]): JudgedStores {
  const sets = workloadSets(stores);
  const severityOf = (store: WorkloadFacts) => severityOfReach(context, store, 'must')?.severity;
  return {
    sets,
    special: sets.where((store) => isSpecial(context.classOf(store).dataClass)),
    bySeverity: SEVERITIES.map((severity) => sets.where((store) => severityOf(store) === severity)),
  };
}

function severityOfReach(
  context: CheckContext,
  store: WorkloadFacts,
  side: FollowedRelation,
): DerivedSeverity | undefined {
  return deriveSeverity({ ...context.classOf(store), exposure: 3, upTo: side === 'may' });
}

interface Radius {
  readonly side: FollowedRelation;
  /** Workload keys in their order. */
  readonly stores: () => readonly string[];
  readonly count: number;
  readonly special: number;
  readonly severity: DerivedSeverity;
  /** Of the store that the severity is derived from. */
  readonly classification: Classification;
  readonly path: readonly PathStep[];
  /** Those of the entry that the internet gets into: by their classes. */
  readonly pods: ReadonlySet<number>;
}

/** What is reached, where it is above the budget. */
function radiusOf(
  context: CheckContext,
  { entry, pods }: { readonly entry: WorkloadFacts; readonly pods: ReadonlySet<number> },
  { sets, special, bySeverity }: JudgedStores,
  reachable: ReachableTargets,
  side: FollowedRelation,
): Radius | undefined {
  const found = subtractBits(reachable.reachedFrom(entry.key, pods), sets.ofApplication(entry));
  const count = countBits(found);
  const specials = countBits(intersectBits(found, special));
  const { blastBudget } = context.dataOf(entry);
  const isAbove = blastBudget === undefined ? specials > 0 || count - specials > ORDINARY_BUDGET : count > blastBudget;
  if (!isAbove) return undefined;
  const [worst] = bySeverity.flatMap((bits) => indexesOf(intersectBits(found, bits)).next().value ?? []);
  const store = sets.list[worst ?? -1];
  const severity = store === undefined ? undefined : severityOfReach(context, store, side);
  if (worst === undefined || store === undefined || severity === undefined) return undefined;
  return {
    side,
    stores: () => Array.from(indexesOf(found), (place) => sets.list[place]?.key ?? ''),
    ...{ count, special: specials, severity },
    classification: context.classOf(store),
    path: reachable.pathTo(entry.key, worst, pods) ?? [],
    pods,
  };
}

function gapOf(context: CheckContext, entry: WorkloadFacts, radius: Radius): readonly Gap[] {
  const { side, stores, count, special, severity, classification, path } = radius;
  const upTo = side === 'may';
  const way = wayInto(context, entry.key, 'may', path[0]?.classId);
  const reasons = new Set<DependsReason>(upTo ? way?.answer.reasons : []);
  const gap = buildGap(context, {
    check: 'EXP-003',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity,
    title: EXP_003.title(entry.name, count, upTo),
    summary: () => summaryOf(context, entry, radius, way),
    subject: entry,
    witness: chainHops(context, path, side, reasons),
    peers: { list: stores, has: (key) => stores().includes(key) },
    classification,
    fix: () => fixOf(context, entry, side),
    unknownBecause: [...(way?.origin === 'unknown' ? [reachUnknown] : []), ...dependsBecause([...reasons])],
    identity: { peer: special > 0 ? 'special-stores' : 'stores', direction: 'egress' },
  });
  return [gap];
}

function summaryOf(
  context: CheckContext,
  entry: WorkloadFacts,
  { side, stores, special, pods }: Radius,
  way: AskedEntry | undefined,
): string {
  const keys = stores();
  const options = { relation: side, maxHops: MAX_HOPS, listed: SHOWN_PATHS, avoiding: withoutPods(context) };
  const { blastBudget } = context.dataOf(entry);
  return EXP_003.summary({
    ...{ name: entry.name, stores: keys, special, upTo: side === 'may' },
    entry: way === undefined ? undefined : entrySentence(way.entry),
    budget: blastBudget === undefined ? EXP_003.budgetDefault : EXP_003.budgetOwn(blastBudget),
    paths: shortestPaths(context.model, new Map([[entry.key, pods]]), keys, options)?.paths ?? [],
  });
}

/** An allow list for its egress: DNS, and what of its own application it connects to today. */
function fixOf(context: CheckContext, entry: WorkloadFacts, side: FollowedRelation): Gap['fix'] {
  if (side === 'may') return { yaml: '', note: EXP_003.fixUnknown };
  const isOpen = entry.classes.some((id) => context.model.gate(classEnd(id), 'egress').isolated === 'no');
  if (!isOpen) return { yaml: '', note: EXP_003.fixRules };
  const today = groupNeighbours(context, 'out', 'must', (other) =>
    isSameApplication(entry, other) ? 'own' : undefined,
  );
  const kept = [...(today(entry).get('own') ?? [])].sort((a, b) => (a.key < b.key ? -1 : 1));
  return lazyFix(EXP_003.fix(kept.length), () => {
    const to = clientPeers(context, entry, kept);
    return policyYaml(entry.namespace, newPolicyName(context, entry.namespace, entry.name, 'egress'), {
      podSelector: selectLabels(selectorLabels(entry, context)),
      policyTypes: ['Egress'],
      egress: [...dnsRules(findResolvers(context), context), ...(to.length === 0 ? [] : [{ to }])],
    });
  });
}
