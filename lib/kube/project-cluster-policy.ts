import { problems, readingNotes } from '#lib/text/en/reading.ts';
import type { ReadingNote } from './cluster-objects.ts';
import type { ClusterPolicyKept } from './cluster-policy-kinds.ts';
import type {
  ClusterPolicy,
  ClusterPolicyKind,
  ClusterPolicyPeer,
  ClusterPolicyRule,
  ClusterPolicySubject,
  Direction,
  NamespacedPods,
  ObjectMeta,
  UnreadPart,
} from './objects.ts';
import { noteLimit, projectPorts } from './project-cluster-policy-ports.ts';
import { projectMeta } from './project-meta.ts';
import {
  FieldProblem,
  isRawObject,
  type RawObject,
  readList,
  readObject,
  readOneOf,
  readText,
  readTexts,
  readWhole,
  requireObject,
  withoutUndefined,
} from './read-field.ts';
import { readCidr, readKeptUnread, readSelector, refuseUnknownFields } from './read-policy-field.ts';
import type { ReadingContext } from './reading-context.ts';

/** What differs between the three kinds. The limits are those of their definitions (rows A10, C6). */
interface KindShape {
  readonly specFields: ReadonlySet<string>;
  readonly actions: readonly NonNullable<ClusterPolicyRule['action']>[];
  readonly portsField: 'protocols' | 'ports';
  readonly limit: number;
}

const SHAPES: Readonly<Record<ClusterPolicyKind, KindShape>> = {
  ClusterNetworkPolicy: {
    specFields: new Set(['tier', 'priority', 'subject', 'ingress', 'egress']),
    actions: ['Accept', 'Deny', 'Pass'],
    portsField: 'protocols',
    limit: 25,
  },
  AdminNetworkPolicy: {
    specFields: new Set(['priority', 'subject', 'ingress', 'egress']),
    actions: ['Allow', 'Deny', 'Pass'],
    portsField: 'ports',
    limit: 100,
  },
  BaselineAdminNetworkPolicy: {
    specFields: new Set(['subject', 'ingress', 'egress']),
    actions: ['Allow', 'Deny'],
    portsField: 'ports',
    limit: 100,
  },
};

/** CIDRs, or domain names, in one peer. */
const TEXTS_LIMIT = 25;
const MAX_PRIORITY = 1000;
/** Row A8 */
const BASELINE_NAME = 'default';
const TIERS = ['Admin', 'Baseline'] as const;

const PODS_FIELDS = new Set(['namespaceSelector', 'podSelector']);
const SUBJECT_FIELDS = new Set(['namespaces', 'pods']);
/** Row A17: what is outside, and nodes, are peers of egress rules only. */
const PEER_FIELDS: Readonly<Record<Direction, ReadonlySet<string>>> = {
  ingress: SUBJECT_FIELDS,
  egress: new Set([...SUBJECT_FIELDS, 'nodes', 'networks', 'domainNames']),
};
/** Row A20: fields of namespace peers that were removed; an old object may still have them. */
const REMOVED_FIELDS: ReadonlySet<string> = new Set(['sameLabels', 'notSameLabels']);
/** `*.` in front stands for one or more labels (row A18). */
const DOMAIN_NAME = /^(\*\.)?([a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.)+[a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.?$/;

interface Context extends ReadingContext {
  readonly shape: KindShape;
}

/**
 * A cluster-wide policy as kept. Parts that cannot be read stay in `unread`, never dropped: what they could have meant
 * is undecided. A peer without any known field is kept as `{}`: its rule fails closed (rows A11, C13). Throws
 * FieldProblem only where the policy has no name to be kept under.
 */
export function projectClusterPolicy(
  raw: RawObject,
  { kind, apiVersion }: ClusterPolicyKept,
  notes: ReadingNote[],
): ClusterPolicy {
  const unread: UnreadPart[] = [...readKeptUnread(raw.unread)];
  const metadata = projectPolicyMeta(raw, unread);
  const context: Context = { object: `${kind} ${metadata.name}`, notes, shape: SHAPES[kind] };
  if (kind === 'BaselineAdminNetworkPolicy' && metadata.name !== BASELINE_NAME && !hasUnreadSpec(unread)) {
    unread.push({ part: 'spec', path: 'metadata.name', message: problems.mustBeOneOf(metadata.name, [BASELINE_NAME]) });
  }
  const spec = projectSpec(raw.spec, kind, unread, context);
  return withoutUndefined<ClusterPolicy>({
    apiVersion,
    kind,
    metadata,
    spec,
    unread: unread.length === 0 ? undefined : unread,
  });
}

function hasUnreadSpec(unread: readonly UnreadPart[]): boolean {
  return unread.some(({ part }) => part === 'spec');
}

function projectPolicyMeta(raw: RawObject, unread: UnreadPart[]): ObjectMeta {
  try {
    return projectMeta(raw, 'cluster');
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    const bare = projectMeta({ metadata: { name: requireObject(raw.metadata, 'metadata').name } }, 'cluster');
    unread.push({ part: 'spec', path: error.path, message: error.message });
    return bare;
  }
}

function projectSpec(
  value: unknown,
  kind: ClusterPolicyKind,
  unread: UnreadPart[],
  context: Context,
): ClusterPolicy['spec'] {
  try {
    if (hasUnreadSpec(unread)) return tierAlone(value, kind);
    const spec = requireObject(value, 'spec');
    refuseUnknownFields(spec, context.shape.specFields, 'spec');
    const tier = kind === 'ClusterNetworkPolicy' ? readOneOf(spec.tier, 'spec.tier', TIERS) : undefined;
    if (kind === 'ClusterNetworkPolicy' && tier === undefined) throw new FieldProblem('spec.tier', problems.missing);
    return withoutUndefined<ClusterPolicy['spec']>({
      tier,
      priority: kind === 'BaselineAdminNetworkPolicy' ? undefined : readPriority(spec.priority),
      subject: readSubject(spec.subject),
      ingress: projectRules(spec.ingress, 'ingress', unread, context),
      egress: projectRules(spec.egress, 'egress', unread, context),
    });
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    unread.push({ part: 'spec', path: error.path, message: error.message });
    return tierAlone(value, kind);
  }
}

/** Of a policy that is not understood the tier is still worth knowing: a Baseline one overrides no NetworkPolicy. */
function tierAlone(value: unknown, kind: ClusterPolicyKind): ClusterPolicy['spec'] {
  const tier = kind === 'ClusterNetworkPolicy' && isRawObject(value) ? value.tier : undefined;
  return tier === 'Admin' || tier === 'Baseline' ? { tier } : {};
}

function readPriority(value: unknown): number {
  const priority = readWhole(value, 'spec.priority');
  if (priority === undefined) throw new FieldProblem('spec.priority', problems.missing);
  if (priority < 0 || priority > MAX_PRIORITY) {
    throw new FieldProblem('spec.priority', problems.range(priority, 0, MAX_PRIORITY));
  }
  return priority;
}

/** Row A9: exactly one of both fields. */
function readSubject(value: unknown): ClusterPolicySubject {
  const at = 'spec.subject';
  const subject = requireObject(value, at);
  refuseUnknownFields(subject, SUBJECT_FIELDS, at);
  const kept = withoutUndefined<ClusterPolicySubject>({
    namespaces: readSelector(subject.namespaces, `${at}.namespaces`),
    pods: readPods(subject.pods, `${at}.pods`),
  });
  if (Object.keys(kept).length !== 1) throw new FieldProblem(at, problems.exactlyOne([...SUBJECT_FIELDS]));
  return kept;
}

function readPods(value: unknown, path: string): NamespacedPods | undefined {
  const pods = readObject(value, path);
  if (pods === undefined) return undefined;
  refuseUnknownFields(pods, PODS_FIELDS, path);
  return withoutUndefined<NamespacedPods>({
    namespaceSelector: readSelector(pods.namespaceSelector, `${path}.namespaceSelector`),
    podSelector: readSelector(pods.podSelector, `${path}.podSelector`),
  });
}

/** Row A19: without rules the policy says nothing about the direction. */
function projectRules(
  value: unknown,
  direction: Direction,
  unread: UnreadPart[],
  context: Context,
): readonly ClusterPolicyRule[] | undefined {
  const list = readList(value, `spec.${direction}`);
  if (list === undefined || list.length === 0) return undefined;
  noteLimit(list, `spec.${direction}`, context.shape.limit, context);
  return list.map((item, index) => {
    const path = `spec.${direction}[${index}]`;
    const isUnread = unread.some(
      (part) => part.part === 'rule' && part.direction === direction && part.index === index,
    );
    if (isUnread) return unreadRule(item, context);
    try {
      return projectRule(item, direction, path, context);
    } catch (error) {
      if (!(error instanceof FieldProblem)) throw error;
      unread.push({ part: 'rule', direction, index, path: error.path, message: error.message });
      return unreadRule(item, context);
    }
  });
}

/** A rule that is listed in `unread` keeps its place, and its action where that can be read. */
function unreadRule(value: unknown, { shape }: Context): ClusterPolicyRule {
  const written = isRawObject(value) ? value.action : undefined;
  const action = shape.actions.find((known) => known === written);
  return action === undefined ? {} : { action };
}

function projectRule(value: unknown, direction: Direction, path: string, context: Context): ClusterPolicyRule {
  const { shape } = context;
  const rule = requireObject(value, path);
  const peersField = direction === 'ingress' ? 'from' : 'to';
  refuseUnknownFields(rule, new Set(['name', 'action', peersField, shape.portsField]), path);
  const action = readOneOf(rule.action, `${path}.action`, shape.actions);
  if (action === undefined) throw new FieldProblem(`${path}.action`, problems.missing);
  const written = readList(rule[peersField], `${path}.${peersField}`) ?? [];
  // Row A10: there is no rule without peers; one that means everybody says so.
  if (written.length === 0) throw new FieldProblem(`${path}.${peersField}`, problems.missing);
  noteLimit(written, `${path}.${peersField}`, shape.limit, context);
  const peers = written.map((peer, index) => projectPeer(peer, direction, `${path}.${peersField}[${index}]`, context));
  if (action !== 'Accept' && action !== 'Allow') {
    const named = peers.findIndex((peer) => peer.domainNames !== undefined);
    // Rows A18, C12
    if (named >= 0) throw new FieldProblem(`${path}.${peersField}[${named}].domainNames`, problems.namesNeedAllow);
  }
  const ports = projectPorts(rule[shape.portsField], `${path}.${shape.portsField}`, peers, shape, context);
  const blind = peers.findIndex((peer) => Object.keys(peer).length === 0);
  if (blind >= 0) {
    const allows = action === 'Accept' || action === 'Allow';
    const message = readingNotes.failsClosed(context.object, `${path}.${peersField}[${blind}]`, path, allows);
    context.notes.push({ code: 'fails-closed', message, object: context.object });
  }
  return withoutUndefined<ClusterPolicyRule>({
    name: readText(rule.name, `${path}.name`) || undefined,
    action,
    [peersField]: peers,
    ...ports,
  });
}

/** Rows A10, A11, A17, A20. */
function projectPeer(value: unknown, direction: Direction, path: string, context: Context): ClusterPolicyPeer {
  const peer = requireObject(value, path);
  const written = Object.keys(peer).filter((key) => peer[key] !== null && peer[key] !== undefined);
  if (!written.some((key) => PEER_FIELDS[direction].has(key))) return {};
  if (isRawObject(peer.namespaces) && Object.keys(peer.namespaces).some((key) => REMOVED_FIELDS.has(key))) return {};
  refuseUnknownFields(peer, PEER_FIELDS[direction], path);
  if (written.length !== 1) throw new FieldProblem(path, problems.exactlyOne([...PEER_FIELDS[direction]]));
  return withoutUndefined<ClusterPolicyPeer>({
    namespaces: readSelector(peer.namespaces, `${path}.namespaces`),
    pods: readPods(peer.pods, `${path}.pods`),
    nodes: readSelector(peer.nodes, `${path}.nodes`),
    networks: readEntries(peer.networks, `${path}.networks`, context)?.map(
      (item, index) => readCidr(item, `${path}.networks[${index}]`, context).text,
    ),
    domainNames: readEntries(peer.domainNames, `${path}.domainNames`, context)?.map((name, index) => {
      if (!DOMAIN_NAME.test(name)) throw new FieldProblem(`${path}.domainNames[${index}]`, problems.domainName(name));
      return name;
    }),
  });
}

function readEntries(value: unknown, path: string, context: Context): readonly string[] | undefined {
  const list = readTexts(value, path);
  if (list === undefined) return undefined;
  if (list.length === 0) throw new FieldProblem(path, problems.missing);
  noteLimit(list, path, TEXTS_LIMIT, context);
  return list;
}
