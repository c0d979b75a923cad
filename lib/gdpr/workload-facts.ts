import type { Labels, Pod, PodSpec, Service, Workload } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import { compareText } from '#lib/policy/connection-units.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { PROTOCOLS } from '#lib/policy/port-set.ts';
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

/** It has pods on the host network, where policies do not select them and whoever shares the node counts (row 58). */
export function isOnHost({ hostNetwork, count }: WorkloadFacts): boolean {
  return hostNetwork && count > 0;
}

/** The class of a pod of a workload; undefined for one that is finished. Of one class alone nobody has to be asked. */
export function classOfPod(
  model: Pick<PolicyModel, 'classOf'>,
  { classes, pods, count }: WorkloadFacts,
  pod: string,
): number | undefined {
  return classes.length === 1 && pods.length === count ? classes[0] : model.classOf(pod);
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
    facts = collect(model, earlier);
    collected.set(model, facts);
  }
  return facts;
}

function collect(model: PolicyModel, earlier?: ReadonlyMap<string, WorkloadFacts>): ReadonlyMap<string, WorkloadFacts> {
  const { workloads } = model.objects;
  const services = Map.groupBy(model.objects.services.values(), (service) => service.metadata.namespace ?? 'default');

  const facts = new Map<string, WorkloadFacts>();
  for (const key of model.workloads) {
    const controller = workloads.get(key);
    const pods = model.podsOfWorkload(key);
    const classCounts = model.classesOfWorkload(key);
    const known = earlier?.get(key);
    if (known !== undefined && isOf(known, controller, pods, classCounts)) {
      facts.set(key, known);
      continue;
    }
    const classes = [...classCounts.keys()].sort((a, b) => a - b);
    const count = sumOf(classCounts);
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
  classCounts: ReadonlyMap<number, number>,
): boolean {
  return (
    known.controller === controller &&
    (known.pods === pods || hasSameItems(known.pods, pods)) &&
    known.classes.length === classCounts.size &&
    known.classes.every((id) => classCounts.has(id)) &&
    known.count === sumOf(classCounts)
  );
}

function sumOf(counts: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}

function hasSameItems<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function atRestLabel(controller: Workload | undefined, pods: readonly Pod[]): 'true' | 'false' | undefined {
  const own = [controller?.spec.template.metadata?.labels, controller?.metadata.labels];
  const values = new Set(own.map((labels) => labelValue(labels, DATA_AT_REST_LABEL)));
  for (const { metadata } of pods) values.add(labelValue(metadata.labels, DATA_AT_REST_LABEL));
  return values.has('true') ? 'true' : values.has('false') ? 'false' : undefined;
}

function servedPorts(
  specs: readonly PodSpec[],
  labelSets: readonly (Labels | undefined)[],
  services: readonly Service[],
): readonly ServedPort[] {
  const served = new Map<number, ServedPort>();
  const add = (protocol: ServedPort['protocol'], port: number): void => {
    if (port < 1 || port > 65_535) return;
    const key = PROTOCOLS.indexOf(protocol) * 65_536 + port;
    if (!served.has(key)) served.set(key, { protocol, port }); // replicas repeat themselves
  };
  for (const spec of specs) {
    for (const containers of [spec.containers, spec.initContainers ?? []]) {
      for (const { ports = [], probePorts = [] } of containers) {
        for (const { protocol = 'TCP', containerPort } of ports) add(protocol, containerPort);
        for (const port of probePorts) if (typeof port === 'number') add('TCP', port);
      }
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
  return [...served.values()].sort((a, b) => compareText(a.protocol, b.protocol) || a.port - b.port);
}

/** Whether a pod with `labels` is selected by a Service's selector: every pair is there. */
function hasAll(labels: Labels | undefined, selector: Labels): boolean {
  return Object.keys(selector).every((key) => labelValue(labels, key) === selector[key]);
}
