import type { PolicyInForce } from '#lib/policy/model.ts';
import { portsJson } from '#lib/policy/port-set.ts';
import type { CheckContext } from './check.ts';
import { isInScope, isSpecial } from './data-class.ts';
import { classEnd, firstOther, phantom } from './ends.ts';
import { withinServed } from './served-ports.ts';
import { type DerivedSeverity, deriveSeverity, isWorse } from './severity.ts';
import type { WitnessHop } from './types.ts';
import { type HopEnd, witnessHop } from './witness.ts';
import type { WorkloadFacts } from './workload-facts.ts';
import { worstFirst } from './worst-first.ts';

/** A connection of personal data that goes through today and ends once a policy selects the workload. */
export interface ProtectionImpact {
  readonly severity: DerivedSeverity;
  readonly hop: WitnessHop;
  readonly workload: WorkloadFacts;
}

/**
 * What a policy that selects nobody would close if it selected these workloads (gdpr.md §2.2, "impact diff"): for those
 * that nothing isolates, the phantom pod of another namespace coming in, and the internet going out, where no rule of the
 * policy means everybody. The worst; undefined where nothing is closed for certain.
 */
export function protectionImpact(
  context: CheckContext,
  inForce: PolicyInForce,
  workloads: Iterable<WorkloadFacts>,
): ProtectionImpact | undefined {
  const inScope = [...workloads].filter((each) => isInScope(context.classOf(each)));
  for (const workload of worstFirst(context, inScope)) {
    const found = [inwards(context, inForce, workload), outwards(context, inForce, workload)].flatMap(
      (each) => each ?? [],
    );
    const [first, second] = found;
    if (first === undefined) continue;
    return second !== undefined && isWorse(second.severity.severity, first.severity.severity) ? second : first;
  }
  return undefined;
}

function inwards(context: CheckContext, inForce: PolicyInForce, workload: WorkloadFacts): ProtectionImpact | undefined {
  const other = firstOther(context.model, workload.namespace);
  if (other === undefined || !closes(inForce, 'ingress')) return undefined;
  const from = { end: phantom(other.name) };
  for (const id of workload.classes) {
    if (context.model.gate(classEnd(id), 'ingress').isolated !== 'no') continue;
    const to = { end: classEnd(id), workload };
    const ports = withinServed(context.model.relation(from.end, to.end).must, workload.served);
    const severity = deriveSeverity({ ...context.classOf(workload), exposure: 3, upTo: false });
    if (ports !== undefined && severity !== undefined) {
      return { severity, hop: witnessHop(context, from, to, ports, 'allow'), workload };
    }
  }
  return undefined;
}

function outwards(
  context: CheckContext,
  inForce: PolicyInForce,
  workload: WorkloadFacts,
): ProtectionImpact | undefined {
  if (!closes(inForce, 'egress')) return undefined;
  const to: HopEnd = { end: { type: 'internet' } };
  const classification = context.classOf(workload);
  const critical = workload.store !== undefined && isSpecial(classification.dataClass); // as EGR-001
  for (const id of workload.classes) {
    if (context.model.gate(classEnd(id), 'egress').isolated !== 'no') continue;
    const from = { end: classEnd(id), workload };
    const ports = portsJson(context.model.relation(from.end, to.end).must);
    const severity = deriveSeverity({
      ...classification,
      exposure: 4,
      upTo: false,
      ...(critical ? {} : { cap: 'high' }),
    });
    if (severity !== undefined && Object.values(ports).some((list) => list.length > 0)) {
      return { severity, hop: witnessHop(context, from, to, ports, 'allow'), workload };
    }
  }
  return undefined;
}

/** The policy isolates for the direction, and none of its rules means everybody there. */
function closes(inForce: PolicyInForce, direction: 'ingress' | 'egress'): boolean {
  const rules = inForce.rules.filter((rule) => rule.direction === direction);
  return (
    inForce[direction] &&
    !rules.some(({ everyPod, blocks }) => everyPod || (direction === 'egress' && blocks.length > 0))
  );
}
