import type { CheckContext } from '../check.ts';
import type { Gap } from '../types.ts';
import { type ExposurePaths, exposurePaths } from './exposure-paths.ts';
import { type InventoryPolicy, policyInventory } from './policy-inventory.ts';
import { type ReachMatrices, reachMatrices } from './reach-matrix.ts';
import { type Register, registerOf } from './register.ts';
import { type ReportScope, WHOLE_CLUSTER } from './report-scope.ts';
import { type TransferTable, transferTable } from './transfers.ts';

/**
 * What an auditor reads out of a snapshot besides gaps and classes. All of it follows from the inputs, the profile, the
 * DataMap and the time: whoever verifies computes it again with this function.
 */
export interface DerivedParts {
  readonly isolation: ReachMatrices;
  readonly exposure: ExposurePaths;
  readonly register: Register;
  readonly transfers: TransferTable;
  readonly policies: readonly InventoryPolicy[];
  /** Workload → team, where somebody names one. */
  readonly owners: Readonly<Record<string, string>>;
}

export interface DerivedOptions {
  readonly inScope?: ReportScope;
  /** The role of a field manager: names of people stay out (gdpr.md §5.7). */
  readonly roleOf: (manager: string) => string;
}

export function derivedParts(
  context: CheckContext,
  gaps: readonly Pick<Gap, 'check' | 'subject'>[],
  { inScope = WHOLE_CLUSTER, roleOf }: DerivedOptions,
): DerivedParts {
  return {
    isolation: reachMatrices(context, inScope),
    exposure: exposurePaths(context, inScope),
    register: registerOf(context, inScope),
    transfers: transferTable(context, inScope),
    policies: policyInventory(context, gaps, roleOf).filter(
      ({ namespace }) => namespace === undefined || inScope(namespace),
    ),
    owners: ownersOf(context, inScope),
  };
}

function ownersOf(context: CheckContext, inScope: ReportScope): Readonly<Record<string, string>> {
  const owners = [...context.workloads.values()].flatMap((workload) => {
    const owner = context.dataOf(workload).owner?.value;
    return owner === undefined || !inScope(workload.namespace) ? [] : [[workload.key, owner] as const];
  });
  return Object.fromEntries(owners.sort(([a], [b]) => (a < b ? -1 : 1)));
}
