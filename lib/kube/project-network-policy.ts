import { problems, readingNotes } from '#lib/text/en/reading.ts';
import type { ReadingNote } from './cluster-objects.ts';
import type {
  Direction,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  ObjectMeta,
  UnreadPart,
} from './objects.ts';
import { projectMeta } from './project-meta.ts';
import { readPortNumber, readPortOrName, readProtocol } from './project-port.ts';
import {
  FieldProblem,
  type RawObject,
  readList,
  readObject,
  readOneOf,
  readTexts,
  requireObject,
  withoutUndefined,
} from './read-field.ts';
import { readCidr, readKeptUnread, readSelector, refuseUnknownFields } from './read-policy-field.ts';
import type { ReadingContext } from './reading-context.ts';

/** A rule as kept: the peers under `from` or `to`. */
interface KeptRule {
  readonly from?: readonly NetworkPolicyPeer[];
  readonly to?: readonly NetworkPolicyPeer[];
  readonly ports?: readonly NetworkPolicyPort[];
}

/**
 * A rule that is listed in `unread` keeps its place, so that the numbers of the others and row 3's default stay right.
 * Its one peer has no field and therefore matches nothing (row 27).
 */
const UNREAD_RULE: Readonly<Record<Direction, KeptRule>> = { ingress: { from: [{}] }, egress: { to: [{}] } };

const SPEC_FIELDS = new Set(['podSelector', 'policyTypes', 'ingress', 'egress']);
const RULE_FIELDS: Readonly<Record<Direction, ReadonlySet<string>>> = {
  ingress: new Set(['from', 'ports']),
  egress: new Set(['to', 'ports']),
};
const PEER_FIELDS = new Set(['podSelector', 'namespaceSelector', 'ipBlock']);
const PORT_FIELDS = new Set(['protocol', 'port', 'endPort']);
const BLOCK_FIELDS = new Set(['cidr', 'except']);

/**
 * A policy whose parts cannot be read is kept with those parts in `unread`, never dropped: dropping it would turn
 * "undecided" into "not isolated". Throws FieldProblem only where it has no name to be kept under.
 */
export function projectNetworkPolicy(raw: RawObject, notes: ReadingNote[]): NetworkPolicy {
  const unread: UnreadPart[] = [...readKeptUnread(raw.unread)];
  const metadata = projectPolicyMeta(raw, unread);
  const object = `NetworkPolicy ${metadata.namespace}/${metadata.name}`;
  const spec = projectSpec(raw.spec, unread, { object, notes });
  return withoutUndefined<NetworkPolicy>({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec,
    unread: unread.length === 0 ? undefined : unread,
  });
}

/** The API server refuses bad metadata with the whole object, so nothing of such a policy is known to be in force. */
function projectPolicyMeta(raw: RawObject, unread: UnreadPart[]): ObjectMeta {
  try {
    return projectMeta(raw, 'namespaced');
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    const meta = requireObject(raw.metadata, 'metadata');
    const bare = projectMeta({ metadata: { name: meta.name, namespace: meta.namespace } }, 'namespaced');
    unread.push({ part: 'spec', path: error.path, message: error.message });
    return bare;
  }
}

function projectSpec(value: unknown, unread: UnreadPart[], context: ReadingContext): NetworkPolicy['spec'] {
  try {
    // The API requires a spec only in so far as an absent one is empty: all pods, no rule (rows 3 and 9).
    const spec = readObject(value, 'spec') ?? {};
    refuseUnknownFields(spec, SPEC_FIELDS, 'spec');
    const ingress = readList(spec.ingress, 'spec.ingress');
    const egress = readList(spec.egress, 'spec.egress');
    return withoutUndefined<NetworkPolicy['spec']>({
      podSelector: readSelector(spec.podSelector, 'spec.podSelector'),
      policyTypes: readPolicyTypes(spec.policyTypes),
      ingress: projectRules(ingress, 'ingress', unread, context),
      egress: projectRules(egress, 'egress', unread, context),
    });
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    unread.push({ part: 'spec', path: error.path, message: error.message });
    return {};
  }
}

function readPolicyTypes(value: unknown): NetworkPolicy['spec']['policyTypes'] {
  const types = readList(value, 'spec.policyTypes')?.map((item, index) => {
    const at = `spec.policyTypes[${index}]`;
    const type = readOneOf(item, at, ['Ingress', 'Egress'] as const);
    if (type === undefined) throw new FieldProblem(at, problems.missing);
    return type;
  });
  // Row 3: missing and empty are the same.
  return types === undefined || types.length === 0 ? undefined : types;
}

/** Row 7: null, empty and missing lists of rules are the same: no rule. */
function projectRules(
  list: readonly unknown[] | undefined,
  direction: Direction,
  unread: UnreadPart[],
  context: ReadingContext,
): readonly KeptRule[] | undefined {
  if (list === undefined || list.length === 0) return undefined;
  return list.map((item, index) => {
    const alreadyUnread = unread.some(
      (part) => part.part === 'rule' && part.direction === direction && part.index === index,
    );
    if (alreadyUnread) return UNREAD_RULE[direction];
    try {
      return projectRule(item, direction, `spec.${direction}[${index}]`, context);
    } catch (error) {
      if (!(error instanceof FieldProblem)) throw error;
      unread.push({ part: 'rule', direction, index, path: error.path, message: error.message });
      return UNREAD_RULE[direction];
    }
  });
}

function projectRule(value: unknown, direction: Direction, path: string, context: ReadingContext): KeptRule {
  // A null item reads as an empty rule, which admits everything; nobody means that, so it stays undecided.
  const rule = requireObject(value, path);
  refuseUnknownFields(rule, RULE_FIELDS[direction], path);
  const peersField = direction === 'ingress' ? 'from' : 'to';
  const peers = readList(rule[peersField], `${path}.${peersField}`)?.map((peer, index) =>
    projectPeer(peer, `${path}.${peersField}[${index}]`, context),
  );
  const ports = readList(rule.ports, `${path}.ports`)?.map((port, index) =>
    projectPort(port, `${path}.ports[${index}]`),
  );
  // Rows 20 and 43: absent, null and empty lists mean "any".
  return withoutUndefined<KeptRule>({
    [peersField]: peers === undefined || peers.length === 0 ? undefined : peers,
    ports: ports === undefined || ports.length === 0 ? undefined : ports,
  });
}

function projectPeer(value: unknown, path: string, context: ReadingContext): NetworkPolicyPeer {
  const peer = requireObject(value, path);
  refuseUnknownFields(peer, PEER_FIELDS, path);
  const kept = withoutUndefined<NetworkPolicyPeer>({
    podSelector: readSelector(peer.podSelector, `${path}.podSelector`),
    namespaceSelector: readSelector(peer.namespaceSelector, `${path}.namespaceSelector`),
    ipBlock: readBlock(peer.ipBlock, `${path}.ipBlock`, context),
  });
  const selects = kept.podSelector !== undefined || kept.namespaceSelector !== undefined;
  // Row 28
  if (kept.ipBlock !== undefined && selects) throw new FieldProblem(`${path}.ipBlock`, problems.blockWithSelector);
  // Row 27
  if (kept.ipBlock === undefined && !selects) {
    const message = readingNotes.peerMatchesNothing(context.object, path);
    context.notes.push({ code: 'peer-matches-nothing', message, object: context.object });
  }
  return kept;
}

function readBlock(value: unknown, path: string, context: ReadingContext): NetworkPolicyPeer['ipBlock'] {
  const block = readObject(value, path);
  if (block === undefined) return undefined;
  refuseUnknownFields(block, BLOCK_FIELDS, path);
  const cidr = readCidr(block.cidr, `${path}.cidr`, context);
  const excepts = readTexts(block.except, `${path}.except`)?.map((item, index) => {
    const at = `${path}.except[${index}]`;
    const except = readCidr(item, at, context);
    const outside =
      except.block.family !== cidr.block.family ||
      except.block.first < cidr.block.first ||
      except.block.last > cidr.block.last;
    // Row 71: old objects may hold such a one; it is subtracted all the same.
    if (outside) {
      const message = readingNotes.exceptOutsideCidr(context.object, at);
      context.notes.push({ code: 'except-outside-cidr', message, object: context.object });
    }
    return except.text;
  });
  return excepts === undefined || excepts.length === 0 ? { cidr: cidr.text } : { cidr: cidr.text, except: excepts };
}

function projectPort(value: unknown, path: string): NetworkPolicyPort {
  const port = requireObject(value, path);
  refuseUnknownFields(port, PORT_FIELDS, path);
  const kept = withoutUndefined<NetworkPolicyPort>({
    protocol: readProtocol(port.protocol, `${path}.protocol`),
    port: readPortOrName(port.port, `${path}.port`),
    endPort: readPortNumber(port.endPort, `${path}.endPort`),
  });
  // Row 55
  if (kept.endPort !== undefined) {
    if (typeof kept.port !== 'number') throw new FieldProblem(`${path}.endPort`, problems.endPortNeedsPort);
    if (kept.endPort < kept.port) {
      throw new FieldProblem(`${path}.endPort`, problems.endPortBelowPort(kept.endPort, kept.port));
    }
  }
  return kept;
}
