import type { PolicyModel } from '#lib/policy/model.ts';
import { entriesFor } from './data-map/match.ts';
import type { DataMap } from './data-map/types.ts';
import { collectWorkloadFacts, type WorkloadFacts } from './workload-facts.ts';

/** The facts of every workload, by key; where the DataMap says of one whether data rests there, that decides. */
export function factsOf(
  model: PolicyModel,
  dataMap: DataMap,
  before?: PolicyModel,
): ReadonlyMap<string, WorkloadFacts> {
  const facts = collectWorkloadFacts(model, before);
  if (!dataMap.workloads.some(({ dataAtRest }) => dataAtRest !== undefined)) return facts;
  return new Map(
    [...facts].map(([key, workload]) => {
      const said = entriesFor(dataMap, workload).find(({ dataAtRest }) => dataAtRest !== undefined)?.dataAtRest;
      return [key, said === undefined ? workload : { ...workload, store: said ? 'data-map' : undefined }];
    }),
  );
}
