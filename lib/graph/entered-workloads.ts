import type { Entry } from '#lib/policy/entry.ts';
import { entrySet } from '#lib/policy/exposure.ts';
import type { PolicyModel } from '#lib/policy/model.ts';

/**
 * Workloads to which the internet itself gets, by a Service or a port of a node. What comes through a proxy comes from
 * the proxy's pod (row 84), and has its own lines. Which of it the policies let in is the engine's answer; this only
 * says that somebody opened a way to the door.
 */
export function enteredWorkloads(model: PolicyModel): ReadonlySet<string> {
  return new Set(
    entrySet(model)
      .entries.filter(isFromInternet)
      .map(({ workload }) => workload),
  );
}

/**
 * Where it cannot be told (files without nodes), a Service that opens a way counts: that is what it is for. A pod on the
 * host network counts only where its node is public.
 */
function isFromInternet({ source, reach, via }: Entry): boolean {
  if (source === 'controller') return false;
  return reach === 'internet' || (reach === 'unknown' && via !== 'hostNetwork');
}
