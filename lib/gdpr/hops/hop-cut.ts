import type { Revision } from '#lib/api/cluster-types.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import type { HopCut } from '#lib/api/hops-schemas.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { minimumCut } from '#lib/policy/paths/minimum-cut.ts';
import { CUT } from '#lib/text/en/hops.ts';
import { noSuchWay } from '#lib/text/en/server.ts';
import { hopStart } from './hop-walks.ts';
import type { HopsQuestion } from './hops-view.ts';

/** Names of one part, and parts, in one answer. */
const MAX_NAMES = 6;
const MAX_PARTS = 8;

/**
 * The fewest connections between workloads that must go until no way of any length is left between the workload of a pod
 * and another, over all that may be allowed; and what they cost.
 * @throws RingfenceError NOT_FOUND.
 */
export function hopCut(
  model: PolicyModel,
  { end, direction, to }: Pick<HopsQuestion, 'end' | 'direction'> & { readonly to: string },
  revision: Revision,
): HopCut {
  const { workload, name } = hopStart(model, end);
  if (model.classesOfWorkload(to).size === 0 || to === workload) {
    throw new RingfenceError('NOT_FOUND', noSuchWay(name, to));
  }
  const [from, target] = direction === 'out' ? [workload, to] : [to, workload];
  const avoiding = new Set(model.workloads.filter((each) => each !== from && each !== target && isIdle(model, each)));
  const { connections = 0, parts = [] } = minimumCut(model, [from], [target], { relation: 'may', avoiding }) ?? {};
  const bounded = parts.slice(0, MAX_PARTS).map((part) => ({
    from: part.from.slice(0, MAX_NAMES),
    fromAll: part.from.length,
    to: part.to.slice(0, MAX_NAMES),
    toAll: part.to.length,
  }));
  return {
    ...{ revision, to, connections, parts: bounded, moreParts: parts.length - bounded.length },
    sentence: CUT.sentence(connections),
    cost: connections === 0 ? '' : costOf(parts),
  };
}

function isIdle(model: PolicyModel, workload: string): boolean {
  for (const count of model.classesOfWorkload(workload).values()) if (count > 0) return false;
  return true;
}

function costOf(parts: readonly { readonly from: readonly string[]; readonly to: readonly string[] }[]): string {
  const targets = [...new Set(parts.flatMap(({ to }) => to))];
  const sources = [...new Set(parts.flatMap(({ from }) => from))];
  const [target = ''] = targets;
  const [source = ''] = sources;
  if (targets.length === 1) return `${CUT.oneTarget(nameOf(target), sources.length)} ${CUT.unknownUse}`;
  if (sources.length === 1) return `${CUT.oneSource(nameOf(source), targets.length)} ${CUT.unknownUse}`;
  return `${CUT.many(targets.length)} ${CUT.unknownUse}`;
}

function nameOf(workload: string): string {
  return workload.slice(workload.lastIndexOf('/') + 1);
}
