import { type Labels, labelValue } from '#lib/kube/objects.ts';
import { whyEngine } from '#lib/text/en/why-engine.ts';
import { FAMILIES } from './address.ts';
import type { AddressBlock } from './address-block.ts';
import { type Evaluator, familyBit } from './evaluator.ts';
import type { CompiledRule, Peer } from './ir.ts';
import { matchesRequirement, type Requirement, type Selector } from './label-selector.ts';
import { MATCHES, NO_MATCH } from './match.ts';
import { NAMESPACE_NAME_LABEL } from './namespaces.ts';
import type { Party } from './party.ts';
import type { Profile } from './types.ts';

/** The end that a peer is held against, and how a sentence calls it. */
export interface NamedParty {
  readonly party: Party;
  readonly name: string;
  /** Its own: a class keeps those of any one member, which differ in what no selector names. */
  readonly labels: Labels | undefined;
}

/** Peers that do not match are told one by one up to here. */
const TOLD_PEERS = 2;

/** "Peer matches: namespace payments, label app=payments-api." Only what matched is credited. */
export function matchText(rule: CompiledRule, { party, name }: NamedParty, evaluator: Evaluator): string {
  if (rule.peers === 'anyone') return whyEngine.admitsAnyone;
  const families = FAMILIES.filter((family) => party.families & familyBit(family));
  const best = (peer: Peer): number => {
    const matches = families.map((family) => evaluator.peer(peer, party, family));
    return matches.includes(MATCHES) ? 2 : matches.some((match) => match !== NO_MATCH) ? 1 : 0;
  };
  const peer = [...rule.peers].sort((a, b) => best(b) - best(a))[0];
  return peer === undefined ? '' : whyEngine.peerMatches(matchedBy(peer, party, name));
}

function matchedBy(peer: Peer, party: Party, name: string): string {
  switch (peer.type) {
    case 'nobody':
      return whyEngine.peerNamesNothing;
    case 'block':
    case 'network':
      return whyEngine.inBlock(name, blockText(peer.block));
    case 'nodes': {
      const wanted = peer.selector.requirements.map(requirementWords);
      return whyEngine.nodeMatches(name, wanted);
    }
    case 'names':
      return whyEngine.domainNames(peer.names);
    case 'pods': {
      const namespace = whyEngine.namespaceIs(party.namespace?.name ?? '');
      const wanted = peer.pods.requirements.map(requirementWords);
      return `${namespace}, ${wanted.length === 0 ? whyEngine.everyPod : whyEngine.labelIs(wanted)}`;
    }
  }
}

/**
 * Why no peer of a rule means the end: "Namespace does not match: wants monitoring, orders runs in shop."
 * `shared`: the families that both ends have; a rule is asked for these only.
 */
export function mismatchText(rule: CompiledRule, end: NamedParty, shared: number, profile: Profile): string {
  if (shared === 0) return whyEngine.notAskedForFamily;
  if (rule.peers === 'anyone') return '';
  const told = rule.peers.slice(0, TOLD_PEERS).map((peer) => peerMismatch(peer, end, shared, profile));
  const more = rule.peers.length - told.length;
  if (more > 0) told.push(whyEngine.morePeers(more));
  return [...new Set(told)].join(' ');
}

function peerMismatch(peer: Peer, end: NamedParty, shared: number, profile: Profile): string {
  switch (peer.type) {
    case 'nobody':
      return whyEngine.peerNamesNothing;
    case 'block':
      return blockMismatch(peer.block, end, shared, profile);
    case 'network':
      return networkMismatch(peer.block, end, shared);
    case 'nodes':
      return nodeMismatch(peer.selector, end);
    case 'names':
      return whyEngine.namesNoPod(end.name);
    case 'pods':
      return podMismatch(peer, end);
  }
}

function blockMismatch(block: AddressBlock, end: NamedParty, shared: number, profile: Profile): string {
  const { party } = end;
  const text = blockText(block);
  if (party.type === 'pod' && profile.ipBlockMatchesPods === 'false') return whyEngine.blockNotForPods(text);
  if (party.type === 'node' && profile.ipBlockMatchesNodes === 'false') return whyEngine.blockNotForNodes(text);
  return networkMismatch(block, end, shared);
}

function networkMismatch(block: AddressBlock, { party, name }: NamedParty, shared: number): string {
  const text = blockText(block);
  if ((party.families & familyBit(block.family)) === 0) return whyEngine.blockOtherFamily(text, name);
  if ((shared & familyBit(block.family)) === 0) return whyEngine.blockUnsharedFamily(text);
  return whyEngine.notInBlock(name, text);
}

function nodeMismatch({ requirements }: Selector, { party, name }: NamedParty): string {
  const isNode = (party.asNode ?? party).type === 'node';
  return isNode ? whyEngine.nodeDiffers(name, requirements.map(requirementWords)) : whyEngine.notANode(name);
}

function podMismatch(peer: Extract<Peer, { type: 'pods' }>, { party, name, labels }: NamedParty): string {
  const { namespace } = party;
  if (party.type === 'node' || (party.asNode !== undefined && !peer.meansHostNetwork)) return whyEngine.isNode(name);
  if (namespace === undefined) return whyEngine.notAPod(name);
  const { namespaces } = peer;
  if ('name' in namespaces) {
    if (namespaces.name !== namespace.name) return whyEngine.namespaceDiffers(namespaces.name, name, namespace.name);
  } else {
    const missed = firstMissed(namespaces.selector.requirements, namespace.labels);
    // A label that was not read cannot be held against the namespace: then the pod's labels are what differs.
    if (missed?.key === NAMESPACE_NAME_LABEL) {
      return whyEngine.namespaceDiffers(wantedNamespace(missed), name, namespace.name);
    }
    if (missed !== undefined && namespace.read) {
      const has = labelWords(namespace.labels, missed.key);
      return whyEngine.namespaceLabelsDiffer(requirementWords(missed), namespace.name, has);
    }
  }
  const missed = firstMissed(peer.pods.requirements, labels);
  if (missed === undefined) return '';
  return whyEngine.selectorDiffers(requirementWords(missed), name, labelWords(labels, missed.key));
}

function firstMissed(requirements: readonly Requirement[], labels: Labels | undefined): Requirement | undefined {
  return requirements.find((requirement) => !matchesRequirement(requirement, labels));
}

function wantedNamespace(requirement: Requirement): string {
  const { operator, values } = requirement;
  return operator === 'In' && values.length === 1 ? (values[0] as string) : requirementWords(requirement);
}

/** A requirement as people write it: `tier=cache`. */
export function requirementWords({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'In':
      return whyEngine.label(key, values);
    case 'NotIn':
      return whyEngine.labelNot(key, values);
    case 'Exists':
      return whyEngine.labelPresent(key);
    case 'DoesNotExist':
      return whyEngine.labelAbsent(key);
  }
}

function labelWords(labels: Labels | undefined, key: string): string {
  const value = labelValue(labels, key);
  return value === undefined ? whyEngine.labelAbsent(key) : whyEngine.label(key, [value]);
}

function blockText({ cidr, except }: AddressBlock): string {
  return whyEngine.blockExcept(cidr, except);
}
