import { readingNotes } from '#lib/text/en/reading.ts';
import type { ReadingNote, UnreadObject } from './cluster-objects.ts';
import { clusterPolicyKind } from './cluster-policy-kinds.ts';
import { GATEWAY_GROUP } from './gateway-api.ts';
import type { KeptObject, Origin } from './objects.ts';
import { isUnevaluatedPolicy } from './policy-groups.ts';
import { projectClusterPolicy } from './project-cluster-policy.ts';
import { projectGatewayKind } from './project-gateway.ts';
import { projectMeta } from './project-meta.ts';
import {
  projectEndpointSlice,
  projectIngress,
  projectIngressClass,
  projectNamespace,
  projectNode,
  projectService,
} from './project-network.ts';
import { projectNetworkPolicy } from './project-network-policy.ts';
import { projectPod } from './project-pod.ts';
import { projectServiceEntry } from './project-service-entry.ts';
import { projectWorkload } from './project-workload.ts';
import { FieldProblem, isRawObject, type RawObject } from './read-field.ts';
import type { ReadingContext } from './reading-context.ts';
import { ISTIO_NETWORKING_GROUP } from './service-entry.ts';
import { isWorkloadKind } from './workload-kinds.ts';

export interface Projection {
  readonly kept?: KeptObject;
  /** What could not be read. With `kept` (policies only): parts of it, see `UnreadPart`. */
  readonly problems: readonly UnreadObject[];
  readonly notes: readonly ReadingNote[];
  readonly skipped?: Skipped;
}

/** Why there is neither a kept object nor a problem. `kind` is the object's own, where it has one. */
export interface Skipped {
  readonly reason: 'not-kubernetes' | 'unused-kind' | 'secret' | 'kubeconfig';
  readonly kind?: string;
}

const NONE: readonly never[] = [];

/** Kinds that hold secrets or settings: skipped here, before any of their fields is looked at. */
const SECRET_KINDS: ReadonlySet<string> = new Set(['Secret', 'ConfigMap', 'SecretList', 'ConfigMapList']);

/**
 * What Ringfence keeps of one object of the API: only what engine and pages need (gdpr.md §5.7). Dropped are
 * environment, arguments, commands, what volumes hold, the last applied configuration, annotations but a few, and all
 * of Secrets and ConfigMaps. Pure, never throws, and idempotent: projecting a kept object gives an equal one.
 */
export function projectObject(raw: unknown, origin?: Origin): Projection {
  if (!isRawObject(raw)) return skip('not-kubernetes');
  const { apiVersion, kind } = raw;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || apiVersion === '' || kind === '') {
    return skip('not-kubernetes');
  }
  if (apiVersion === 'v1' && SECRET_KINDS.has(kind)) return skip('secret', kind);
  if (apiVersion === 'v1' && kind === 'Config') return skip('kubeconfig', kind);
  const notes: ReadingNote[] = [];
  try {
    const projected = projectKind(raw, apiVersion, kind, { object: nameOfRaw(raw, kind), notes });
    if (projected === undefined) return skip('unused-kind', kind);
    const kept = origin === undefined ? projected : { ...projected, origin: originOf(projected, origin) };
    if (needsNamespace(kept) && !hasNamespace(raw)) {
      const object = objectName(kept.kind, kept.metadata.namespace, kept.metadata.name);
      notes.push({ code: 'default-namespace', message: readingNotes.defaultNamespace(object), object });
    }
    return { kept, problems: policyProblems(kept, origin), notes: located(notes, origin) };
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    return {
      problems: [{ ...place(origin), object: nameOfRaw(raw, kind), field: error.path, message: error.message }],
      notes: NONE,
    };
  }
}

function projectKind(
  raw: RawObject,
  apiVersion: string,
  kind: string,
  context: ReadingContext,
): KeptObject | undefined {
  const { notes } = context;
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  if (group === '') return projectCoreKind(raw, apiVersion, kind, context);
  if (group === 'networking.k8s.io' || group === 'extensions') {
    if (kind === 'NetworkPolicy') {
      return apiVersion === 'networking.k8s.io/v1'
        ? projectNetworkPolicy(raw, notes)
        : unevaluated(raw, apiVersion, kind);
    }
    if (kind === 'Ingress') return projectIngress(raw, apiVersion, context);
    if (kind === 'IngressClass') return projectIngressClass(raw, apiVersion);
  }
  if (group === GATEWAY_GROUP) return projectGatewayKind(raw, apiVersion, kind, context);
  if (group === ISTIO_NETWORKING_GROUP && kind === 'ServiceEntry') return projectServiceEntry(raw, apiVersion);
  if (group === 'discovery.k8s.io' && kind === 'EndpointSlice') return projectEndpointSlice(raw, apiVersion, context);
  if ((group === 'apps' || group === 'batch' || group === 'extensions') && isWorkloadKind(kind)) {
    return projectWorkload(raw, apiVersion, kind, context);
  }
  const clusterPolicy = clusterPolicyKind(apiVersion, kind);
  if (clusterPolicy !== undefined) return projectClusterPolicy(raw, clusterPolicy, notes);
  return isUnevaluatedPolicy(group, kind) ? unevaluated(raw, apiVersion, kind) : undefined;
}

function projectCoreKind(
  raw: RawObject,
  apiVersion: string,
  kind: string,
  context: ReadingContext,
): KeptObject | undefined {
  if (apiVersion !== 'v1') return undefined;
  switch (kind) {
    case 'Pod':
      return projectPod(raw, context);
    case 'Namespace':
      return projectNamespace(raw);
    case 'Node':
      return projectNode(raw, context);
    case 'Service':
      return projectService(raw, context);
    case 'ReplicationController':
      return projectWorkload(raw, apiVersion, kind, context);
    default:
      return undefined;
  }
}

function unevaluated(raw: RawObject, apiVersion: string, kind: string): KeptObject {
  return { apiVersion, kind, metadata: projectMeta(raw, 'unknown') };
}

/** Every problem of a policy that was kept, one for each part that could not be read. */
function policyProblems(kept: KeptObject, origin: Origin | undefined): readonly UnreadObject[] {
  if (!('unread' in kept) || kept.unread === undefined) return NONE;
  const object = objectName(kept.kind, kept.metadata.namespace, kept.metadata.name);
  return kept.unread.map(({ path, message }) => ({ ...place(origin), object, field: path, message }));
}

/** The YAML is kept for policies alone: nothing else is quoted. */
function originOf(kept: KeptObject, origin: Origin): Origin {
  if (origin.text === undefined || isQuoted(kept)) return origin;
  return { file: origin.file, document: origin.document, line: origin.line };
}

function isQuoted({ kind, apiVersion }: KeptObject): boolean {
  return kind === 'NetworkPolicy' || clusterPolicyKind(apiVersion, kind) !== undefined;
}

function needsNamespace(kept: KeptObject): boolean {
  return kept.metadata.namespace === 'default';
}

function hasNamespace(raw: RawObject): boolean {
  const namespace = isRawObject(raw.metadata) ? raw.metadata.namespace : undefined;
  return typeof namespace === 'string' && namespace !== '';
}

function located(notes: readonly ReadingNote[], origin: Origin | undefined): readonly ReadingNote[] {
  return origin === undefined || notes.length === 0 ? notes : notes.map((note) => ({ ...note, ...place(origin) }));
}

function place(origin: Origin | undefined): Pick<UnreadObject, 'file' | 'document' | 'line'> {
  return origin === undefined ? {} : { file: origin.file, document: origin.document, line: origin.line };
}

/** `Kind ns/name`, or as much of it as can be read. */
function nameOfRaw(raw: RawObject, kind: string): string {
  const meta = isRawObject(raw.metadata) ? raw.metadata : undefined;
  const name = typeof meta?.name === 'string' ? meta.name : '?';
  return objectName(kind, typeof meta?.namespace === 'string' ? meta.namespace : undefined, name);
}

/** `Kind ns/name`; `Kind name` for cluster-scoped objects. */
export function objectName(kind: string, namespace: string | undefined, name: string): string {
  return namespace === undefined || namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

function skip(reason: Skipped['reason'], kind?: string): Projection {
  return { problems: NONE, notes: NONE, skipped: kind === undefined ? { reason } : { reason, kind } };
}
