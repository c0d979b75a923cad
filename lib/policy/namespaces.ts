import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { readByNamespace } from '#lib/kube/namespaced-map.ts';
import { type Labels, labelValue } from '#lib/kube/objects.ts';
import { matchesRequirement, matchesSelector, type Selector } from './label-selector.ts';
import { MATCHES, type Match, matchesPossibly, NO_MATCH } from './match.ts';
import { reasonBit } from './reasons.ts';
import type { Profile } from './types.ts';

export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

export interface KnownNamespace {
  readonly id: number;
  readonly name: string;
  /** With `kubernetes.io/metadata.name`, which every namespace has (row 30). */
  readonly labels: Labels;
  /** The Namespace object was read, so that these are all its labels. */
  readonly read: boolean;
}

/** The namespaces of one model, sorted by name; what a namespace selector matches is kept per selector. */
export class NamespaceTable {
  readonly list: readonly KnownNamespace[];
  private readonly byName: ReadonlyMap<string, KnownNamespace>;
  private readonly memo = new Map<number, Int32Array>();
  private readonly labelled = new Map<string, ReadonlyMap<string, readonly KnownNamespace[]>>();
  /** Their labels may not be known. */
  private unread: readonly KnownNamespace[] | undefined;
  private readonly profile: Profile;

  /** @param names of all namespaces, sorted: `namespaceNames`. */
  constructor(objects: ClusterObjects, profile: Profile, names: readonly string[] = namespaceNames(objects)) {
    this.profile = profile;
    this.list = names.map((name, id) => {
      const object = objects.namespaces.get(name);
      return { id, name, labels: withNameLabel(object?.metadata.labels, name), read: object !== undefined };
    });
    this.byName = new Map(this.list.map((namespace) => [namespace.name, namespace]));
  }

  get(name: string): KnownNamespace | undefined {
    return this.byName.get(name);
  }

  /** Whether both number the same namespaces, whatever their labels are. */
  hasNamesOf({ list }: NamespaceTable): boolean {
    return list === this.list || this.hasNames(list.map(({ name }) => name));
  }

  hasNames(names: readonly string[]): boolean {
    return names.length === this.list.length && names.every((name, id) => name === this.list[id]?.name);
  }

  /** Per namespace id: whether the selector matches it. */
  matches(selector: Selector): Int32Array {
    const known = this.memo.get(selector.id);
    if (known !== undefined) return known;
    const matches = new Int32Array(this.list.length).fill(NO_MATCH);
    for (const namespace of this.candidates(selector)) matches[namespace.id] = this.match(selector, namespace);
    this.memo.set(selector.id, matches);
    return matches;
  }

  /** Those among which all are that a selector may mean: most selectors give a label and its value. */
  private candidates({ requirements }: Selector): readonly KnownNamespace[] {
    const requirement = requirements.find(({ operator }) => operator === 'In');
    if (requirement === undefined) return this.list;
    const { key, values } = requirement;
    let byValue = this.labelled.get(key);
    if (byValue === undefined) {
      const carriers = this.list.filter(({ labels }) => labelValue(labels, key) !== undefined);
      byValue = Map.groupBy(carriers, ({ labels }) => labelValue(labels, key) as string);
      this.labelled.set(key, byValue);
    }
    this.unread ??= this.list.filter(({ read }) => !read);
    return [...values.flatMap((value) => byValue.get(value) ?? []), ...this.unread];
  }

  /** As `matches` for one namespace, also for one that is only assumed to exist. */
  match(selector: Selector, namespace: Pick<KnownNamespace, 'labels' | 'read'>): Match {
    if (namespace.read || this.profile.missingNamespaceLabels === 'assumeNone') {
      return matchesSelector(selector, namespace.labels) ? MATCHES : NO_MATCH;
    }
    // Row 31: only the name is certain; every other label may be there or not.
    let certain = true;
    for (const requirement of selector.requirements) {
      if (requirement.key !== NAMESPACE_NAME_LABEL) certain = false;
      else if (!matchesRequirement(requirement, namespace.labels)) return NO_MATCH;
    }
    return certain ? MATCHES : matchesPossibly(reasonBit('namespace-not-read'));
  }
}

/** Labels of a namespace as the API server serves them. */
export function withNameLabel(labels: Labels | undefined, name: string): Labels {
  return Object.assign(Object.create(null), labels, { [NAMESPACE_NAME_LABEL]: name });
}

/** Every namespace that is an object or that something lives in, sorted. */
export function namespaceNames(objects: ClusterObjects): readonly string[] {
  const names = new Set(objects.namespaces.keys());
  const namespaced = [
    objects.pods,
    objects.workloads,
    objects.networkPolicies,
    objects.services,
    objects.endpointSlices,
    objects.ingresses,
    objects.gateways,
    objects.routes,
    objects.unevaluated,
  ];
  for (const kind of namespaced) {
    for (const name of namesIn(kind).flat()) names.add(name);
  }
  for (const kind of objects.completeness.kinds) for (const name of kind.deniedNamespaces ?? []) names.add(name);
  return [...names].sort();
}

/** The namespaces of a collection, found once in the life of each part. */
const namesIn = readByNamespace(
  (part: ReadonlyMap<string, { readonly metadata: { readonly namespace?: string | undefined } }>) => [
    ...new Set([...part.values()].flatMap(({ metadata }) => metadata.namespace ?? [])),
  ],
);
