import type { RuleInForce } from '#lib/policy/model.ts';
import type { CheckContext } from './check.ts';
import { admitted, type Pair, type RuleWitness } from './rule-witness.ts';
import { type DerivedSeverity, deriveSeverity, type SeverityInput } from './severity.ts';

/** A connection that a rule may be the reason of, with how far the other end is away. */
export interface ImpactPair extends Pair, Pick<SeverityInput, 'exposure' | 'cap' | 'capBecause' | 'exposedBy'> {}

/** What a rule is the reason of (gdpr.md §2.2, "impact diff"). */
export interface RuleImpact extends RuleWitness {
  /** Of the connection; undefined where another rule admits it too, so that nothing changes without this one. */
  readonly severity: DerivedSeverity | undefined;
}

/** Pairs asked for one rule, worst first: what is still alike after so many is alike. */
const MOST_ASKED = 24;

/**
 * The worst connection that goes through both gates today because of `rule`: one that ends without it, else one that
 * other rules admit too, else one that depends. `pairs` come worst first. Undefined where none is found.
 */
export function ruleImpact(
  context: CheckContext,
  rule: RuleInForce,
  pairs: Iterable<ImpactPair>,
): RuleImpact | undefined {
  let shared: RuleImpact | undefined;
  let possible: RuleImpact | undefined;
  let asked = 0;
  for (const pair of pairs) {
    const found = admitted(context, rule, pair);
    if (found !== undefined) {
      if (found.hop.verdict === 'allow') {
        if (found.alone) return { ...found, severity: severityOf(context, pair, false) };
        shared ??= { ...found, severity: undefined };
      } else if (possible === undefined || (found.alone && !possible.alone)) {
        possible = { ...found, severity: found.alone ? severityOf(context, pair, true) : undefined };
      }
    }
    if (++asked === MOST_ASKED) break;
  }
  return shared ?? possible;
}

function severityOf(context: CheckContext, pair: ImpactPair, upTo: boolean): DerivedSeverity | undefined {
  return deriveSeverity({ ...context.classOf(pair.workload), ...pair, upTo });
}
