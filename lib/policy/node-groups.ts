import { labelValue, type Node } from '#lib/kube/objects.ts';
import { parseAddress } from './address.ts';
import { addressPlaces } from './address-places.ts';
import type { PolicyModel } from './model.ts';
import { addressesSeenByPods } from './nodes.ts';

/** Node → a text that is equal for nodes that no rule in force tells apart. */
export function nodeKeys(model: PolicyModel, places = addressPlaces(model)): (nodeName: string) => string {
  // Of the labels of nodes those tell them apart that some policy asks for (row A16).
  const asked = new Set(model.policies.flatMap(({ rules }) => rules.flatMap(({ nodeLabels }) => nodeLabels)));
  let seenByPods: ReturnType<typeof addressesSeenByPods> | undefined;
  const addressesOf = (nodeName: string): readonly string[] => {
    const own = model.objects.nodes.get(nodeName)?.status?.addresses?.map(({ address }) => address) ?? [];
    if (tellsAddresses(model.objects.nodes.get(nodeName))) return own;
    seenByPods ??= addressesSeenByPods(model.objects);
    return [...own, ...(seenByPods.get(nodeName) ?? [])];
  };
  return (nodeName) => {
    const node = model.objects.nodes.get(nodeName);
    return JSON.stringify([
      [...new Set(addressesOf(nodeName).map(places))].sort(),
      node !== undefined,
      [...asked].map((label) => labelValue(node?.metadata.labels, label)),
    ]);
  };
}

/** Whether a node tells its addresses itself, and is not known by those of its pods. */
export function tellsAddresses(node: Node | undefined): boolean {
  return node?.status?.addresses?.some(({ address }) => parseAddress(address) !== undefined) === true;
}

const groups = new WeakMap<PolicyModel, readonly (readonly string[])[]>();

/** The nodes of the input, those together that no rule in force tells apart: only a pod on one of them does. */
export function nodeGroups(model: PolicyModel): readonly (readonly string[])[] {
  let found = groups.get(model);
  if (found === undefined) {
    found = [...Map.groupBy(model.objects.nodes.keys(), nodeKeys(model)).values()];
    groups.set(model, found);
  }
  return found;
}
