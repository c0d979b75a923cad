import type { Container, Service } from '#lib/kube/objects.ts';
import type { PolicyModel } from './model.ts';
import { NO_PORTS, type PortSet, portRange, unitePorts } from './port-set.ts';
import { allContainers, protocolOf, serviceTable } from './service-table.ts';

const known = new WeakMap<PolicyModel, DeclaredPorts>();

/**
 * The ports that some pod of a class says it listens on: those of its containers, those that its probes ask (TCP), and
 * those that a Service leads to there. A pod may listen on others.
 */
export function declaredPortsOf(model: PolicyModel, classId: number): PortSet {
  let ports = known.get(model);
  if (ports === undefined) {
    ports = new DeclaredPorts(model);
    known.set(model, ports);
  }
  return ports.ofClass(classId);
}

/** Reads classes, and the Services of a namespace, when they are asked for. */
class DeclaredPorts {
  readonly #model: PolicyModel;
  readonly #ofClass: (PortSet | undefined)[] = [];
  readonly #services: ReadonlyMap<string, readonly Service[]>;
  /** Namespace → pod or workload without pods → ports. */
  readonly #byServices = new Map<string, ReadonlyMap<string, PortSet>>();

  constructor(model: PolicyModel) {
    this.#model = model;
    this.#services = Map.groupBy(model.objects.services.values(), ({ metadata }) => metadata.namespace ?? 'default');
  }

  ofClass(classId: number): PortSet {
    const read = this.#ofClass[classId];
    if (read !== undefined) return read;
    const podClass = this.#model.classes[classId];
    if (podClass === undefined) return NO_PORTS;
    const { objects } = this.#model;
    const byServices = this.#inNamespace(podClass.namespace);
    let ports = NO_PORTS;
    const add = (key: string, containers: readonly Container[]): void => {
      ports = unitePorts(ports, byServices.get(key) ?? NO_PORTS);
      for (const container of containers) ports = unitePorts(ports, portsOfContainer(container));
    };
    for (const key of podClass.pods) {
      const pod = objects.pods.get(key);
      if (pod !== undefined) add(key, allContainers(pod.spec));
    }
    for (const key of podClass.podlessWorkloads) {
      const workload = objects.workloads.get(key);
      if (workload !== undefined) add(key, allContainers(workload.spec.template.spec));
    }
    this.#ofClass[classId] = ports;
    return ports;
  }

  #inNamespace(namespace: string): ReadonlyMap<string, PortSet> {
    const read = this.#byServices.get(namespace);
    if (read !== undefined) return read;
    const found = new Map<string, PortSet>();
    for (const service of this.#services.get(namespace) ?? []) {
      for (const servicePort of service.spec.ports ?? []) {
        for (const { key, port } of serviceTable(this.#model).allBackends(service, servicePort)) {
          if (port === undefined) continue;
          const one = portRange(protocolOf(servicePort), port.port, port.port);
          found.set(key, unitePorts(found.get(key) ?? NO_PORTS, one));
        }
      }
    }
    this.#byServices.set(namespace, found);
    return found;
  }
}

function portsOfContainer({ ports = [], probePorts = [] }: Container): PortSet {
  let set = NO_PORTS;
  for (const { containerPort, protocol = 'TCP' } of ports) {
    set = unitePorts(set, portRange(protocol, containerPort, containerPort));
  }
  for (const port of probePorts) if (typeof port === 'number') set = unitePorts(set, portRange('TCP', port, port));
  return set;
}
