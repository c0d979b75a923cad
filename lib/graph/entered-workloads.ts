import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { Labels, Service } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import type { PolicyModel } from '#lib/policy/model.ts';

/**
 * Workloads that a Service leads outside traffic to: LoadBalancer, NodePort or external addresses. Which of it the
 * policies let in is the engine's answer; this only says that somebody opened a way to the door.
 */
export function enteredWorkloads(model: PolicyModel): ReadonlySet<string> {
  const entered = new Set<string>();
  const services = [...model.objects.services.values()].filter(isOpenedToOutside);
  if (services.length === 0) return entered;
  const selectors = groupByNamespace(services);
  for (const pod of model.objects.pods.values()) {
    const key = `${pod.metadata.namespace}/${pod.metadata.name}`;
    if (model.classOf(key) === undefined) continue;
    if (leadsTo(selectors.get(pod.metadata.namespace ?? ''), pod.metadata.labels))
      entered.add(model.workloadOfPod(key));
  }
  for (const [key, workload] of templatesOf(model.objects)) {
    if (model.classOf(key) === undefined) continue;
    if (leadsTo(selectors.get(workload.namespace), workload.labels)) entered.add(key);
  }
  return entered;
}

const isOpenedToOutside = (service: Service) =>
  service.spec.type === 'LoadBalancer' ||
  service.spec.type === 'NodePort' ||
  (service.spec.externalIPs !== undefined && service.spec.externalIPs.length > 0);

function groupByNamespace(services: readonly Service[]): Map<string, Labels[]> {
  const byNamespace = new Map<string, Labels[]>();
  for (const { metadata, spec } of services) {
    // A Service without a selector leads to addresses somebody wrote down by hand, not to pods.
    if (spec.selector === undefined || Object.keys(spec.selector).length === 0) continue;
    const namespace = metadata.namespace ?? '';
    const list = byNamespace.get(namespace);
    if (list === undefined) byNamespace.set(namespace, [spec.selector]);
    else list.push(spec.selector);
  }
  return byNamespace;
}

function* templatesOf(objects: ClusterObjects): Iterable<[string, { namespace: string; labels: Labels | undefined }]> {
  for (const [key, workload] of objects.workloads) {
    yield [key, { namespace: workload.metadata.namespace ?? '', labels: workload.spec.template.metadata?.labels }];
  }
}

const leadsTo = (selectors: readonly Labels[] | undefined, labels: Labels | undefined) =>
  selectors?.some((selector) => Object.keys(selector).every((key) => labelValue(labels, key) === selector[key])) ===
  true;
