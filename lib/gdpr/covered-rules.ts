import { blockRanges } from '#lib/policy/address-block.ts';
import { intersectRanges } from '#lib/policy/address-ranges.ts';
import type { PolicyInForce, RuleInForce } from '#lib/policy/model.ts';
import { NO_PORTS, subtractPorts } from '#lib/policy/port-set.ts';
import type { CheckContext } from './check.ts';
import { policiesBeside } from './policies-beside.ts';

/**
 * Whether a rule of a NetworkPolicy may be without effect: asked of one pod that it selects and one peer. Where for these
 * two no other rule means all of its ports, it has one, and the engine need not be asked (`ruleEffect`, half a
 * millisecond and more). Never false for a rule without effect that has peers and ports at all.
 */
export function mayBeCovered(context: CheckContext, inForce: PolicyInForce, rule: RuleInForce): boolean {
  const [subject] = inForce.subjects;
  if (subject === undefined) return false; // it selects nothing: POL-004
  if (meansNobody(rule)) return false; // POL-006
  const others = policiesBeside(context, inForce)
    .filter(({ subjects, tier }) => tier !== 'Baseline' && subjects.has(subject))
    .flatMap(({ rules }) => rules)
    .filter((other) => other !== rule && other.direction === rule.direction && meansWitnessOf(rule, other));
  if (others.length === 0) return false;
  if (rule.namedPorts.length > 0 || others.some(({ namedPorts }) => namedPorts.length > 0)) return true;
  return others.reduce((left, other) => subtractPorts(left, other.ports), rule.ports) === NO_PORTS;
}

function meansNobody({ anyPeer, peerClasses, blocks, nodeSelectors, domainNames }: RuleInForce): boolean {
  return !anyPeer && peerClasses.may.size + blocks.length + nodeSelectors.length + domainNames.length === 0;
}

/** Whether `other` may mean the peer by which `rule` is tried: a pod, else a part of its first block. */
function meansWitnessOf(rule: RuleInForce, other: RuleInForce): boolean {
  if (other.anyPeer || other.action === 'unknown' || other.domainNames.length > 0) return true;
  if (rule.anyPeer) return other.everyPod || other.blocks.length > 0;
  const [pod] = rule.peerClasses.must;
  if (pod !== undefined) return other.peerClasses.may.has(pod);
  const [block] = rule.blocks;
  if (block === undefined) return true;
  const own = blockRanges(block);
  return other.blocks.some((each) => {
    const ranges = blockRanges(each);
    if (own === undefined || ranges === undefined) return true;
    return own.family === ranges.family && intersectRanges(own.ranges, ranges.ranges).length > 0;
  });
}
