import { getOr } from '#lib/get-or.ts';
import { detectPlugin } from '#lib/policy/detect-plugin.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { OBSERVED } from '#lib/text/en/observed.ts';
import { policyName } from '#lib/text/en/policy-name.ts';
import type { FlowEdge } from '../flow-row.ts';
import { MINUTE_MS } from '../flow-windows.ts';
import { CONTRADICTION_REASONS, type JoinedEdge, type ObservedTraffic, type PolicyChange } from '../observed.ts';
import { parseEnd } from './end-of-flow.ts';
import type { Judge } from './judge-pair.ts';
import type { JudgeInTime, JudgesInTime } from './judges-in-time.ts';

export type Reason = JoinedEdge['reasons'][number];

/** What is known beside one edge: what changed, and what else was told of the same ends. */
export interface ContradictionGrounds {
  readonly changes: readonly PolicyChange[];
  readonly skewMs: number;
  /** Edges of the same ends and port that were refused, or would be. */
  readonly refused: (edge: FlowEdge) => readonly FlowEdge[];
  /** Edges of the same ends and port that passed. */
  readonly passed: (edge: FlowEdge) => readonly FlowEdge[];
}

export function contradictionGrounds(
  { edges }: ObservedTraffic,
  { changes = [], skewMs = 0 }: { readonly changes?: readonly PolicyChange[]; readonly skewMs?: number },
): ContradictionGrounds {
  const refused = new Map<string, FlowEdge[]>();
  const passed = new Map<string, FlowEdge[]>();
  const keyOf = ({ from, to, port, protocol }: FlowEdge) => `${from} ${to} ${port} ${protocol}`;
  for (const edge of edges) {
    if (edge.verdict === 'denied' || edge.verdict === 'would-deny') {
      getOr(refused, keyOf(edge), (): FlowEdge[] => []).push(edge);
    }
  }
  // asked of few: only what was refused can be answered with what passed
  for (const edge of edges) {
    if (edge.verdict === 'allowed' && refused.has(keyOf(edge))) {
      getOr(passed, keyOf(edge), (): FlowEdge[] => []).push(edge);
    }
  }
  return {
    changes,
    skewMs,
    refused: (edge) => refused.get(keyOf(edge)) ?? [],
    passed: (edge) => passed.get(keyOf(edge)) ?? [],
  };
}

/** From these on clients choose their ports (Linux, and nearly what IANA says). */
const CLIENT_PORTS = 32_768;
export const NEAR_MS = 5 * MINUTE_MS;

/**
 * Why something passed that nothing allows (traffic.md §2.6): what is likely first, then what is possible, each in the
 * order of `CONTRADICTION_REASONS`.
 * @param at by whose policies it is denied. @param deniedSince where it was allowed before.
 */
export function contradictionReasons(
  edge: FlowEdge,
  at: JudgeInTime,
  judges: JudgesInTime,
  deniedSince: number | undefined,
  grounds: ContradictionGrounds,
): readonly Reason[] {
  const changes = changesOf(edge, at, grounds.changes);
  const changedAt = deniedSince ?? changes.find(({ at }) => at > edge.first)?.at ?? changes.at(-1)?.at;
  return byLikelihood([
    ...policyChanged(edge, judges, deniedSince, changes, grounds),
    ...connectionOlder(edge, changedAt),
    ...hostNetwork(edge, at.model),
    ...notEnforced(at.model),
    ...audit(edge, grounds),
    ...otherKind(edge),
    ...replyMisread(edge, at.judge),
    ...clocksApart(edge, changedAt, grounds),
    ...reportedOnly(edge),
    ...identityStale(edge, judges),
  ]);
}

/** The likely ones first, each in the order of `CONTRADICTION_REASONS`. */
export function byLikelihood(found: readonly Reason[]): readonly Reason[] {
  const order = ({ reason }: Reason) => CONTRADICTION_REASONS.indexOf(reason);
  return found.toSorted((a, b) => Number(b.likely) - Number(a.likely) || order(a) - order(b));
}

/** Changes of policies that select an end of the edge by their namespace, or of the whole cluster. */
export function changesOf({ from, to }: FlowEdge, { model }: JudgeInTime, changes: readonly PolicyChange[]) {
  const namespaces = new Set([from, to].flatMap((end) => namespaceOf(end) ?? []));
  const selecting = new Set(
    [from, to].flatMap((end) => policiesSelecting(model, end)).map(({ kind, name }) => `${kind} ${name}`),
  );
  const isOwn = ({ kind, namespace, name }: PolicyChange) =>
    namespace === undefined ? selecting.has(`${kind} ${name}`) || selecting.size === 0 : namespaces.has(namespace);
  return changes.filter(isOwn);
}

function namespaceOf(end: string): string | undefined {
  const parsed = parseEnd(end);
  return parsed.type === 'workload' ? parsed.key.slice(0, parsed.key.indexOf('/')) : undefined;
}

function policiesSelecting(model: PolicyModel, end: string) {
  return [...model.classesOfWorkload(end).keys()].flatMap((id) =>
    (['ingress', 'egress'] as const).flatMap(
      (direction) => model.gate({ type: 'class', class: id }, direction).policies,
    ),
  );
}

function policyChanged(
  edge: FlowEdge,
  { all }: JudgesInTime,
  deniedSince: number | undefined,
  changes: readonly PolicyChange[],
  { refused }: ContradictionGrounds,
): readonly Reason[] {
  const text = OBSERVED.reason;
  const because = (...sentences: readonly string[]): readonly Reason[] => [
    { reason: 'policy-changed', likely: true, sentence: sentences.join(' ') },
  ];
  const later = changes.filter(({ at }) => at > edge.first);
  if (deniedSince !== undefined) {
    const which = changes.filter(({ at }) => Math.abs(at - deniedSince) <= MINUTE_MS);
    return because(text.changedSince(deniedSince), ...which.slice(0, 3).map(policyToldOf));
  }
  if (later.length > 0) return because(...later.slice(0, 3).map(policyToldOf));
  const [gone] = namedPolicies(edge, 'allow').filter(
    ({ kind, key }) => kind === 'NetworkPolicy' && all.at(-1)?.model.objects.networkPolicies.has(key) === false,
  );
  if (gone !== undefined) return because(text.gone(`${gone.kind} ${gone.key}`));
  const since = refused(edge).find((other) => other.verdict === 'denied' && isSince(other, edge))?.first;
  return since === undefined ? [] : because(text.refusedSince(since));
}

/**
 * Whether one began as the other ended. What is summed by the minute, and told by two ends, may overlap by some minutes;
 * what began before the other did went on beside it.
 */
export function isSince(later: FlowEdge, { first, last }: FlowEdge): boolean {
  return later.first > last - NEAR_MS && later.first > first && later.last > last;
}

/** "NetworkPolicy one/closed was changed at …" */
export function policyToldOf({ kind, namespace = '', name, verb, at }: PolicyChange): string {
  return OBSERVED.reason.changed(policyName({ kind, namespace, name }), verb, at);
}

function connectionOlder({ first, last }: FlowEdge, changedAt: number | undefined): readonly Reason[] {
  if (changedAt === undefined || last < changedAt) {
    return changedAt === undefined
      ? [{ reason: 'connection-older', likely: false, sentence: OBSERVED.reason.olderPerhaps }]
      : [];
  }
  return [{ reason: 'connection-older', likely: first < changedAt, sentence: OBSERVED.reason.older(changedAt) }];
}

/** A node, or pods in the host network. */
export function hasHost(model: PolicyModel, end: string): boolean {
  if (parseEnd(end).type === 'host') return true;
  return [...model.classesOfWorkload(end).keys()].some((id) => model.classes[id]?.hostNetwork === true);
}

function hostNetwork({ from, to }: FlowEdge, model: PolicyModel): readonly Reason[] {
  if (!hasHost(model, from) && !hasHost(model, to)) return [];
  return [{ reason: 'host-network', likely: true, sentence: OBSERVED.reason.host }];
}

/** What the profile says, else what can be seen of the plugin (ENF-001). */
function notEnforced({ profile, objects }: PolicyModel): readonly Reason[] {
  const enforces = profile.enforced === 'unknown' ? detectPlugin(objects).enforces : profile.enforced;
  if (enforces === 'yes') return [];
  const sentence = enforces === 'no' ? OBSERVED.reason.notEnforced : OBSERVED.reason.notEnforcedPerhaps;
  return [{ reason: 'not-enforced', likely: enforces === 'no', sentence }];
}

function audit(edge: FlowEdge, { refused }: ContradictionGrounds): readonly Reason[] {
  const isAudited =
    /(^|, )\w+ pending /.test(edge.policies) || refused(edge).some(({ verdict }) => verdict === 'would-deny');
  return isAudited ? [{ reason: 'audit', likely: true, sentence: OBSERVED.reason.audit }] : [];
}

const EVALUATED: ReadonlySet<string> = new Set([
  'NetworkPolicy',
  'ClusterNetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
]);

export const isEvaluated = (kind: string): boolean => EVALUATED.has(kind);

function otherKind(edge: FlowEdge): readonly Reason[] {
  const others = namedPolicies(edge, 'allow').filter(({ kind }) => !isEvaluated(kind));
  if (others.length === 0) return [];
  const sentence = OBSERVED.reason.otherKind(others.map(({ kind, key }) => `${kind} ${key}`));
  return [{ reason: 'other-policy-kind', likely: true, sentence }];
}

/** The policies that the source named as having allowed or refused it: `allow NetworkPolicy shop/db`. */
export function namedPolicies(
  { policies }: FlowEdge,
  wanted: 'allow' | 'deny',
): readonly { readonly kind: string; readonly key: string }[] {
  return policies.split(', ').flatMap((text) => {
    const [action, kind, key] = text.split(' ');
    return action === wanted && kind !== undefined && key !== undefined ? [{ kind, key }] : [];
  });
}

export const isClientPort = (port: number | null): port is number => port !== null && port >= CLIENT_PORTS;

function replyMisread({ from, to, port, protocol }: FlowEdge, judge: Judge): readonly Reason[] {
  if (!isClientPort(port)) return [];
  if (judge.allowed(to, from, null, protocol) === false) return [];
  return [{ reason: 'reply-misread', likely: true, sentence: OBSERVED.reason.reply(port) }];
}

export function clocksApart(
  { first, last }: FlowEdge,
  changedAt: number | undefined,
  { skewMs }: ContradictionGrounds,
): readonly Reason[] {
  if (skewMs >= MINUTE_MS) {
    const sentence = OBSERVED.reason.clocksTold(Math.round(skewMs / MINUTE_MS));
    return [{ reason: 'clocks-apart', likely: true, sentence }];
  }
  if (changedAt === undefined || Math.min(Math.abs(first - changedAt), Math.abs(last - changedAt)) > NEAR_MS) return [];
  return [{ reason: 'clocks-apart', likely: false, sentence: OBSERVED.reason.clocks(changedAt) }];
}

function reportedOnly({ trust }: FlowEdge): readonly Reason[] {
  if (trust === 'datapath') return [];
  const sentence = trust === 'reported' ? OBSERVED.reason.reported : OBSERVED.reason.inferred;
  return [{ reason: 'reported-only', likely: true, sentence }];
}

/** It proves nothing: pods come and go all the time. */
function identityStale({ from, to, first, last }: FlowEdge, judges: JudgesInTime): readonly Reason[] {
  const at = judges.changedAt(from, to);
  if (at < first - NEAR_MS || at > last + NEAR_MS) return [];
  return [{ reason: 'identity-stale', likely: false, sentence: OBSERVED.reason.identity(at) }];
}
