import type { NetworkPolicy } from '#lib/kube/objects.ts';
import type { PolicyInForce, RuleInForce } from '#lib/policy/model.ts';
import { namespacesOfUnreadPods } from '#lib/policy/weak-input.ts';
import { POL_007 } from '#lib/text/en/checks/pol.ts';
import { policyNotUnderstood } from '#lib/text/en/checks/pol-001.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { ruleOf } from '#lib/text/en/witness.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope, NO_CLASS } from '../data-class.ts';
import { classEnd } from '../ends.ts';
import { changedPolicyYaml, replaceAt } from '../fixes.ts';
import { declaresIntent } from '../intent.ts';
import { lazily } from '../lazily.ts';
import { lazyFix } from '../lazy-fix.ts';
import { lazyPeers, namespacesMatching, type SelectorPeer, selectorPeers, workloadsOfPeer } from '../peer-workloads.ts';
import { policiesOf } from '../policy-rules.ts';
import { type ImpactPair, ruleImpact } from '../rule-impact.ts';
import { liftedSeverity } from '../severity.ts';
import type { Gap } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { workloadsOfClasses } from '../worst-first.ts';

/** How many times as many pods the alternatives mean as both selectors together. */
const TIMES = 3;
/** Extra peers asked for one subject: those farthest away come first. */
const MOST_EXTRA = 6;

/** Two peers in one list where one peer with both selectors was probably meant (gdpr.md §3, POL-007). */
export const pol007: Check = {
  id: 'POL-007',
  looksAt: 'pods', // it counts them
  run: (context) => {
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    let passed = 0;
    for (const { key, policy, inForce } of policiesOf(context)) {
      if (inForce === undefined) {
        notEvaluated.push(policyNotUnderstood(key));
        continue;
      }
      const own = declaresIntent(policy.metadata, 'any-of') ? [] : splitRules(context, policy, inForce);
      const unknown = own.filter((each) => each.sets === 'unknown');
      notEvaluated.push(...unknown.map(({ rule }) => POL_007.notKnown(key, rule.path)));
      const found = own.flatMap((each) =>
        each.sets === 'unknown' ? [] : [gapOf(context, policy, inForce, each, each.sets)],
      );
      if (own.length === 0) passed++;
      gaps.push(...found);
    }
    return { gaps, passed, notApplicable: 0, notEvaluated };
  },
};

/** A rule with peers of both kinds in one list. */
interface SplitRule {
  readonly rule: RuleInForce;
  /** Only a namespaceSelector. */
  readonly byNamespace: readonly SelectorPeer[];
  /** Only a podSelector. */
  readonly byPod: readonly SelectorPeer[];
  readonly sets: Sets | 'unknown';
}

interface Sets {
  readonly or: number;
  readonly and: number;
  /** Those that both selectors together would not mean; looked up when asked for. */
  readonly extra: () => readonly WorkloadFacts[];
  /** The first of these that run and are of the namespace, or of another. */
  readonly firstExtra: (isOf: (namespace: string) => boolean) => readonly WorkloadFacts[];
}

function splitRules(context: CheckContext, policy: NetworkPolicy, inForce: PolicyInForce): readonly SplitRule[] {
  const byRule = Map.groupBy(selectorPeers(policy), ({ direction, rule }) => `${direction} ${rule}`);
  return [...byRule.values()].flatMap((peers) => {
    const byNamespace = peers.filter((peer) => peer.podSelector === undefined);
    const byPod = peers.filter((peer) => peer.namespaceSelector === undefined);
    const [first] = peers;
    const rule = inForce.rules.find(({ direction, index }) => direction === first?.direction && index === first.rule);
    if (byNamespace.length === 0 || byPod.length === 0 || rule === undefined) return [];
    const sets = setsOf(context, inForce.policy.namespace, byNamespace, byPod);
    return sets === undefined ? [] : [{ rule, byNamespace, byPod, sets }];
  });
}

/** Undefined where the condition does not hold: fewer than three times as many, or nobody meant by both. */
function setsOf(
  context: CheckContext,
  namespace: string,
  byNamespace: readonly SelectorPeer[],
  byPod: readonly SelectorPeer[],
): SplitRule['sets'] | undefined {
  const isUncertain = byNamespace.some(
    ({ namespaceSelector = {} }) => namespacesMatching(context, namespaceSelector).possible.length > 0,
  );
  if (isUncertain || hasUnreadPods(context)) return 'unknown';
  const byTwo = byNamespace.flatMap(({ namespaceSelector = {} }) =>
    byPod.map(({ podSelector = {} }) => workloadsOfPeer(context, { namespaceSelector, podSelector }, namespace)),
  );
  const and = lazily(() => new Set(byTwo.flat()));
  const [only] = byTwo;
  const podsOfAnd = byTwo.length === 1 && only !== undefined ? podsOfList(only) : podsIn(and());
  if (podsOfAnd === 0) return undefined;
  const byBoth = [...byNamespace, ...byPod];
  const podsOfOr = podsOfPeers(context, byBoth, namespace);
  if (podsOfOr < TIMES * podsOfAnd) return undefined;
  const extra = lazily(() => {
    const or = new Set(byBoth.flatMap((peer) => workloadsOfPeer(context, peer, namespace)));
    return [...or].filter((workload) => !and().has(workload));
  });
  const firstExtra: Sets['firstExtra'] = (isOf) => {
    const found: WorkloadFacts[] = [];
    for (const peer of byBoth) {
      for (const each of workloadsOfPeer(context, peer, namespace)) {
        if (each.count === 0 || !isOf(each.namespace) || and().has(each) || found.includes(each)) continue;
        found.push(each);
        if (found.length === MOST_EXTRA) return found;
      }
    }
    return found;
  };
  return { or: podsOfOr, and: podsOfAnd, extra, firstExtra };
}

/** Of all peers together. What only a namespaceSelector says means whole namespaces, which are counted once. */
function podsOfPeers(context: CheckContext, peers: readonly SelectorPeer[], namespace: string): number {
  const whole = new Set(
    peers.flatMap(({ podSelector, namespaceSelector }) =>
      podSelector === undefined && namespaceSelector !== undefined
        ? namespacesMatching(context, namespaceSelector).certain
        : [],
    ),
  );
  const others = peers.filter(({ podSelector }) => podSelector !== undefined);
  const beside = new Set(others.flatMap((peer) => workloadsOfPeer(context, peer, namespace)));
  let sum = 0;
  for (const name of whole) sum += podsOfNamespace(context, name);
  for (const workload of beside) if (!whole.has(workload.namespace)) sum += workload.count;
  return sum;
}

const podsByNamespace = new WeakMap<CheckContext, Map<string, number>>();

/** Those that a selector can mean: none on the host network. */
function podsOfNamespace(context: CheckContext, name: string): number {
  const known = podsByNamespace.get(context) ?? new Map<string, number>();
  podsByNamespace.set(context, known);
  let pods = known.get(name);
  if (pods === undefined) {
    pods = podsIn((context.workloadsByNamespace.get(name) ?? []).filter(({ hostNetwork }) => !hostNetwork));
    known.set(name, pods);
  }
  return pods;
}

const podsOfLists = new WeakMap<readonly WorkloadFacts[], number>();

/** Of the workloads of one peer, whom many policies name. */
function podsOfList(workloads: readonly WorkloadFacts[]): number {
  const pods = podsOfLists.get(workloads) ?? podsIn(workloads);
  podsOfLists.set(workloads, pods);
  return pods;
}

function podsIn(workloads: Iterable<WorkloadFacts>): number {
  let sum = 0;
  for (const { count } of workloads) sum += count;
  return sum;
}

function hasUnreadPods({ model }: CheckContext): boolean {
  const unread = namespacesOfUnreadPods(model.objects);
  return unread === 'all' || unread.size > 0;
}

function gapOf(
  context: CheckContext,
  policy: NetworkPolicy,
  inForce: PolicyInForce,
  split: SplitRule,
  sets: Sets,
): Gap {
  const { rule } = split;
  const { namespace, name } = inForce.policy;
  const selected = workloadsOfClasses(context, inForce.subjects).filter((each) => isInScope(context.classOf(each)));
  const impact = ruleImpact(context, rule, pairsOf(rule, selected, sets));
  const classification = impact === undefined ? NO_CLASS : context.classOf(impact.workload);
  const upTo = impact?.hop.verdict === 'depends';
  return buildGap(context, {
    check: 'POL-007',
    // That the list says "or" is certain; whether the extra peers get through may depend.
    result: 'FAIL',
    severity: liftedSeverity(
      'POL-007',
      impact === undefined || upTo ? 'low' : 'medium',
      upTo ? undefined : impact?.severity,
      false,
    ),
    title: POL_007.title(name, false),
    summary: () =>
      [
        POL_007.summary(
          ruleOf(rule.index, policy.spec[rule.direction]?.length ?? 0),
          rule.direction,
          sets.or,
          sets.and,
        ),
        POL_007.extra(
          sets
            .extra()
            .map(({ key }) => key)
            .sort(),
        ),
        impact === undefined ? '' : classNote(classification),
      ].join(''),
    subject: { namespace, kind: 'NetworkPolicy', name },
    witness: impact === undefined ? [] : [impact.hop],
    peers: lazyPeers(sets.extra),
    classification,
    fix: lazyFix(POL_007.fix, () => changedPolicyYaml(context, inForce.policy, (spec) => merged(spec, split))),
    unknownBecause: impact === undefined ? [] : dependsBecause(impact.reasons),
    identity: { peer: rule.path, direction: rule.direction },
  });
}

/** Extra peers with personal data that the policy selects; those of other namespaces first. */
function* pairsOf(
  { direction, policy }: RuleInForce,
  selected: readonly WorkloadFacts[],
  { firstExtra }: Sets,
): Generator<ImpactPair> {
  if (selected.length === 0) return;
  const far = firstExtra((namespace) => namespace !== policy.namespace);
  const near = firstExtra((namespace) => namespace === policy.namespace);
  for (const workload of selected) {
    for (const id of workload.classes) {
      const self = { end: classEnd(id), workload };
      for (const other of [...far, ...near]) {
        const [theirs] = other.classes;
        if (theirs === undefined || other === workload) continue;
        const peer = { end: classEnd(theirs), workload: other };
        const ends = direction === 'ingress' ? { from: peer, to: self } : { from: self, to: peer };
        yield { ...ends, workload, exposure: other.namespace === workload.namespace ? 1 : 2 };
      }
    }
  }
}

/** Every pair of a namespaceSelector and a podSelector as one peer, in the place of the first of them. */
function merged(spec: NetworkPolicy['spec'], { rule, byNamespace, byPod }: SplitRule): NetworkPolicy['spec'] {
  const split = new Set([...byNamespace, ...byPod].map(({ index }) => index));
  const both = byNamespace.flatMap(({ namespaceSelector = {} }) =>
    byPod.map(({ podSelector = {} }) => ({ namespaceSelector, podSelector })),
  );
  if (rule.direction === 'ingress') {
    const old = spec.ingress?.[rule.index];
    const from = [...both, ...(old?.from ?? []).filter((_, index) => !split.has(index))];
    return { ...spec, ingress: replaceAt(spec.ingress, rule.index, { ...old, from }) };
  }
  const old = spec.egress?.[rule.index];
  const to = [...both, ...(old?.to ?? []).filter((_, index) => !split.has(index))];
  return { ...spec, egress: replaceAt(spec.egress, rule.index, { ...old, to }) };
}
