import type { ClusterObjects } from './cluster-objects.ts';
import { managerRole } from './manager-role.ts';
import { changedPieces } from './namespaced-map.ts';
import type { KeptObject } from './objects.ts';

export type ChangeVerb = 'added' | 'changed' | 'removed';

/** One object that is different from one state to the next. */
export interface ObjectChange {
  readonly verb: ChangeVerb;
  readonly kind: string;
  /** Absent for cluster-scoped kinds. */
  readonly namespace?: string;
  readonly name: string;
  /** The tool that changed it last, or a word for everybody else; absent where the object does not say. */
  readonly manager?: string;
}

/** What people ask about first comes first; pods come and go by themselves. */
const KINDS = [
  'networkPolicies',
  'clusterPolicies',
  'unevaluated',
  'namespaces',
  'workloads',
  'services',
  'ingresses',
  'gateways',
  'routes',
  'ingressClasses',
  'gatewayClasses',
  'referenceGrants',
  'serviceEntries',
  'nodes',
  'pods',
  'endpointSlices',
] as const satisfies readonly (keyof ClusterObjects)[];

/** The objects that are others now, policies first. An object that is the same one was not changed. */
export function objectChanges(before: ClusterObjects, after: ClusterObjects): ObjectChange[] {
  return KINDS.flatMap((kind) => {
    const [old, now] = [before[kind], after[kind]] as readonly ReadonlyMap<string, KeptObject>[];
    if (old === undefined || now === undefined) return [];
    const changes: ObjectChange[] = [];
    const removed: ObjectChange[] = [];
    for (const [earlier, later] of changedPieces(old, now)) {
      for (const [key, object] of later) {
        const known = earlier.get(key);
        if (known !== object) changes.push(changeOf(known === undefined ? 'added' : 'changed', object));
      }
      for (const [key, object] of earlier) if (!later.has(key)) removed.push(changeOf('removed', object));
    }
    return [...changes, ...removed];
  });
}

function changeOf(verb: ChangeVerb, { kind, metadata }: KeptObject): ObjectChange {
  const manager = verb === 'removed' ? undefined : metadata.managedFields?.[0]?.manager; // who removed it nobody says
  return {
    verb,
    kind,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    name: metadata.name,
    ...(manager === undefined ? {} : { manager: managerRole(manager) }),
  };
}
