import type { FlowWindow } from '#lib/flows/flow-row.ts';
import { changesOf } from '#lib/flows/join/policy-times.ts';
import type { PolicyChange } from '#lib/flows/observed.ts';
import { managerRole } from '#lib/kube/manager-role.ts';
import type { KeptObject } from '#lib/kube/objects.ts';
import type { Analysis } from './analysis.ts';

const KINDS = ['networkPolicies', 'clusterPolicies', 'unevaluated'] as const;

/**
 * Changes of policies in a window, the oldest first. What this run saw comes from its revisions; of what was before it
 * each policy says itself when it was made and when it was changed last, and nothing says what is gone.
 */
export function policyChanges({ model, history }: Analysis, window: FlowWindow): readonly PolicyChange[] {
  const entries = history?.entries() ?? [];
  const seen = entries.flatMap(({ builtAt, changes }) =>
    changes.flatMap((change): PolicyChange[] =>
      POLICY.test(change.kind) ? [{ at: Date.parse(builtAt), ...change, told: 'revision' }] : [],
    ),
  );
  const first = entries.at(-1);
  const begun = first === undefined ? Number.POSITIVE_INFINITY : Date.parse(first.builtAt);
  const told = KINDS.flatMap((kind) => [...model.objects[kind].values()]).flatMap((policy) =>
    ownChanges(policy, begun),
  );
  return [...told, ...seen].filter(({ at }) => at >= window.from && at < window.to).sort((a, b) => a.at - b.at);
}

const POLICY = /Policy$/;

/** What a policy says of the time before this run; what came after was seen. */
function ownChanges(policy: KeptObject, before: number): readonly PolicyChange[] {
  const [last] = policy.metadata.managedFields ?? [];
  const manager = last === undefined ? {} : { manager: managerRole(last.manager) };
  return changesOf(policy)
    .filter(({ at }) => at < before)
    .map((change) => ({ ...change, ...manager }));
}
