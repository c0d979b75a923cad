import { problems } from '#lib/text/en/reading.ts';
import type { Container, ContainerPort, Pod, PodSpec } from './objects.ts';
import { projectMeta } from './project-meta.ts';
import { readPortNumber, readProtocol, requirePortNumber } from './project-port.ts';
import { readAddress } from './read-address.ts';
import {
  FieldProblem,
  isRawObject,
  type RawObject,
  readBoolean,
  readList,
  readNonEmptyText,
  readObject,
  requireObject,
  requireText,
  withoutUndefined,
} from './read-field.ts';
import type { ReadingContext } from './reading-context.ts';

/** Throws FieldProblem. */
export function projectPod(raw: RawObject, context: ReadingContext): Pod {
  return withoutUndefined<Pod>({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: projectMeta(raw, 'namespaced'),
    spec: projectPodSpec(raw.spec, 'spec', context),
    status: projectPodStatus(raw.status, context),
  });
}

/** Commands, arguments, environment, volumes' contents and the rest are dropped here. Throws FieldProblem. */
export function projectPodSpec(value: unknown, path: string, context: ReadingContext): PodSpec {
  const spec = requireObject(value, path);
  return withoutUndefined<PodSpec>({
    nodeName: readNonEmptyText(spec.nodeName, `${path}.nodeName`),
    // False is the default and left out, so that manifests and live objects look alike.
    hostNetwork: readBoolean(spec.hostNetwork, `${path}.hostNetwork`) || undefined,
    dnsPolicy: readNonEmptyText(spec.dnsPolicy, `${path}.dnsPolicy`),
    automountServiceAccountToken: readBoolean(
      spec.automountServiceAccountToken,
      `${path}.automountServiceAccountToken`,
    ),
    containers: projectContainers(spec.containers, `${path}.containers`, context),
    initContainers: nonEmpty(projectContainers(spec.initContainers, `${path}.initContainers`, context)),
    persistentVolumeClaims: projectClaims(spec, path),
  });
}

function projectContainers(value: unknown, path: string, context: ReadingContext): readonly Container[] {
  return (readList(value, path) ?? []).map((item, index) => {
    const at = `${path}[${index}]`;
    const container = requireObject(item, at);
    return withoutUndefined<Container>({
      name: requireText(container.name, `${at}.name`),
      image: readNonEmptyText(container.image, `${at}.image`),
      ports: projectContainerPorts(container.ports, `${at}.ports`, context),
      probePorts: projectProbePorts(container, at),
    });
  });
}

function projectContainerPorts(
  value: unknown,
  path: string,
  context: ReadingContext,
): readonly ContainerPort[] | undefined {
  return nonEmpty(
    readList(value, path)?.map((item, index) => {
      const at = `${path}[${index}]`;
      const port = requireObject(item, at);
      return withoutUndefined<ContainerPort>({
        name: readNonEmptyText(port.name, `${at}.name`),
        containerPort: requirePortNumber(port.containerPort, `${at}.containerPort`),
        protocol: readProtocol(port.protocol, `${at}.protocol`),
        // The API server writes 0 for "none" in old objects.
        hostPort: port.hostPort === 0 ? undefined : readPortNumber(port.hostPort, `${at}.hostPort`),
        hostIP: readAddress(port.hostIP, `${at}.hostIP`, context),
      });
    }),
  );
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const PROBE_ACTIONS = ['httpGet', 'tcpSocket', 'grpc'] as const;

/** A hint only, so a probe that cannot be understood is passed over. */
function projectProbePorts(container: RawObject, path: string): readonly (number | string)[] | undefined {
  const kept = readList(container.probePorts, `${path}.probePorts`);
  const found = new Set<number | string>();
  for (const port of kept ?? []) if (isPortLike(port)) found.add(port);
  for (const probeName of PROBES) {
    const probe = container[probeName];
    if (!isRawObject(probe)) continue;
    for (const actionName of PROBE_ACTIONS) {
      const action = probe[actionName];
      if (isRawObject(action) && isPortLike(action.port)) found.add(action.port);
    }
  }
  return found.size === 0 ? undefined : [...found];
}

function isPortLike(value: unknown): value is number | string {
  return (typeof value === 'string' && value.isWellFormed()) || (typeof value === 'number' && Number.isInteger(value));
}

/** Names only: which claims a pod mounts, never what a volume holds. */
function projectClaims(spec: RawObject, path: string): readonly string[] | undefined {
  const claims = (readList(spec.persistentVolumeClaims, `${path}.persistentVolumeClaims`) ?? []).map((claim, index) =>
    requireText(claim, `${path}.persistentVolumeClaims[${index}]`),
  );
  for (const [index, item] of (readList(spec.volumes, `${path}.volumes`) ?? []).entries()) {
    const at = `${path}.volumes[${index}]`;
    const claim = readObject(requireObject(item, at).persistentVolumeClaim, `${at}.persistentVolumeClaim`);
    if (claim !== undefined) claims.push(requireText(claim.claimName, `${at}.persistentVolumeClaim.claimName`));
  }
  return nonEmpty(claims);
}

function projectPodStatus(value: unknown, context: ReadingContext): Pod['status'] {
  const status = readObject(value, 'status');
  if (status === undefined) return undefined;
  const kept = withoutUndefined<NonNullable<Pod['status']>>({
    phase: readNonEmptyText(status.phase, 'status.phase'),
    podIP: readAddress(status.podIP, 'status.podIP', context),
    podIPs: nonEmpty(
      readList(status.podIPs, 'status.podIPs')?.map((item, index) => {
        const at = `status.podIPs[${index}]`;
        const ip = readAddress(requireObject(item, at).ip, `${at}.ip`, context);
        if (ip === undefined) throw new FieldProblem(`${at}.ip`, problems.missing);
        return { ip };
      }),
    ),
    hostIP: readAddress(status.hostIP, 'status.hostIP', context),
    ready: readBoolean(status.ready, 'status.ready') ?? readyCondition(status.conditions),
  });
  return Object.keys(kept).length === 0 ? undefined : kept;
}

function readyCondition(value: unknown): boolean | undefined {
  const ready = readList(value, 'status.conditions')?.find((item) => isRawObject(item) && item.type === 'Ready');
  return isRawObject(ready) ? ready.status === 'True' : undefined;
}

function nonEmpty<Item>(list: readonly Item[] | undefined): readonly Item[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}
