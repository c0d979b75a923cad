import { EGR_007 } from '#lib/text/en/checks/egr.ts';
import { byClusterPolicy } from '#lib/text/en/witness.ts';
import type { CheckContext } from './check.ts';
import {
  hasOpenEgress,
  INSIDE,
  insideOnlyYaml,
  openingRule,
  replacedRuleYaml,
  withoutAddresses,
} from './egress-fixes.ts';
import { lazyFix } from './lazy-fix.ts';
import type { OutsidePart } from './outside-reach.ts';
import type { Gap, WitnessHop } from './types.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Ends what leaves the cluster: a policy where none isolates, else the rule without these addresses, or without all. */
export function closeOutside(
  context: CheckContext,
  workload: WorkloadFacts,
  id: number,
  hop: WitnessHop,
  note: string,
  part: OutsidePart | undefined,
): Gap['fix'] {
  if (hasOpenEgress(context, id)) return lazyFix(note, () => insideOnlyYaml(context, workload));
  const rule = openingRule(hop);
  if (rule?.policy !== undefined && rule.policy.kind !== 'NetworkPolicy')
    return { yaml: '', note: byClusterPolicy(rule.policy) };
  return lazyFix(part === undefined ? note : EGR_007.fixBypassRule, () =>
    replacedRuleYaml(context, rule, (each) =>
      part === undefined ? [{ ...each, ...INSIDE }] : withoutAddresses(each, part.family, part.possible),
    ),
  );
}
