import type { Direction } from '#lib/kube/objects.ts';
import { NARROWING } from '#lib/text/en/narrowing.ts';
import type { CheckContext } from '../check.ts';
import type { ObservedContext } from '../observed-facts.ts';
import type { FixEffect } from '../types.ts';
import { type UnseenPermission, unseenPermissions } from '../unused-permissions.ts';
import { verifyFix } from '../verify-fix.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { narrowWorkload } from './narrow-workload.ts';

/** A policy for one workload that keeps what was observed, put through the engine. */
export interface Narrowing {
  readonly workload: string;
  readonly yaml: string;
  /** Observed flows that it is written to keep. */
  readonly kept: number;
  readonly note: string;
  readonly warnings: readonly string[];
  /** What engine and checks say; absent where nothing can be applied. */
  readonly effect?: FixEffect;
}

const BOTH: readonly Direction[] = ['ingress', 'egress'];

/** Costs a compilation and a run of all checks. */
export function narrowingOf(context: CheckContext, observed: ObservedContext, workload: WorkloadFacts): Narrowing {
  const { yaml, kept, warnings } = narrowWorkload(context, observed, workload, BOTH);
  const effect = yaml === '' ? undefined : verifyFix(context, yaml, '');
  return {
    workload: workload.key,
    yaml,
    kept: kept.length,
    note: yaml === '' ? '' : NARROWING.note(kept.length),
    warnings,
    ...(effect === undefined ? {} : { effect: { ...effect, warnings: effect.warnings.slice(1) } }),
  };
}

/** Permissions of one workload that nobody was seen to use, by state. */
export interface UnusedOfWorkload {
  readonly workload: string;
  readonly unused: number;
  readonly notEnough: number;
  readonly perhaps: number;
  readonly rare: number;
}

/** By workload, those with the most unused first. A permission counts at its server, or at its client where that is outside. */
export function unusedByWorkload(context: CheckContext, observed: ObservedContext): readonly UnusedOfWorkload[] {
  const { all } = unseenPermissions(context, observed);
  const byWorkload = Map.groupBy(all, workloadOf);
  return [...byWorkload]
    .map(([workload, own]) => {
      const of = (state: UnseenPermission['state']) => own.filter((each) => each.state === state).length;
      return {
        workload,
        ...{ unused: of('unused'), notEnough: of('not-enough'), perhaps: of('perhaps'), rare: of('rare') },
      };
    })
    .sort((a, b) => b.unused - a.unused || (a.workload < b.workload ? -1 : 1));
}

function workloadOf({ edge, to }: UnseenPermission): string {
  return to.type === 'workload' ? edge.to : edge.from;
}
