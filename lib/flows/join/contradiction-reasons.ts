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
import type { JudgeInTime } from './judges-in-time.ts';

type Reason = JoinedEdge['reasons'][number];

/** What is known beside one edge: what changed, and what else was told of the same ends. */
export interface ContradictionGrounds {
  readonly changes: readonly PolicyChange[];
  readonly skewMs: number;
  /** Edges of the same ends and port that were refused, or would be. */
  readonly refused: (edge: FlowEdge) => readonly FlowEdge[];
}

export function contradictionGrounds(
  { edges }: ObservedTraffic,
  { changes = [], skewMs = 0 }: { readonly changes?: readonly PolicyChange[]; readonly skewMs?: number },
): ContradictionGrounds {
  const refused = new Map<string, FlowEdge[]>();
  const keyOf = ({ from, to, port, protocol }: FlowEdge) => `${from} ${to} ${port} ${protocol}`;
  for (const edge of edges) {
    if (edge.verdict === 'denied' || edge.verdict === 'would-deny') {
      getOr(refused, keyOf(edge), (): FlowEdge[] => []).push(edge);
    }
  }
  return { changes, skewMs, refused: (edge) => refused.get(keyOf(edge)) ?? [] };
}

/** From these on clients choose their ports (Linux, and nearly what IANA says). */
const CLIENT_PORTS = 32_768;
const NEAR_MS = 5 * MINUTE_MS;

/**
 * Why something passed that nothing allows (traffic.md §2.6): what is likely first, then what is possible, each in the
 * order of `CONTRADICTION_REASONS`.
 * @param at by whose policies it is denied. @param deniedSince where it was allowed before.
 */
export function contradictionReasons(
  edge: FlowEdge,
  at: JudgeInTime,
  judges: readonly JudgeInTime[],
  deniedSince: number | undefined,
  grounds: ContradictionGrounds,
): readonly Reason[] {
  const changes = changesOf(edge, at, grounds.changes);
  const changedAt = deniedSince ?? changes.find(({ at }) => at > edge.first)?.at ?? changes.at(-1)?.at;
  const found = [
    ...policyChanged(edge, judges, deniedSince, changes, grounds),
    ...connectionOlder(edge, changedAt),
    ...hostNetwork(edge, at.model),
    ...notEnforced(at.model),
    ...audit(edge, grounds),
    ...otherKind(edge),
    ...replyMisread(edge, at.judge),
    ...clocksApart(edge, changedAt, grounds),
    ...reportedOnly(edge),
  ];
  const order = ({ reason }: Reason) => CONTRADICTION_REASONS.indexOf(reason);
  return found.sort((a, b) => Number(b.likely) - Number(a.likely) || order(a) - order(b));
}

/** Changes of policies that select an end of the edge by their namespace, or of the whole cluster. */
function changesOf({ from, to }: FlowEdge, { model }: JudgeInTime, changes: readonly PolicyChange[]) {
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
  judges: readonly JudgeInTime[],
  deniedSince: number | undefined,
  changes: readonly PolicyChange[],
  { refused }: ContradictionGrounds,
): readonly Reason[] {
  const text = OBSERVED.reason;
  const because = (likely: boolean, ...sentences: readonly string[]): readonly Reason[] => [
    { reason: 'policy-changed', likely, sentence: sentences.join(' ') },
  ];
  const told = (change: PolicyChange) =>
    text.changed(
      policyName({ kind: change.kind, namespace: change.namespace ?? '', name: change.name }),
      change.verb,
      change.at,
    );
  const later = changes.filter(({ at }) => at > edge.first);
  if (deniedSince !== undefined) {
    const which = changes.filter(({ at }) => Math.abs(at - deniedSince) <= MINUTE_MS);
    return because(true, text.changedSince(deniedSince), ...which.slice(0, 3).map(told));
  }
  if (later.length > 0) return because(true, ...later.slice(0, 3).map(told));
  const [gone] = namedPolicies(edge).filter(
    ({ kind, key }) => kind === 'NetworkPolicy' && judges.at(-1)?.model.objects.networkPolicies.has(key) === false,
  );
  if (gone !== undefined) return because(true, text.gone(`${gone.kind} ${gone.key}`));
  // what is summed by the minute, and told by two ends, may overlap by some minutes
  const since = refused(edge).find(
    ({ verdict, first, last }) => verdict === 'denied' && first > edge.last - NEAR_MS && last > edge.last,
  )?.first;
  if (since !== undefined) return because(true, text.refusedSince(since));
  const known = judges[0]?.since ?? Number.NEGATIVE_INFINITY;
  return edge.last < known ? because(false, text.before(known)) : [];
}

function connectionOlder({ first, last }: FlowEdge, changedAt: number | undefined): readonly Reason[] {
  if (changedAt === undefined || last < changedAt) {
    return changedAt === undefined
      ? [{ reason: 'connection-older', likely: false, sentence: OBSERVED.reason.olderPerhaps }]
      : [];
  }
  return [{ reason: 'connection-older', likely: first < changedAt, sentence: OBSERVED.reason.older(changedAt) }];
}

function hostNetwork({ from, to }: FlowEdge, model: PolicyModel): readonly Reason[] {
  const isHost = (end: string): boolean =>
    parseEnd(end).type === 'host' ||
    [...model.classesOfWorkload(end).keys()].some((id) => model.classes[id]?.hostNetwork === true);
  if (!isHost(from) && !isHost(to)) return [];
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

function otherKind(edge: FlowEdge): readonly Reason[] {
  const others = namedPolicies(edge).filter(({ kind }) => !EVALUATED.has(kind));
  if (others.length === 0) return [];
  const sentence = OBSERVED.reason.otherKind(others.map(({ kind, key }) => `${kind} ${key}`));
  return [{ reason: 'other-policy-kind', likely: true, sentence }];
}

/** The policies that the source named as having allowed it: `allow NetworkPolicy shop/db`. */
function namedPolicies({ policies }: FlowEdge): readonly { readonly kind: string; readonly key: string }[] {
  return policies.split(', ').flatMap((text) => {
    const [action, kind, key] = text.split(' ');
    return action === 'allow' && kind !== undefined && key !== undefined ? [{ kind, key }] : [];
  });
}

function replyMisread({ from, to, port, protocol }: FlowEdge, judge: Judge): readonly Reason[] {
  if (port === null || port < CLIENT_PORTS) return [];
  if (judge.allowed(to, from, null, protocol) === false) return [];
  return [{ reason: 'reply-misread', likely: true, sentence: OBSERVED.reason.reply(port) }];
}

function clocksApart(
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
