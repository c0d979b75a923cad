import { isRingfenceError } from '#lib/api/errors.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { serviceBackends } from '#lib/policy/service-backends.ts';

/** The workloads whose pods stand behind a Service (`ns/name`); nobody where there is no such Service now. */
export function workloadsBehind(model: PolicyModel, service: string): ReadonlySet<string> {
  try {
    const all = serviceBackends(model, service, undefined, undefined);
    return new Set(all.map(({ type, key }) => (type === 'pod' ? model.workloadOfPod(key) : key)));
  } catch (error) {
    if (isRingfenceError(error)) return new Set();
    throw error;
  }
}

const served = new WeakMap<PolicyModel, ReadonlySet<string>>();

/** Whether a workload stands behind any Service: only through one can a pod of it be seen to connect with itself. */
export function isServed(model: PolicyModel, workload: string): boolean {
  let all = served.get(model);
  if (all === undefined) {
    all = new Set([...model.objects.services.keys()].flatMap((service) => [...workloadsBehind(model, service)]));
    served.set(model, all);
  }
  return all.has(workload);
}
