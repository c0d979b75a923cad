import { blockRanges } from '#lib/policy/address-block.ts';
import { intersectRanges } from '#lib/policy/address-ranges.ts';
import type { PolicyInForce, RuleInForce } from '#lib/policy/model.ts';
import { policyObject } from '#lib/policy/policy-object.ts';
import { NO_PORTS, subtractPorts } from '#lib/policy/port-set.ts';
import type { CheckContext } from './check.ts';
import { namespacesMatching, type SelectorPeer, selectorPeers, workloadsOfPeer } from './peer-workloads.ts';
import { policiesBeside } from './policies-beside.ts';
import { selectsWorkload } from './policy-rules.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/**
 * Whether a rule of a NetworkPolicy may be without effect: asked of one pod that it selects and one peer. Where for these
 * two no other rule may mean all of its ports, it has one, and the engine need not be asked (`ruleEffect`, a
 * millisecond and more). Never false for a rule without effect that has peers and ports at all.
 */
export function mayBeCovered(context: CheckContext, inForce: PolicyInForce, rule: RuleInForce): boolean {
  const [subject] = inForce.subjects;
  if (subject === undefined) return false; // it selects nothing: POL-004
  if (meansItself(context, subject, inForce, rule)) return true;
  const beside = policiesBeside(context, inForce)
    .filter(({ subjects, tier }) => tier !== 'Baseline' && subjects.has(subject))
    .flatMap(({ rules }) => rules)
    .filter((other) => other !== rule && other.direction === rule.direction);
  // By ports alone first: whom a rule means costs more to know.
  if (!coversPorts(rule, beside)) return false;
  if (rule.anyPeer) {
    // Only what means everybody covers it, or all of the blocks together.
    return coversPorts(
      rule,
      beside.filter((other) => other.everyPod || other.blocks.length > 0 || isOpenEnded(other)),
    );
  }
  const witness = witnessOf(context, rule);
  if (witness !== undefined) {
    return coversPorts(
      rule,
      beside.filter((other) => mayMean(context, other, witness)),
    );
  }
  const [block] = rule.blocks;
  if (block === undefined) return false; // it means nobody: POL-006
  return coversPorts(
    rule,
    beside.filter((other) => mayMeanPartOf(other, block)),
  );
}

/** The one pod that its policy selects, and nobody else: nothing keeps it from itself (row 62). */
function meansItself(context: CheckContext, subject: number, { subjects }: PolicyInForce, rule: RuleInForce): boolean {
  if (subjects.size > 1 || context.model.classes[subject]?.count !== 1) return false;
  const meant = peersOf(context, rule).flatMap((peer) => workloadsOfPeer(context, peer, rule.policy.namespace));
  return meant.length > 0 && meant.every(({ classes }) => classes.includes(subject));
}

/** Whether rules together may mean all ports of another one. What a name stands for is left to the engine. */
function coversPorts(rule: RuleInForce, others: readonly RuleInForce[]): boolean {
  if (others.length === 0) return false;
  if (rule.namedPorts.length > 0 || others.some(({ namedPorts }) => namedPorts.length > 0)) return true;
  return others.reduce((left, other) => subtractPorts(left, other.ports), rule.ports) === NO_PORTS;
}

/** A workload that one of the rule's selectors means. */
function witnessOf(context: CheckContext, rule: RuleInForce): WorkloadFacts | undefined {
  for (const peer of peersOf(context, rule)) {
    const [workload] = workloadsOfPeer(context, peer, rule.policy.namespace);
    if (workload !== undefined) return workload;
  }
  return undefined;
}

function mayMean(context: CheckContext, other: RuleInForce, witness: WorkloadFacts): boolean {
  if (other.anyPeer || other.blocks.length > 0 || isOpenEnded(other)) return true;
  return peersOf(context, other).some(({ namespaceSelector, podSelector = {} }) => {
    if (namespaceSelector === undefined) {
      if (witness.namespace !== other.policy.namespace) return false;
    } else {
      const { certain, possible } = namespacesMatching(context, namespaceSelector);
      if (!certain.includes(witness.namespace) && !possible.includes(witness.namespace)) return false;
    }
    return selectsWorkload(podSelector, witness);
  });
}

function mayMeanPartOf(other: RuleInForce, block: RuleInForce['blocks'][number]): boolean {
  if (other.anyPeer || isOpenEnded(other)) return true;
  const own = blockRanges(block);
  return other.blocks.some((each) => {
    const ranges = blockRanges(each);
    if (own === undefined || ranges === undefined) return true;
    return own.family === ranges.family && intersectRanges(own.ranges, ranges.ranges).length > 0;
  });
}

/** What it means, or does, is not known. */
function isOpenEnded({ action, domainNames }: RuleInForce): boolean {
  return action === 'unknown' || domainNames.length > 0;
}

function peersOf({ model }: CheckContext, { policy, direction, index }: RuleInForce): readonly SelectorPeer[] {
  const object = policyObject(model.objects, policy);
  if (object === undefined) return [];
  return selectorPeers(object).filter((peer) => peer.direction === direction && peer.rule === index);
}
