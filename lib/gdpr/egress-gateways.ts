import type { CheckContext } from './check.ts';
import { matchesWorkload } from './data-map/match.ts';
import { classEnd } from './ends.ts';
import { withinServed } from './served-ports.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** The workloads that the DataMap declares as ways out. */
export interface EgressGateways {
  readonly workloads: ReadonlySet<WorkloadFacts>;
  /** References of the DataMap that mean no workload of the input. */
  readonly missing: readonly string[];
}

const known = new WeakMap<CheckContext, EgressGateways>();

export function egressGateways(context: CheckContext): EgressGateways {
  let gateways = known.get(context);
  if (gateways === undefined) {
    const references = context.dataMap.egressGateways;
    const all = references.length === 0 ? [] : [...context.workloads.values()];
    const meant = references.map((reference) => all.filter(({ key }) => matchesWorkload(reference, key)));
    gateways = {
      workloads: new Set(meant.flat()),
      missing: references.filter((_, i) => meant[i]?.length === 0),
    };
    known.set(context, gateways);
  }
  return gateways;
}

/** The declared way out of a workload: one to which each of its pods may connect on a port that it serves. */
export function gatewayOf(context: CheckContext, workload: WorkloadFacts): WorkloadFacts | undefined {
  for (const gateway of egressGateways(context).workloads) {
    const reached = workload.classes.every((from) =>
      gateway.classes.some((to) => {
        const { must } = context.model.relation(classEnd(from), classEnd(to));
        return withinServed(must, gateway.served) !== undefined;
      }),
    );
    if (gateway !== workload && reached) return gateway;
  }
  return undefined;
}
