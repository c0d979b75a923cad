import type { ClusterState } from '#lib/kube/cluster-state.ts';
import type { KeptObject } from '#lib/kube/objects.ts';
import type { Random } from './random.ts';

/** So many kinds of changes there are. */
export const SURROUNDINGS = 5;

/** What pods stand in: their labels, namespaces, nodes, policies, and what of all that may be read. @param kind below `SURROUNDINGS`. */
export function changeSurroundings(state: ClusterState, random: Random, kind: number): void {
  const { pods, namespaces, nodes, networkPolicies, completeness } = state.snapshot();
  const upsert = (object: KeptObject | undefined): void => {
    if (object !== undefined) state.apply({ type: 'upsert', object });
  };
  const withLabelsOf = <Kept extends KeptObject>(object: Kept | undefined, other: Kept | undefined) =>
    object && { ...object, metadata: { ...object.metadata, labels: other?.metadata.labels ?? {} } };
  if (kind === 0) upsert(withLabelsOf(random.pick([...namespaces.values()]), random.pick([...namespaces.values()])));
  else if (kind === 1) upsert(withLabelsOf(random.pick([...pods.values()]), random.pick([...pods.values()])));
  else if (kind === 2) {
    const node = random.pick([...nodes.values()]);
    if (node !== undefined && random.chance(0.5)) state.apply({ type: 'remove', object: node });
    else upsert(node && { ...node, status: random.pick([...nodes.values()])?.status });
  } else if (kind === 3) {
    const policy = random.pick([...networkPolicies.values()]);
    if (policy !== undefined) state.apply({ type: 'remove', object: policy });
  } else {
    const turned = completeness.kinds.map((each) =>
      random.chance(0.3) ? ({ ...each, state: each.state === 'read' ? 'forbidden' : 'read' } as const) : each,
    );
    state.setCompleteness({ ...completeness, kinds: turned });
  }
}
