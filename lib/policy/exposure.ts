import { GATEWAY_GROUP } from '#lib/kube/gateway-api.ts';
import { KEPT_KINDS } from '#lib/kube/kept-kinds.ts';
import type { Entry } from './entry.ts';
import { hostEntries } from './host-entries.ts';
import type { PolicyModel } from './model.ts';
import { routedEntries } from './routed-entries.ts';
import { serviceEntries } from './service-entries.ts';

/**
 * The entry set E of gdpr.md §2.1: workloads to which somebody outside gets through a Service, a node's port, an
 * Ingress or a route. Whether the policies let them in is another question: `letsIn` (entry-verdict.ts).
 */
export interface EntrySet {
  /** Sorted by workload, then by what opens the way. */
  readonly entries: readonly Entry[];
  readonly byWorkload: ReadonlyMap<string, readonly Entry[]>;
  /** Kinds that may not be read, or not everywhere: there may be more entries than these. */
  readonly notRead: readonly string[];
}

const known = new WeakMap<PolicyModel, EntrySet>();

/** The entry set of a revision, computed once. */
export function entrySet(model: PolicyModel): EntrySet {
  let set = known.get(model);
  if (set === undefined) {
    set = computeEntries(model);
    known.set(model, set);
  }
  return set;
}

function computeEntries(model: PolicyModel): EntrySet {
  const direct = [...serviceEntries(model), ...hostEntries(model)];
  const keyed = [...direct, ...routedEntries(model, direct)].map((entry) => ({ entry, key: sortKey(entry) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const entries = keyed.map(({ entry }) => entry);
  return { entries, byWorkload: Map.groupBy(entries, ({ workload }) => workload), notRead: notReadKinds(model) };
}

function sortKey({ workload, via, object, path, protocol, port = 0 }: Entry): string {
  const number = String(port).padStart(5, '0');
  return [workload, via, object.namespace, object.name, path, protocol, number].join('\0');
}

/** Kinds of which an object that may not be read could open a way in. */
const OPENING: ReadonlySet<string> = new Set(
  KEPT_KINDS.filter(
    ({ kind, resource }) =>
      ['Service', 'EndpointSlice', 'Ingress', 'Pod'].includes(kind) || resource.endsWith(`.${GATEWAY_GROUP}`),
  ).map(({ resource }) => resource),
);

function notReadKinds({ objects }: PolicyModel): readonly string[] {
  const kinds = objects.completeness.kinds.filter(
    ({ resource, state }) =>
      OPENING.has(resource) && (state === 'forbidden' || state === 'partial' || state === 'failed'),
  );
  const byResource = new Map(KEPT_KINDS.map(({ kind, resource }) => [resource, kind]));
  return kinds.map(({ resource, kind }) => byResource.get(resource) ?? kind);
}
