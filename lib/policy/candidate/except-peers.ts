import type { LabelSelector, Labels, NetworkPolicyPeer } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import { parseCidr } from '../address.ts';
import { coversRanges, intersectRanges } from '../address-ranges.ts';
import { matchesRequirement, requirementsOf } from '../label-selector.ts';
import type { PolicyModel } from '../model.ts';
import { NAMESPACE_NAME_LABEL, withNameLabel } from '../namespaces.ts';
import { type ChosenEnd, type ChosenPods, EVERY_ADDRESS } from './chosen-ends.ts';

/** Whether a peer of a rule in `namespace` may mean the end. */
export function meansEnd(model: PolicyModel, peer: NetworkPolicyPeer, end: ChosenEnd, namespace: string): boolean {
  if (end.type === 'addresses') {
    const block = peer.ipBlock === undefined ? undefined : parseCidr(peer.ipBlock.cidr);
    return (
      block !== undefined &&
      end.cidrs.some((text) => {
        const cidr = parseCidr(text);
        return cidr?.family === block.family && intersectRanges([cidr], [block]).length > 0;
      })
    );
  }
  if (peer.ipBlock !== undefined) return model.profile.ipBlockMatchesPods !== 'false';
  const inNamespace =
    peer.namespaceSelector === undefined
      ? end.namespace === namespace
      : matches(peer.namespaceSelector, namespaceLabels(model, end.namespace));
  return inNamespace && matches(peer.podSelector ?? {}, end.labels);
}

function matches(selector: LabelSelector, labels: Labels): boolean {
  return requirementsOf(selector).every((requirement) => matchesRequirement(requirement, labels));
}

function namespaceLabels(model: PolicyModel, name: string): Labels {
  return withNameLabel(model.objects.namespaces.get(name)?.metadata.labels, name);
}

/**
 * A peer without an end: the pods of other namespaces, and those of its own that differ in a label. Empty where nothing
 * of it is left, or where a block cannot be told from the pods in it.
 */
export function withoutEnd(peer: NetworkPolicyPeer, end: ChosenEnd, namespace: string): readonly NetworkPolicyPeer[] {
  if (end.type === 'addresses') return withoutAddresses(peer, end.cidrs);
  return peer.ipBlock === undefined ? withoutPods(peer, end, namespace) : [];
}

function withoutPods(peer: NetworkPolicyPeer, end: ChosenPods, namespace: string): readonly NetworkPolicyPeer[] {
  const others = Object.keys(end.labels)
    .sort()
    .map(
      (key): LabelSelector => ({
        ...peer.podSelector,
        matchExpressions: [
          ...(peer.podSelector?.matchExpressions ?? []),
          { key, operator: 'NotIn', values: [labelValue(end.labels, key) ?? ''] },
        ],
      }),
    )
    .filter((selector) => !contradicts(selector));
  if (peer.namespaceSelector === undefined) {
    return end.namespace === namespace ? others.map((podSelector) => ({ podSelector })) : [peer];
  }
  const named = (operator: 'In' | 'NotIn'): LabelSelector => ({
    ...peer.namespaceSelector,
    matchExpressions: [
      ...(peer.namespaceSelector?.matchExpressions ?? []),
      { key: NAMESPACE_NAME_LABEL, operator, values: [end.namespace] },
    ],
  });
  const onlyThere = labelValue(peer.namespaceSelector.matchLabels, NAMESPACE_NAME_LABEL) === end.namespace;
  const here = onlyThere ? peer.namespaceSelector : named('In');
  return [
    ...(onlyThere ? [] : [{ ...peer, namespaceSelector: named('NotIn') }]),
    ...others.map((podSelector) => ({ namespaceSelector: here, podSelector })),
  ];
}

/** A label asked to be a value and not to be it. */
function contradicts({ matchLabels, matchExpressions = [] }: LabelSelector): boolean {
  return matchExpressions.some(
    ({ key, operator, values = [] }) => operator === 'NotIn' && values.includes(labelValue(matchLabels, key) ?? '\0'),
  );
}

function withoutAddresses({ ipBlock }: NetworkPolicyPeer, cidrs: readonly string[]): readonly NetworkPolicyPeer[] {
  const block = ipBlock === undefined ? undefined : parseCidr(ipBlock.cidr);
  if (ipBlock === undefined || block === undefined) return [];
  const cuts: string[] = [];
  for (const text of cidrs) {
    const cidr = parseCidr(text);
    if (cidr === undefined || cidr.family !== block.family) continue;
    if (coversRanges([cidr], [block])) return [];
    if (coversRanges([block], [cidr])) cuts.push(text);
  }
  return [{ ipBlock: { ...ipBlock, except: [...(ipBlock.except ?? []), ...cuts] } }];
}

/**
 * Everybody but these ends, inside and outside.
 * @param podBlocks the addresses that pods have: a block may mean them, and must not bring an end back in. Undefined: nobody
 *   outside is admitted.
 */
export function everybodyBut(
  ends: readonly ChosenEnd[],
  namespace: string,
  podBlocks: readonly string[] | undefined,
): readonly NetworkPolicyPeer[] {
  let peers: readonly NetworkPolicyPeer[] = [
    { namespaceSelector: {} },
    ...(podBlocks === undefined ? [] : EVERY_ADDRESS).map((cidr): NetworkPolicyPeer => {
      const family = parseCidr(cidr)?.family;
      const except = (podBlocks ?? []).filter((block) => parseCidr(block)?.family === family);
      return { ipBlock: { cidr, ...(except.length === 0 ? {} : { except }) } };
    }),
  ];
  for (const end of ends) {
    peers = peers.flatMap((peer) =>
      (peer.ipBlock === undefined) === (end.type === 'pods') ? withoutEnd(peer, end, namespace) : [peer],
    );
  }
  return peers;
}
