import { entrySet } from '#lib/policy/exposure.ts';
import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import { type ReachableTargets, reachableTargets } from '#lib/policy/paths/reachable-targets.ts';
import { shortestPaths } from '#lib/policy/paths/shortest-paths.ts';
import type { DependsReason } from '#lib/policy/types.ts';
import { EXP_003, entriesUnread, reachUnknown } from '#lib/text/en/checks/exp.ts';
import { entrySentence } from '#lib/text/en/entries.ts';
import { dependsBecause } from '#lib/text/en/gaps.ts';
import { buildGap } from '../build-gap.ts';
import { chainHops } from '../chain-hops.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope, isSpecial } from '../data-class.ts';
import { classEnd } from '../ends.ts';
import { type AskedEntry, enteredWorkloads, isCertain, waysInto } from '../entered.ts';
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
import { type DerivedSeverity, deriveSeverity, isWorse } from '../severity.ts';
import type { Classification, Gap } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

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
    const entries = [...entered.may].sort().flatMap((key) => context.workloads.get(key) ?? []);
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
    const gaps = entries.flatMap((entry) => {
      const certain = entered.must.has(entry.key) ? radiusOf(context, entry, stores, asked.must(), 'must') : undefined;
      const radius = certain ?? radiusOf(context, entry, stores, asked.may(), 'may');
      return radius === undefined ? [] : gapOf(context, entry, radius);
    });
    return { gaps, passed: entries.length - gaps.length, notApplicable, notEvaluated };
  },
};

interface Radius {
  readonly side: FollowedRelation;
  readonly stores: readonly WorkloadFacts[];
  readonly special: number;
  readonly severity: DerivedSeverity;
  /** Of the store that the severity is derived from. */
  readonly classification: Classification;
  readonly path: readonly string[];
}

/** What is reached, where it is above the budget. */
function radiusOf(
  context: CheckContext,
  entry: WorkloadFacts,
  all: readonly WorkloadFacts[],
  reachable: ReachableTargets,
  side: FollowedRelation,
): Radius | undefined {
  const found = reachable.reachedFrom(entry.key).flatMap((index) => {
    const store = all[index];
    return store === undefined || isSameApplication(entry, store) ? [] : [{ store, index }];
  });
  const special = found.filter(({ store }) => isSpecial(context.classOf(store).dataClass)).length;
  const { blastBudget } = context.dataOf(entry);
  const isAbove =
    blastBudget === undefined ? special > 0 || found.length - special > ORDINARY_BUDGET : found.length > blastBudget;
  if (!isAbove) return undefined;
  let worst: { readonly severity: DerivedSeverity; readonly store: WorkloadFacts; readonly index: number } | undefined;
  for (const { store, index } of found) {
    const severity = deriveSeverity({ ...context.classOf(store), exposure: 3, upTo: side === 'may' });
    if (severity === undefined) continue;
    if (worst === undefined || isWorse(severity.severity, worst.severity.severity)) worst = { severity, store, index };
  }
  if (worst === undefined) return undefined;
  return {
    side,
    stores: found.map(({ store }) => store),
    special,
    severity: worst.severity,
    classification: context.classOf(worst.store),
    path: reachable.pathTo(entry.key, worst.index) ?? [],
  };
}

function gapOf(context: CheckContext, entry: WorkloadFacts, radius: Radius): readonly Gap[] {
  const { side, stores, special, severity, classification, path } = radius;
  const upTo = side === 'may';
  const ways = waysInto(context, entry.key);
  const way = ways.find((each) => isCertain(each) && each.origin === 'internet') ?? ways[0];
  const reasons = new Set<DependsReason>(upTo ? way?.answer.reasons : []);
  const keys = stores.map(({ key }) => key);
  const gap = buildGap(context, {
    check: 'EXP-003',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity,
    title: EXP_003.title(entry.name, stores.length, upTo),
    summary: () => summaryOf(context, entry, radius, way),
    subject: entry,
    witness: chainHops(context, path, side, reasons),
    peers: keys,
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
  { side, stores, special }: Radius,
  way: AskedEntry | undefined,
): string {
  const keys = stores.map(({ key }) => key);
  const options = { relation: side, maxHops: MAX_HOPS, listed: SHOWN_PATHS, avoiding: withoutPods(context) };
  const { blastBudget } = context.dataOf(entry);
  return EXP_003.summary({
    ...{ name: entry.name, stores: keys, special, upTo: side === 'may' },
    entry: way === undefined ? undefined : entrySentence(way.entry),
    budget: blastBudget === undefined ? EXP_003.budgetDefault : EXP_003.budgetOwn(blastBudget),
    paths: shortestPaths(context.model, [entry.key], keys, options)?.paths ?? [],
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
