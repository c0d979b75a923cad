import type { FlowWindow } from '#lib/flows/flow-row.ts';
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
  const told = KINDS.flatMap((kind) => [...model.objects[kind].values()]).flatMap((policy) => ownTimes(policy, begun));
  return [...told, ...seen].filter(({ at }) => at >= window.from && at < window.to).sort((a, b) => a.at - b.at);
}

const POLICY = /Policy$/;

function ownTimes({ kind, metadata }: KeptObject, before: number): readonly PolicyChange[] {
  const { name, namespace, creationTimestamp, managedFields } = metadata;
  const [last] = managedFields ?? [];
  const change = (verb: PolicyChange['verb'], time: string | undefined): PolicyChange[] => {
    const at = Date.parse(time ?? '');
    if (Number.isNaN(at) || at >= before) return []; // after that it was seen
    const manager = last === undefined ? {} : { manager: managerRole(last.manager) };
    return [{ at, verb, kind, ...(namespace === undefined ? {} : { namespace }), name, ...manager, told: 'object' }];
  };
  const made = change('added', creationTimestamp);
  return last?.time === creationTimestamp ? made : [...made, ...change('changed', last?.time)];
}
