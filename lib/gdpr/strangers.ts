import { matchesRequirement, requirementsOf } from '#lib/policy/label-selector.ts';
import type { PolicyInForce, PolicyModel } from '#lib/policy/model.ts';
import { policyKey, policyObject } from '#lib/policy/policy-object.ts';
import type { PolicyRef } from '#lib/policy/types.ts';
import type { CheckContext } from './check.ts';
import { classEnd, orderedNamespaces, phantom } from './ends.ts';
import { type MatchedNamespaces, namespacesMatching, selectorPeers } from './peer-workloads.ts';

/**
 * The pods without labels of other namespaces, as the gate of a class sees them. A place is that of a namespace among
 * `orderedNamespaces`.
 */
export interface Strangers {
  /**
   * Whether one of this namespace may get in, as the rules of the gate name namespaces: where not, none does, whatever its
   * own gate says. Of a thousand namespaces a gate names a few. Namespaces outside the input are always asked.
   */
  mayComeFrom(place: number): boolean;
  /** Equal for namespaces whose strangers have one relation to the class; undefined: it has to be asked. */
  likeness(place: number): number | undefined;
}

/** Beyond this many selectors their answers are no exact number any more. */
const MOST_SELECTORS = 16;

export function strangersAt(context: CheckContext, classId: number): Strangers {
  const { reasons, onlyNamedPods, policies } = context.model.gate(classEnd(classId), 'ingress');
  const named = policies.map((policy) => namedBy(context, policyKey(policy)));
  const isUnderstood = named.every((each) => each !== undefined);
  const isClosed =
    isUnderstood && onlyNamedPods && reasons.length === 0 && !named.some(({ isOpenEnded }) => isOpenEnded);
  const places = [...new Set(named.flatMap((each) => each?.places ?? []))];
  const { list } = orderedNamespaces(context.model);
  const areAlike = isUnderstood && places.length <= MOST_SELECTORS;
  const own = areAlike ? waysOut(context) : undefined;
  return {
    mayComeFrom(place) {
      if (!isClosed || list[place]?.assumed === true) return true;
      for (const meant of places) if (meant[place] !== NOT_MEANT) return true;
      return false;
    },
    likeness(place) {
      if (own === undefined || list[place]?.assumed === true) return undefined;
      let key = own[place] as number;
      for (const meant of places) key = key * 3 + (meant[place] as number);
      return key;
    },
  };
}

const NOT_MEANT = 0;
const MAY_BE_MEANT = 1;
const MEANT = 2;
/** For each place whether a selector means the namespace. */
type MeantPlaces = Uint8Array;

/** What the ingress rules of a policy say of strangers. */
interface Named {
  /** Some rule may mean pods that it does not name. */
  readonly isOpenEnded: boolean;
  /** Of each selector of namespaces that is for pods without labels too. */
  readonly places: readonly MeantPlaces[];
}

interface NamedByPolicies {
  readonly inForce: ReadonlyMap<string, PolicyInForce>;
  /** Policy → what its rules name; undefined where not all of it was understood. */
  readonly found: Map<string, Named | undefined>;
  readonly places: Map<MatchedNamespaces, MeantPlaces>;
}

const known = new WeakMap<CheckContext, NamedByPolicies>();

function namedBy(context: CheckContext, key: string): Named | undefined {
  let all = known.get(context);
  if (all === undefined) {
    const inForce = new Map(context.model.policies.map((each) => [policyKey(each.policy), each]));
    all = { inForce, found: new Map(), places: new Map() };
    known.set(context, all);
  }
  if (all.found.has(key)) return all.found.get(key);
  const inForce = all.inForce.get(key);
  const found = inForce === undefined ? undefined : readRules(context, inForce, all.places);
  all.found.set(key, found);
  return found;
}

function readRules(
  context: CheckContext,
  { policy, rules }: PolicyInForce,
  known: Map<MatchedNamespaces, MeantPlaces>,
): Named | undefined {
  const object = policyObject(context.model.objects, policy);
  if (object === undefined || (object.unread ?? []).length > 0) return undefined;
  const isOpenEnded = rules.some(
    ({ direction, action, anyPeer, blocks, domainNames }) =>
      direction === 'ingress' &&
      action !== 'deny' &&
      // An address, or what a name resolves to, may be that of any pod.
      (action === 'unknown' || anyPeer || blocks.length > 0 || domainNames.length > 0),
  );
  const places = new Set<MeantPlaces>();
  for (const { direction, podSelector = {}, namespaceSelector } of selectorPeers(object)) {
    // Without a selector of namespaces it means its own, which is none of a stranger.
    if (direction !== 'ingress' || namespaceSelector === undefined) continue;
    if (!requirementsOf(podSelector).every((requirement) => matchesRequirement(requirement, undefined))) continue;
    const matched = namespacesMatching(context, namespaceSelector);
    const meant = known.get(matched) ?? placesOf(context, matched);
    known.set(matched, meant);
    places.add(meant);
  }
  return { isOpenEnded, places: [...places] };
}

function placesOf({ model }: CheckContext, { certain, possible }: MatchedNamespaces): MeantPlaces {
  const { list, placeOf } = orderedNamespaces(model);
  const places = new Uint8Array(list.length);
  for (const name of possible) places[placeOf.get(name) ?? -1] = MAY_BE_MEANT;
  for (const name of certain) places[placeOf.get(name) ?? -1] = MEANT;
  return places;
}

const outOf = new WeakMap<PolicyModel, Int32Array>();

/** Place → a number, equal where the gates of the strangers let out the same to whoever is in neither namespace. */
function waysOut({ model }: CheckContext): Int32Array {
  let ways = outOf.get(model);
  if (ways === undefined) {
    const numbers = new Map<string, number>();
    ways = Int32Array.from(orderedNamespaces(model).list, ({ name }) => {
      const text = wayOut(model, name) ?? `only ${name}`;
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      return number;
    });
    outOf.set(model, ways);
  }
  return ways;
}

/** What the gate of a stranger is made of: peers of its own namespace mean nobody elsewhere. Undefined: it is in doubt. */
function wayOut(model: PolicyModel, namespace: string): string | undefined {
  if (!model.objects.namespaces.has(namespace)) return undefined;
  const [egress, ingress] = [model.gate(phantom(namespace), 'egress'), model.gate(phantom(namespace), 'ingress')];
  if (egress.reasons.length > 0 || ingress.reasons.length > 0) return undefined;
  const rules: unknown[] = [];
  for (const policy of egress.policies) {
    const object = policyObject(model.objects, policy);
    if (object === undefined || (object.unread ?? []).length > 0) return undefined;
    rules.push(isOfNamespace(policy) ? object.spec.egress : policyKey(policy));
  }
  // A NetworkPolicy of either direction may have the last word (row A7).
  const isSelected = egress.policies.some(isOfNamespace) || ingress.policies.some(isOfNamespace);
  return JSON.stringify([egress.isolated, isSelected, rules]);
}

function isOfNamespace({ kind }: PolicyRef): boolean {
  return kind === 'NetworkPolicy';
}
