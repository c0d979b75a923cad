import { changedParts, partOfKey, partsByNamespace } from '#lib/kube/namespaced-map.ts';
import type { Container, Labels, ObjectMeta, Pod, PodSpec, Service, Workload } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import { isFinished } from '#lib/policy/address-holders.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { DATA_AT_REST_LABEL } from './data-class.ts';
import { type StoreSign, storeSign } from './heuristics/store-sign.ts';
import type { ServedPort } from './served-ports.ts';

/** What the checks know of one workload besides its connections. */
export interface WorkloadFacts {
  /** `ns/Kind/name` */
  readonly key: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  /** Class ids, ascending. */
  readonly classes: readonly number[];
  /** Running pods (or expected replicas) in those classes. */
  readonly count: number;
  /** The controller object; absent for bare pods and for controllers that were not in the input. */
  readonly controller?: Workload;
  readonly pods: readonly Pod[];
  /** Labels of one of its pods: of the template, else of the first pod. */
  readonly labels: Labels;
  /** Ports that it declares, probes, or serves through a Service; empty: not known. Sorted. */
  readonly served: readonly ServedPort[];
  readonly store: StoreSign | undefined;
  /** Of all its containers, each once. */
  readonly images: readonly string[];
  /** It mounts a volume claim, or makes one for each pod. */
  readonly claims: boolean;
  readonly hostNetwork: boolean;
  readonly dnsPolicy: string | undefined;
}

const NO_LABELS: Labels = Object.freeze(Object.create(null));

const collected = new WeakMap<PolicyModel, ReadonlyMap<string, WorkloadFacts>>();

/**
 * The facts of every workload of the model, by workload key. One pass over pods and Services, once for each model.
 * @param before an earlier revision: facts of workloads whose objects are the same are the same facts.
 */
export function collectWorkloadFacts(model: PolicyModel, before?: PolicyModel): ReadonlyMap<string, WorkloadFacts> {
  let facts = collected.get(model);
  if (facts === undefined) {
    const earlier = before?.objects.services === model.objects.services ? collected.get(before) : undefined;
    facts = collect(model, earlier === undefined ? undefined : { model: before as PolicyModel, facts: earlier });
    collected.set(model, facts);
  }
  return facts;
}

function collect(
  model: PolicyModel,
  earlier: { readonly model: PolicyModel; readonly facts: ReadonlyMap<string, WorkloadFacts> } | undefined,
): ReadonlyMap<string, WorkloadFacts> {
  const before = earlier?.model.objects;
  const { pods: allPods, workloads } = model.objects;
  const changed =
    before && new Set([...changedParts(before.pods, allPods), ...changedParts(before.workloads, workloads)]);
  const isSame = (part: string): boolean => changed?.has(part) === false;
  const podsOf = new Map<string, Pod[]>();
  for (const [part, pods] of partsByNamespace(allPods)) {
    if (isSame(part)) continue;
    for (const [key, pod] of pods) {
      if (isFinished(pod)) continue; // does not communicate (row 65)
      const workload = model.workloadOfPod(key);
      const own = podsOf.get(workload);
      if (own === undefined) podsOf.set(workload, [pod]);
      else own.push(pod);
    }
  }
  const services = Map.groupBy(model.objects.services.values(), (service) => service.metadata.namespace ?? 'default');

  const facts = new Map<string, WorkloadFacts>();
  for (const key of model.workloads) {
    const controller = workloads.get(key);
    const known = earlier?.facts.get(key);
    const pods = (isSame(partOfKey(key)) ? known?.pods : podsOf.get(key)) ?? [];
    const classCounts = model.classesOfWorkload(key);
    const classes = [...classCounts.keys()].sort((a, b) => a - b);
    const count = [...classCounts.values()].reduce((sum, each) => sum + each, 0);
    if (known !== undefined && isOf(known, controller, pods, classes, count)) {
      facts.set(key, known);
      continue;
    }
    const [namespace = '', kind = '', ...rest] = key.split('/');
    const specs = pods.length > 0 ? pods.map((pod) => pod.spec) : controller ? [controller.spec.template.spec] : [];
    const labelSets =
      pods.length > 0 ? pods.map((pod) => pod.metadata.labels) : [controller?.spec.template.metadata?.labels];
    const served = servedPorts(specs, labelSets, services.get(namespace) ?? []);
    const images = [...new Set(specs.flatMap((spec) => spec.containers.flatMap(({ image }) => image ?? [])))];
    const claims =
      controller?.spec.volumeClaims === true || specs.some((spec) => (spec.persistentVolumeClaims ?? []).length > 0);
    facts.set(key, {
      key,
      namespace,
      kind,
      name: rest.join('/'),
      classes,
      count,
      ...(controller === undefined ? {} : { controller }),
      pods,
      labels: controller?.spec.template.metadata?.labels ?? pods[0]?.metadata.labels ?? NO_LABELS,
      served,
      store: storeSign({ labels: atRestLabel(controller, pods), images, served, claims, kind }),
      images,
      claims,
      hostNetwork: specs.some((spec) => spec.hostNetwork === true),
      dnsPolicy: specs[0]?.dnsPolicy,
    });
  }
  return facts;
}

/** Whether facts are those of these very objects. */
function isOf(
  known: WorkloadFacts,
  controller: Workload | undefined,
  pods: readonly Pod[],
  classes: readonly number[],
  count: number,
): boolean {
  return (
    known.controller === controller &&
    known.count === count &&
    hasSameItems(known.pods, pods) &&
    hasSameItems(known.classes, classes)
  );
}

function hasSameItems<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function atRestLabel(controller: Workload | undefined, pods: readonly Pod[]): 'true' | 'false' | undefined {
  const metas: (ObjectMeta | { readonly labels?: Labels } | undefined)[] = [
    ...pods.map((pod) => pod.metadata),
    controller?.spec.template.metadata,
    controller?.metadata,
  ];
  const values = new Set(metas.map((meta) => labelValue(meta?.labels, DATA_AT_REST_LABEL)));
  return values.has('true') ? 'true' : values.has('false') ? 'false' : undefined;
}

function servedPorts(
  specs: readonly PodSpec[],
  labelSets: readonly (Labels | undefined)[],
  services: readonly Service[],
): readonly ServedPort[] {
  const served = new Map<string, ServedPort>();
  const add = (protocol: ServedPort['protocol'], port: number): void => {
    if (port >= 1 && port <= 65_535) served.set(`${protocol}/${port}`, { protocol, port });
  };
  const seen = new Set<string>();
  for (const spec of specs) {
    for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
      const ports = container.ports ?? [];
      const key = JSON.stringify([ports, container.probePorts]);
      if (seen.has(key)) continue; // replicas repeat themselves
      seen.add(key);
      for (const port of ports) add(port.protocol ?? 'TCP', port.containerPort);
      for (const port of probePorts(container)) add('TCP', port);
    }
  }
  for (const service of services) {
    const { selector, ports } = service.spec;
    if (selector === undefined || Object.keys(selector).length === 0) continue;
    if (!labelSets.some((labels) => hasAll(labels, selector))) continue;
    for (const port of ports ?? []) {
      const target = port.targetPort ?? port.port;
      // A named target is one of the container ports, which are in already.
      if (typeof target === 'number') add(port.protocol ?? 'TCP', target);
    }
  }
  return [...served.values()].sort((a, b) => a.protocol.localeCompare(b.protocol) || a.port - b.port);
}

function probePorts(container: Container): readonly number[] {
  return (container.probePorts ?? []).filter((port) => typeof port === 'number');
}

/** Whether a pod with `labels` is selected by a Service's selector: every pair is there. */
function hasAll(labels: Labels | undefined, selector: Labels): boolean {
  return Object.keys(selector).every((key) => labelValue(labels, key) === selector[key]);
}
