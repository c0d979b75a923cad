import type { ClusterPolicy, Direction, LabelSelector, Labels, NetworkPolicy } from '#lib/kube/objects.ts';
import { matchesRequirement, type Requirement, requirementsOf, selectorKey } from '#lib/policy/label-selector.ts';
import { NAMESPACE_NAME_LABEL, withNameLabel } from '#lib/policy/namespaces.ts';
import type { CheckContext } from './check.ts';
import { selectsWorkload } from './policy-rules.ts';
import type { ReachingWorkloads } from './reaching-workloads.ts';
import { workloadsSelectedBy } from './selected-workloads.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** A peer that means pods by their labels and those of their namespaces, in one shape for every kind of policy. */
export interface SelectorPeer {
  /** `spec.ingress[0].from[1]` */
  readonly path: string;
  readonly direction: Direction;
  /** The rule's place in its list, 0-based, and the peer's in the rule. */
  readonly rule: number;
  readonly index: number;
  readonly podSelector?: LabelSelector;
  /** Absent: the policy's own namespace. */
  readonly namespaceSelector?: LabelSelector;
}

/** The peers of a policy's rules that are selectors, of rules that were understood. Blocks, nodes and names are none. */
export function selectorPeers(policy: NetworkPolicy | ClusterPolicy): readonly SelectorPeer[] {
  let peers = peersOfPolicy.get(policy);
  if (peers === undefined) {
    peers = readPeers(policy);
    peersOfPolicy.set(policy, peers);
  }
  return peers;
}

const peersOfPolicy = new WeakMap<NetworkPolicy | ClusterPolicy, readonly SelectorPeer[]>();

function readPeers(policy: NetworkPolicy | ClusterPolicy): readonly SelectorPeer[] {
  const unread = new Set(
    (policy.unread ?? []).map((part) => (part.part === 'rule' ? `${part.direction} ${part.index}` : '')),
  );
  return (['ingress', 'egress'] as const).flatMap((direction) => {
    const side = direction === 'ingress' ? 'from' : 'to';
    const rules: readonly { readonly from?: readonly object[]; readonly to?: readonly object[] }[] =
      policy.spec[direction] ?? [];
    return rules.flatMap((each, rule) =>
      (unread.has(`${direction} ${rule}`) ? [] : (each[side] ?? [])).flatMap((peer, index) => {
        const selectors = selectorsOf(peer);
        if (selectors === undefined) return [];
        return [{ path: `spec.${direction}[${rule}].${side}[${index}]`, direction, rule, index, ...selectors }];
      }),
    );
  });
}

type Selectors = Pick<SelectorPeer, 'podSelector' | 'namespaceSelector'>;

function selectorsOf(peer: {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly namespaces?: LabelSelector;
  readonly pods?: Selectors;
}): Selectors | undefined {
  const { podSelector, namespaceSelector, namespaces, pods } = peer;
  if (namespaces !== undefined) return { namespaceSelector: namespaces };
  if (pods !== undefined) return { namespaceSelector: {}, podSelector: {}, ...pods };
  if (podSelector === undefined && namespaceSelector === undefined) return undefined;
  return {
    ...(podSelector === undefined ? {} : { podSelector }),
    ...(namespaceSelector === undefined ? {} : { namespaceSelector }),
  };
}

export interface MatchedNamespaces {
  /** Sorted. */
  readonly certain: readonly string[];
  /** Their labels are not known: the Namespace object is not in the input. */
  readonly possible: readonly string[];
}

const matched = new WeakMap<CheckContext, Map<string, MatchedNamespaces>>();

/** The namespaces of the input that a selector means. Few selectors are written a thousand times: kept by text. */
export function namespacesMatching(context: CheckContext, selector: LabelSelector): MatchedNamespaces {
  const known = matched.get(context) ?? new Map<string, MatchedNamespaces>();
  matched.set(context, known);
  const key = selectorKey(selector);
  let found = known.get(key);
  if (found === undefined) {
    found = match(context, requirementsOf(selector));
    known.set(key, found);
  }
  return found;
}

function match(context: CheckContext, requirements: readonly Requirement[]): MatchedNamespaces {
  const certain: string[] = [];
  const possible: string[] = [];
  for (const { name, labels, read } of labelledNamespaces(context)) {
    let holds = true;
    let isPossible = !read;
    for (const requirement of requirements) {
      const isName = isOfName(requirement);
      if (!read && !isName) holds = false;
      else if (!matchesRequirement(requirement, labels)) {
        holds = false;
        isPossible = false;
        break;
      }
    }
    if (holds) certain.push(name);
    else if (isPossible) possible.push(name);
  }
  return { certain, possible };
}

interface LabelledNamespace {
  readonly name: string;
  readonly labels: Labels;
  /** These are all of its labels. */
  readonly read: boolean;
}

const labelled = new WeakMap<CheckContext, readonly LabelledNamespace[]>();

function labelledNamespaces(context: CheckContext): readonly LabelledNamespace[] {
  let list = labelled.get(context);
  if (list === undefined) {
    list = context.model.namespaces.map((name) => {
      const object = context.model.objects.namespaces.get(name);
      const read = object !== undefined || context.model.profile.missingNamespaceLabels === 'assumeNone';
      return { name, labels: withNameLabel(object?.metadata.labels, name), read };
    });
    labelled.set(context, list);
  }
  return list;
}

function isOfName({ key }: Requirement): boolean {
  return key === NAMESPACE_NAME_LABEL;
}

/** Up to so many it is quicker to look through their workloads than through all that carry a label. */
const FEW_NAMESPACES = 3;

type Hosts = 'with-hosts' | 'without-hosts';

interface Meant {
  readonly 'with-hosts': readonly WorkloadFacts[];
  /** The same list where none of them is on the host network. */
  readonly 'without-hosts': readonly WorkloadFacts[];
}

const meant = new WeakMap<CheckContext, Map<string, Meant>>();

/**
 * The workloads that a peer means, by a pod or a template; those on the host network only where asked for. Namespaces
 * whose labels are not known are left out: see `namespacesMatching`. Looked up once for each pair of selectors: several
 * checks ask for every peer.
 */
export function workloadsOfPeer(
  context: CheckContext,
  { podSelector = {}, namespaceSelector }: Pick<SelectorPeer, 'podSelector' | 'namespaceSelector'>,
  ownNamespace: string,
  hosts: Hosts = 'without-hosts',
): readonly WorkloadFacts[] {
  const known = meant.get(context) ?? new Map<string, Meant>();
  meant.set(context, known);
  const where = namespaceSelector === undefined ? ownNamespace : selectorKey(namespaceSelector);
  const key = `${where} ${selectorKey(podSelector)}`;
  let found = known.get(key);
  if (found === undefined) {
    const namespaces =
      namespaceSelector === undefined ? [ownNamespace] : namespacesMatching(context, namespaceSelector).certain;
    const all = inNamespaces(context, namespaces, podSelector);
    const hasHosts = all.some(({ hostNetwork }) => hostNetwork);
    found = { 'with-hosts': all, 'without-hosts': hasHosts ? all.filter(({ hostNetwork }) => !hostNetwork) : all };
    known.set(key, found);
  }
  return found[hosts];
}

function inNamespaces(
  context: CheckContext,
  namespaces: readonly string[],
  podSelector: LabelSelector,
): readonly WorkloadFacts[] {
  const everyPod = requirementsOf(podSelector).length === 0;
  if (everyPod || namespaces.length <= FEW_NAMESPACES) {
    const there = namespaces.flatMap((name) => context.workloadsByNamespace.get(name) ?? []);
    return everyPod ? there : there.filter((each) => selectsWorkload(podSelector, each));
  }
  const inside = namesOf(namespaces);
  return workloadsSelectedBy(context, podSelector).filter(({ namespace }) => inside.has(namespace));
}

const names = new WeakMap<readonly string[], ReadonlySet<string>>();

/** One selector of namespaces has one list, whatever pods are asked for in them. */
function namesOf(namespaces: readonly string[]): ReadonlySet<string> {
  const known = names.get(namespaces) ?? new Set(namespaces);
  names.set(namespaces, known);
  return known;
}

/** Labels that a pod would need to be selected; undefined where no pod can have them. */
export function labelsFor(selector: LabelSelector): Labels | undefined {
  const labels: Record<string, string> = Object.create(null);
  const requirements = requirementsOf(selector);
  for (const { key, operator, values } of requirements) {
    if (operator === 'In') labels[key] ??= values[0] ?? '';
    else if (operator === 'Exists') labels[key] ??= '';
  }
  return requirements.every((requirement) => matchesRequirement(requirement, labels)) ? labels : undefined;
}

/** The running workloads that a peer means, looked up when somebody reads them. */
export function lazyPeers(find: () => readonly WorkloadFacts[]): ReachingWorkloads {
  const list = () =>
    find()
      .flatMap(({ key, count }) => (count > 0 ? [key] : []))
      .sort();
  return { list, has: (key) => list().includes(key) };
}
